import { z } from 'zod';
import { defineApi, defineProblems, shopRoles } from './api.ts';
import { Me, Password } from './identity.ts';
import { Done, Id, Instant, Nickname, Person, Phone, Picture, Text, Title, words } from './shapes.ts';

/** What the law wants shown of an actual seller (直播电商监督管理办法 Art. 26, 电子商务法 Art. 15). */
export const Seller = z
  .object({ legalName: z.string(), licenceNo: z.string(), address: z.string(), contact: z.string() })
  .meta({ id: 'Seller' });
export const ShopView = z
  .object({
    id: Id,
    name: Title,
    intro: Text.nullable(),
    logo: Picture.nullable(),
    seller: Seller,
    timeZone: z.string(),
    isOpen: z.boolean(),
  })
  .meta({ id: 'ShopView' });
export type ShopView = z.infer<typeof ShopView>;

export const ShopSettings = ShopView.extend({
  guestsMayComment: z.boolean(),
  paymentMinutes: z.int().meta({ description: 'An unpaid order closes after so many minutes.' }),
  commissionBasisPoints: z.int().meta({ description: 'Share of a paid line a promoter earns, in 1/10,000.' }),
  lowStockThreshold: z.int(),
}).meta({ id: 'ShopSettings' });
export type ShopSettings = z.infer<typeof ShopSettings>;

const shopId = z.object({ shopId: Id });
export const shops = defineApi({
  'GET /api/setup': {
    summary: 'Whether this installation still needs its owner',
    access: 'public',
    reply: z.object({ isNeeded: z.boolean() }),
  },
  'POST /api/setup': {
    summary: 'Create the owner and the first, empty shop; works once',
    access: 'public',
    perMinute: 10,
    status: 201,
    body: z.object({ shopName: words(40), nickname: Nickname, email: z.email().max(200), password: Password }),
    reply: Me,
    problems: ['already_set_up'],
  },
  'GET /api/shops/{shopId}': { summary: 'A shop as shoppers see it', access: 'public', params: shopId, reply: ShopView },
  'GET /api/console/shops/{shopId}': { summary: 'Settings of a shop', access: 'shop:staff', params: shopId, reply: ShopSettings },
  'PATCH /api/console/shops/{shopId}': {
    summary: 'Change the settings of a shop',
    access: 'shop:admin',
    params: shopId,
    body: z
      .object({
        name: Title,
        intro: Text.nullable(),
        logoId: z.string().nullable(),
        seller: z.object({ legalName: words(80), licenceNo: words(40), address: words(120), contact: words(40) }),
        timeZone: z.string().max(60),
        guestsMayComment: z.boolean(),
        paymentMinutes: z.int().min(1).max(1440),
        commissionBasisPoints: z.int().min(0).max(5000),
        lowStockThreshold: z.int().min(0).max(100_000),
      })
      .partial(),
    reply: ShopSettings,
    problems: ['unknown_time_zone', 'unknown_picture'],
  },
  'GET /api/console/shops/{shopId}/staff': {
    summary: 'Who works here',
    access: 'shop:staff',
    params: shopId,
    reply: z.object({ items: z.array(z.object({ person: Person, role: z.enum(shopRoles), contact: z.string(), since: Instant })) }),
  },
  'PUT /api/console/shops/{shopId}/staff': {
    summary: 'Give somebody a role by phone or e-mail',
    access: 'shop:admin',
    params: shopId,
    body: z.union([z.object({ phone: Phone, role: z.enum(shopRoles) }), z.object({ email: z.email().max(200), role: z.enum(shopRoles) })]),
    reply: Done,
    problems: ['no_such_person', 'role_above_yours', 'last_owner'],
  },
  'DELETE /api/console/shops/{shopId}/staff/{accountId}': {
    summary: 'End somebody’s role',
    access: 'shop:admin',
    params: z.object({ shopId: Id, accountId: Id }),
    reply: Done,
    problems: ['role_above_yours', 'last_owner'],
  },
});

export const shopsProblems = defineProblems({
  already_set_up: [409, 'This installation already has an owner.', '系统已经完成初始化'],
  unknown_time_zone: [422, 'That time zone is not known.', '未知的时区'],
  no_such_person: [404, 'Nobody here has that phone number or e-mail; ask them to sign in once.', '没有找到这个人，请对方先登录一次'],
  role_above_yours: [403, 'You cannot give or end a role above your own.', '不能授予或撤销高于自己的角色'],
  last_owner: [409, 'A shop needs at least one owner.', '店铺至少需要一位店主'],
});
