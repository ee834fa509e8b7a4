import type { SceneEntry } from '@tuanzi/contract/scenes';
import { expect, it } from 'vitest';
import { firstUnread, followsOn } from './grouping.ts';

const person = (id: string) => ({ id, nickname: id, avatarUrl: null });
const said = (seq: number, by: string, second: number): SceneEntry => ({
  type: 'comment',
  seq,
  at: new Date(second * 1000).toISOString(),
  author: person(by),
  role: 'member',
  text: 'hello',
  clientId: `client-${seq}`,
});
const joined = (seq: number): SceneEntry => ({ type: 'joined', seq, at: new Date(0).toISOString(), person: person('new') });

it('puts what one person says within a minute under one name', () => {
  expect(followsOn(said(2, 'hong', 59), said(1, 'hong', 0))).toBe(true);
  expect(followsOn(said(2, 'hong', 60), said(1, 'hong', 0))).toBe(false);
  expect(followsOn(said(2, 'ming', 5), said(1, 'hong', 0))).toBe(false);
  expect(followsOn(said(2, 'hong', 5), joined(1))).toBe(false);
  expect(followsOn(said(1, 'hong', 5), undefined)).toBe(false);
});

it('finds where the unread begin, counting only what others said', () => {
  const entries = [said(1, 'hong', 0), joined(2), said(3, 'me', 1), said(4, 'ming', 2), said(5, 'me', 3), said(6, 'hong', 4)];
  expect(firstUnread(entries, 0, 'me')).toBeNull();
  expect(firstUnread(entries, 1, 'me')).toBe(6);
  expect(firstUnread(entries, 2, 'me')).toBe(4);
});

it('marks the oldest message on screen when more are unread than are here', () => {
  expect(firstUnread([said(7, 'hong', 0), said(8, 'ming', 1)], 40, 'me')).toBe(7);
});
