import { getProductCards } from '#modules/catalog';
import { getShops } from '#modules/shops';
import { getPictures } from '#modules/media';
import type { LinkTarget } from './extension-points.ts';
import { titleOf } from './rules.ts';

export const productTarget: LinkTarget = {
  async preview(ctx, ids) {
    const cards = await getProductCards(ctx, ids);
    return new Map(
      [...cards].map(([id, card]) => [
        id,
        {
          path: `/products/${id}`,
          title: card.title,
          subtitle: card.subtitle,
          picture: card.picture,
          priceFen: card.priceFen,
          compareAtFen: card.compareAtFen,
          endsAt: null,
          isOver: false,
          shopId: card.shopId,
        },
      ]),
    );
  },
};

export const shopTarget: LinkTarget = {
  async preview(ctx, ids) {
    const shops = await getShops(ctx, ids);
    const logos = await getPictures(
      ctx,
      [...shops.values()].flatMap(({ logoId }) => (logoId === null ? [] : [logoId])),
    );
    return new Map(
      [...shops].map(([id, shop]) => [
        id,
        {
          path: '/',
          title: shop.name,
          subtitle: titleOf(shop.intro),
          picture: shop.logoId === null ? null : (logos.get(shop.logoId) ?? null),
          priceFen: null,
          compareAtFen: null,
          endsAt: null,
          isOver: !shop.isOpen,
          shopId: id,
        },
      ]),
    );
  },
};
