import fc from 'fast-check';
import type { SceneEntry, SceneSnapshot } from '@tuanzi/contract/scenes';
import { describe, expect, test } from 'vitest';
import { emptyScene, entriesMax, withArrival, withOlder, withSnapshot } from './scene-state.ts';

const author = { id: 'acc_00000001', nickname: '小红', avatarUrl: null };
const comment = (seq: number): SceneEntry => ({
  seq,
  at: '2026-01-01T00:00:00Z',
  type: 'comment',
  author,
  role: 'visitor',
  text: `第 ${seq} 句`,
  clientId: `client-${seq}`,
});
const snapshotOf = (head: number, over: Partial<SceneSnapshot> = {}): SceneSnapshot => ({
  sceneId: 'scn_00000000',
  kind: 'session',
  shopId: 'shp_00000000',
  title: { zh: '果园' },
  head,
  cards: [],
  pinned: null,
  announcement: null,
  status: 'live',
  online: 1,
  likes: 0,
  recent: head === 0 ? [] : [comment(head)],
  me: { accountId: author.id, role: 'visitor', canComment: true, mutedUntil: null },
  ...over,
});
const seqs = (entries: readonly SceneEntry[]) => entries.map((entry) => entry.seq);

describe('what a screen shows', () => {
  test('arrivals that overlap, repeat and come late show every entry once and in order', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: 40 }), fc.nat({ max: 15 })), { maxLength: 30 }), (windows) => {
        let state = withSnapshot(emptyScene, snapshotOf(0), 0);
        for (const [back, count] of windows) {
          const from = Math.max(0, state.head - back);
          const entries = Array.from({ length: count }, (_, i) => comment(from + i + 1));
          state = withArrival(state, { entries, head: from + count });
        }
        expect(seqs(state.entries)).toEqual(Array.from({ length: state.head }, (_, i) => i + 1).slice(-entriesMax));
      }),
    );
  });

  test('a removed comment leaves its place and none of its words, whether it came before or in the same frame', () => {
    let state = withSnapshot(emptyScene, snapshotOf(1), 0);
    state = withArrival(state, {
      entries: [
        comment(2),
        { seq: 3, at: '2026-01-01T00:00:00Z', type: 'removed', ofSeq: 1, by: 'moderator' },
        { seq: 4, at: '2026-01-01T00:00:00Z', type: 'removed', ofSeq: 2, by: 'author' },
      ],
      head: 4,
    });
    expect(state.head).toBe(4);
    expect(state.entries.map(({ seq, type }) => [seq, type])).toEqual([
      [1, 'removed'],
      [2, 'removed'],
    ]);
    expect(JSON.stringify(state.entries)).not.toContain('text');
  });

  test('pending words leave the list when their entry arrives, by tick or by snapshot', () => {
    const pending = [1, 2].map((n) => ({ clientId: `client-${n}`, text: '', at: '', problem: null }));
    const state = withArrival({ ...withSnapshot(emptyScene, snapshotOf(0), 0), pending }, { entries: [comment(1)], head: 1 });
    expect(state.pending.map((one) => one.clientId)).toEqual(['client-2']);
    expect(withSnapshot(state, snapshotOf(2), 0).pending).toEqual([]);
  });

  test('a mute of somebody else changes nothing for me, mine does', () => {
    const state = withSnapshot(emptyScene, snapshotOf(0), 0);
    const mute = (accountId: string, seq: number): SceneEntry => ({
      seq,
      at: '2026-01-01T00:00:00Z',
      type: 'muted',
      accountId,
      until: '2026-01-02T00:00:00Z',
    });
    expect(withArrival(state, { entries: [mute('acc_00000002', 1)], head: 1 }).me?.mutedUntil).toBeNull();
    expect(withArrival(state, { entries: [mute(author.id, 1)], head: 1 }).me?.mutedUntil).toBe('2026-01-02T00:00:00Z');
  });

  test('what is read back goes before what is there, without what is there already', () => {
    const state = withSnapshot(emptyScene, snapshotOf(5), 0);
    expect(seqs(withOlder(state, [comment(3), comment(4), comment(5)], true).entries)).toEqual([3, 4, 5]);
  });

  test('likes, online and skipped follow the newest frame', () => {
    let state = withSnapshot(emptyScene, snapshotOf(0), 0);
    state = withArrival(state, { entries: [], head: 3, skipped: 2, online: 9 });
    state = withArrival(state, { entries: [], head: 5, skipped: 1, likes: 7 });
    expect(state).toMatchObject({ head: 5, skipped: 3, online: 9, likes: 7 });
  });
});
