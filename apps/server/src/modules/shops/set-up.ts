import { createAccount, isInhabited, openSession, type OpenedSession } from '#modules/identity';
import { lockByName, type Ctx } from '#platform/ctx';
import { problem } from '#platform/problem';
import { createShop } from './create-shop.ts';
import { readFirstShop } from './store.ts';

export interface SetUp {
  readonly shopName: string;
  readonly nickname: string;
  readonly email: string;
  readonly password: string;
  readonly device: string;
}

/** As long as there is neither a shop nor anybody with an account, whoever comes first may become the owner. */
export async function isSetUpNeeded(ctx: Ctx): Promise<boolean> {
  return (await readFirstShop(ctx)) === undefined && !(await isInhabited(ctx));
}

/** Creates the keeper of this installation with the first, empty shop. Two at once: one is told it is done. */
export async function setUp(ctx: Ctx, { shopName, device, ...owner }: SetUp): Promise<OpenedSession> {
  await lockByName(ctx, 'set up this installation');
  if (!(await isSetUpNeeded(ctx))) throw problem('already_set_up');
  const account = await createAccount(ctx, { ...owner, isPlatformAdmin: true });
  await createShop(ctx, { name: { zh: shopName }, ownerId: account.id });
  return openSession(ctx, { accountId: account.id, device });
}
