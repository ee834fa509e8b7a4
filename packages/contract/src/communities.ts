import { z } from 'zod';
import { defineApi, defineProblems } from './api.ts';
import { Done, Id, Instant, PageQuery, Person, Picture, Text, Title, page } from './shapes.ts';

export const CommunityCard = z
  .object({
    id: Id,
    sceneId: Id,
    shopId: Id,
    name: Title,
    intro: Text.nullable(),
    cover: Picture.nullable(),
    memberCount: z.int(),
    leader: Person,
    isMember: z.boolean(),
    unread: z.int(),
    lastEntry: z.object({ text: z.object({ zh: z.string(), en: z.string() }), at: Instant }).nullable(),
  })
  .meta({ id: 'CommunityCard' });
export const CommunityView = CommunityCard.extend({
  rules: Text.nullable(),
  capacity: z.int(),
  myRole: z.enum(['leader', 'member']).nullable(),
  createdAt: Instant,
}).meta({ id: 'CommunityView' });
export type CommunityView = z.infer<typeof CommunityView>;
export type CommunityCard = z.infer<typeof CommunityCard>;
export const CommunityInput = z.object({
  name: Title,
  intro: Text.nullable().default(null),
  rules: Text.nullable().default(null),
  coverId: z.string().nullable().default(null),
  leaderId: Id,
  capacity: z.int().min(2).max(100_000).default(500),
});
const communityId = z.object({ communityId: Id });
export const communities = defineApi({
  'GET /api/communities': {
    summary: 'My communities first, then open ones',
    access: 'public',
    query: PageQuery,
    reply: page(CommunityCard),
  },
  'GET /api/communities/{communityId}': { summary: 'Home of a community', access: 'public', params: communityId, reply: CommunityView },
  'POST /api/communities/{communityId}/join': {
    summary: 'Join',
    access: 'account',
    params: communityId,
    body: z.object({ fromSceneId: Id.optional(), linkCode: z.string().max(20).optional() }),
    reply: CommunityView,
    status: 201,
    problems: ['community_full', 'removed_from_community'],
  },
  'POST /api/communities/{communityId}/leave': {
    summary: 'Leave',
    access: 'account',
    params: communityId,
    reply: Done,
    problems: ['leader_cannot_leave'],
  },
  'POST /api/communities/{communityId}/read': {
    summary: 'I have read up to here',
    access: 'account',
    params: communityId,
    body: z.object({ seq: z.int().min(0) }),
    reply: Done,
  },
  'GET /api/communities/{communityId}/members': {
    summary: 'Members, leader first',
    access: 'public',
    params: communityId,
    query: PageQuery,
    reply: page(Person.extend({ role: z.enum(['leader', 'member']), joinedAt: Instant })),
  },
  'DELETE /api/communities/{communityId}/members/{accountId}': {
    summary: 'Remove a member under the rules',
    access: 'account',
    params: communityId.extend({ accountId: Id }),
    reply: Done,
    problems: ['leader_cannot_leave'],
  },
  'GET /api/console/shops/{shopId}/communities': {
    summary: 'Communities of a shop',
    access: 'shop:staff',
    params: z.object({ shopId: Id }),
    query: PageQuery,
    reply: page(CommunityView),
  },
  'POST /api/console/shops/{shopId}/communities': {
    summary: 'Found a community',
    access: 'shop:operator',
    params: z.object({ shopId: Id }),
    body: CommunityInput,
    reply: CommunityView,
    status: 201,
    problems: ['no_such_person', 'unknown_picture'],
  },
  'PUT /api/console/shops/{shopId}/communities/{communityId}': {
    summary: 'Change a community',
    access: 'shop:operator',
    params: z.object({ shopId: Id, communityId: Id }),
    body: CommunityInput,
    reply: CommunityView,
    problems: ['no_such_person', 'unknown_picture', 'community_full'],
  },
});
export const communitiesProblems = defineProblems({
  community_full: [409, 'This community is full.', '群已满员'],
  removed_from_community: [403, 'You were removed from this community.', '你已被移出该群'],
  leader_cannot_leave: [409, 'The leader cannot leave; hand the community over first.', '群主不能退出，请先转让'],
});
