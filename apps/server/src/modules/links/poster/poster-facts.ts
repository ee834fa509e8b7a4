import type { TargetKind } from '../rules.ts';

/** Everything a poster shows, as plain data: what is hashed for the cache and sent to the drawing thread. */
export interface PosterFacts {
  readonly locale: 'zh' | 'en';
  readonly kind: TargetKind;
  readonly shopName: string;
  readonly sharerName: string;
  readonly avatarKey: string | null;
  readonly pictureKey: string | null;
  readonly title: string;
  readonly subtitle: string | null;
  readonly priceFen: number | null;
  readonly compareAtFen: number | null;
  readonly team: { readonly paidCount: number; readonly size: number } | null;
  /** Already in the shop's zone and language. */
  readonly endsText: string | null;
  readonly isOver: boolean;
  readonly url: string;
}

interface Words {
  readonly line: string;
  readonly scan: string;
}
const zh: Readonly<Record<TargetKind, Words>> = {
  product: { line: '挑到一件好东西，第一个想到你', scan: '长按识别，去看看' },
  team: { line: '这个价要一起才有，来和我拼一单吧', scan: '长按识别，一起拼' },
  session: { line: '正好在看这场直播，一起来看看吧', scan: '长按识别，进直播间' },
  community: { line: '这个群里都是热心人，来坐坐吧', scan: '长按识别，进群聊' },
  shop: { line: '这家店的东西实在，推荐给你', scan: '长按识别，逛逛店' },
};
const en: Readonly<Record<TargetKind, Words>> = {
  product: { line: 'Found something good. Thought of you.', scan: 'Scan to take a look' },
  team: { line: 'This price needs company. Join me?', scan: 'Scan to join the team' },
  session: { line: "I'm watching this live. Come and see.", scan: 'Scan to watch live' },
  community: { line: 'Good people in this group. Come on in.', scan: 'Scan to join the group' },
  shop: { line: "An honest shop. I think you'll like it.", scan: 'Scan to visit the shop' },
};

export function posterWords(facts: PosterFacts): Words & { team: string | null; over: string } {
  const isZh = facts.locale === 'zh';
  return { ...(isZh ? zh : en)[facts.kind], team: teamLine(facts), over: isZh ? '已结束' : 'Ended' };
}

function teamLine({ team, locale }: PosterFacts): string | null {
  if (team === null) return null;
  const left = Math.max(0, team.size - team.paidCount);
  if (locale === 'zh') return left === 0 ? `${team.size} 人团已拼成` : `${team.size} 人团，还差 ${left} 人成团`;
  return left === 0 ? `Team of ${team.size} complete` : `Team of ${team.size} · ${left} more to go`;
}

/** 5990 → ['59', '.90']; whole yuan have no second part. */
export function priceParts(fen: number): readonly [yuan: string, cents: string] {
  const cents = fen % 100;
  return [Math.floor(fen / 100).toLocaleString('en-US'), cents === 0 ? '' : `.${String(cents).padStart(2, '0')}`];
}
