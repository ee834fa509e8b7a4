import type { Random } from './random.ts';

/** Kept of each kind; what comes later takes the place of something at random. */
const keptMax = 60;
const idForm = /^([a-z]{2,4})_[0-9A-Za-z]{8,40}$/;
/** Which prefix a field's id has where no answer has shown it yet. */
const prefixes: Readonly<Record<string, string>> = {
  shopId: 'shp',
  productId: 'prd',
  skuId: 'sku',
  categoryId: 'cat',
  parentId: 'cat',
  campaignId: 'cmp',
  teamId: 'tm',
  sessionId: 'ses',
  sceneId: 'scn',
  scene: 'scn',
  fromSceneId: 'scn',
  communityId: 'com',
  cardId: 'crd',
  card: 'crd',
  product: 'prd',
  orderId: 'ord',
  paymentId: 'pay',
  addressId: 'adr',
  accountId: 'acc',
  hostId: 'acc',
  leaderId: 'acc',
  loginId: 'lgn',
  pictureId: 'pic',
  coverId: 'pic',
  reviewId: 'rev',
  questionId: 'qst',
  lineId: 'lin',
};

/** Ids the server has told, so that requests name things that are there. */
export interface KnownIds {
  learn(answer: unknown): void;
  /** An id for a field of this name; undefined while none is known. */
  for(field: string, random: Random): string | undefined;
  any(random: Random): string;
}

export function createKnownIds(random: Random): KnownIds {
  const byPrefix = new Map<string, string[]>();
  const codes: string[] = [];
  const keep = (list: string[], id: string) => {
    if (list.includes(id)) return;
    if (list.length < keptMax) list.push(id);
    else list[random.below(keptMax)] = id;
  };
  const learn = (value: unknown, name: string): void => {
    if (typeof value === 'string') {
      const prefix = idForm.exec(value)?.[1];
      if (prefix !== undefined) keep(byPrefix.get(prefix) ?? byPrefix.set(prefix, []).get(prefix) ?? [], value);
      else if (name === 'code' && /^[0-9A-Za-z]{6,16}$/.test(value)) keep(codes, value);
    } else if (Array.isArray(value)) {
      for (const part of value) learn(part, name);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, part] of Object.entries(value)) learn(part, key);
    }
  };
  return {
    learn: (answer) => learn(answer, ''),
    for(field, chooser) {
      if (field === 'code') return codes.length > 0 ? chooser.pick(codes) : undefined;
      const known = byPrefix.get(prefixes[field.replace(/s$/, '')] ?? prefixes[field] ?? '');
      return known === undefined ? undefined : chooser.pick(known);
    },
    any(chooser) {
      const all = [...byPrefix.values()].filter((list) => list.length > 0);
      return all.length === 0 ? 'shp_0000000000' : chooser.pick(chooser.pick(all));
    },
  };
}
