import { anAccount, type TestPerson } from '../identity/testing.ts';
import { makeLink } from '#modules/links';
import type { TestApp } from '../../testing.ts';
import { becomePromoter } from './become-promoter.ts';

/** A promoter with a link to a shop; whoever names its code in an order was brought by them. */
export async function aPromoter(t: TestApp, shopId: string): Promise<TestPerson & { code: string }> {
  const person = await anAccount(t);
  const { code } = await t.transact(async (ctx) => {
    await becomePromoter(ctx, person.accountId);
    return makeLink(ctx, { ownerId: person.accountId, target: { kind: 'shop', id: shopId }, sceneId: null, cardId: null });
  });
  return { ...person, code };
}
