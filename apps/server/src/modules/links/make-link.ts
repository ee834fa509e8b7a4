import type { Ctx } from '#platform/ctx';
import { randomText } from '#platform/ids';
import { problem } from '#platform/problem';
import { targetOf } from './extension-points.ts';
import { codeLength } from './rules.ts';
import { insertOrFindLink, type Share } from './store.ts';

/** The link of one share: the same owner, target, scene and card give the same code for ever. */
export async function makeLink(ctx: Ctx, share: Share): Promise<{ code: string }> {
  const known = await targetOf(share.target.kind)?.preview(ctx, [share.target.id]);
  if (known?.has(share.target.id) !== true) throw problem('link_target_unknown');
  return { code: await insertOrFindLink(ctx, randomText(codeLength), share) };
}
