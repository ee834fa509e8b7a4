import { describe, expect, it } from 'vitest';
import { checkoutPath, type Intent, parseIntent } from './intent.ts';

const back = (intent: Intent) => parseIntent(new URLSearchParams(checkoutPath(intent).split('?')[1]));

describe('what one is about to buy', () => {
  it('comes back from the address as it went in', () => {
    const intent: Intent = {
      lines: [{ skuId: 'sku_a', quantity: 2 }],
      offer: { kind: 'group-buy', campaignId: 'gb_a', cardId: 'crd_a', teamId: 'tm_a' },
      cardId: 'crd_a',
      sceneId: 'scn_a',
    };
    expect(back(intent)).toEqual(intent);
  });
  it('keeps several lines of a cart', () => {
    const intent: Intent = {
      lines: [
        { skuId: 'sku_a', quantity: 2 },
        { skuId: 'sku_b', quantity: 1 },
      ],
      isFromCart: true,
    };
    expect(back(intent)).toEqual(intent);
  });
  it('drops what makes no sense instead of ordering it', () => {
    expect(parseIntent(new URLSearchParams('items=sku_a:0,sku_b:x,:3,sku_c:1')).lines).toEqual([{ skuId: 'sku_c', quantity: 1 }]);
  });
});
