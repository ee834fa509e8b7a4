import type { LinkPreview } from '@tuanzi/contract/links';
import type { z } from 'zod';
import { getPeople } from '#modules/identity';
import { must } from '#platform/assert';
import type { Ctx } from '#platform/ctx';
import { problem } from '#platform/problem';
import { targetOf, type TargetPreview } from './extension-points.ts';
import { linkOf, type Link } from './get-links.ts';

export interface OpenedLink {
  readonly link: Link;
  readonly target: TargetPreview;
  readonly sharer: { readonly id: string; readonly nickname: string; readonly avatarUrl: string | null };
}

/** A link with what it opens now. A link whose target is gone is answered like one that never was. */
export async function openLink(ctx: Ctx, code: string): Promise<OpenedLink> {
  const link = (await linkOf(ctx, [code])).get(code);
  if (link === undefined) throw problem('link_unknown');
  const target = (await targetOf(link.target.kind)?.preview(ctx, [link.target.id]))?.get(link.target.id);
  if (target === undefined) throw problem('link_unknown');
  return { link, target, sharer: must((await getPeople(ctx, [link.ownerId])).get(link.ownerId), 'a link belongs to somebody') };
}

export async function presentLink(ctx: Ctx, code: string): Promise<z.input<typeof LinkPreview>> {
  const { link, target, sharer } = await openLink(ctx, code);
  const { path, title, subtitle, picture, priceFen, compareAtFen, endsAt, isOver } = target;
  return {
    code,
    target: link.target,
    path,
    sharer,
    title,
    subtitle,
    picture,
    priceFen,
    compareAtFen,
    endsAt: endsAt === null ? null : new Date(endsAt).toISOString(),
    isOver,
  };
}
