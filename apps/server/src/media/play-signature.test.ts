import { expect, test } from 'vitest';
import { playQuery, signPlay, verifyPlay } from './play-signature.ts';

const SECRET = 'secret-of-the-media-process';
const query = (mediaId: string, exp: number): URLSearchParams => new URLSearchParams(playQuery(signPlay(SECRET, mediaId, exp)));

test('the signature is the HMAC of id and expiry that the web process is told to make', () => {
  expect(signPlay('k', 'ses_1', 1_700_000_000)).toEqual({ exp: 1_700_000_000, sig: 'oW0tJlJ64rVdhMDyfVm35FcKObmtlwYdsdXJWHhJr9Y' });
});

test('a signature holds for its own session until it expires, and not a moment longer', () => {
  expect(verifyPlay(SECRET, 'ses_1', query('ses_1', 1_000), 999_999)).toBe(true);
  expect(verifyPlay(SECRET, 'ses_1', query('ses_1', 1_000), 1_000_000)).toBe(false);
  expect(verifyPlay(SECRET, 'ses_2', query('ses_1', 1_000), 0)).toBe(false);
  expect(verifyPlay('another secret', 'ses_1', query('ses_1', 1_000), 0)).toBe(false);
});

test('a later expiry, a cut signature, other letters or none at all do not pass', () => {
  const { sig } = signPlay(SECRET, 'ses_1', 1_000);
  for (const text of [
    '',
    `exp=1000`,
    `sig=${sig}`,
    `exp=2000&sig=${sig}`,
    `exp=1000&sig=${sig.slice(1)}`,
    `exp=1e3&sig=${sig}`,
    `exp=01000&sig=${sig}x`,
    `exp=-1&sig=${sig}`,
    `exp=1000&sig=${'é'.repeat(43)}`,
    `exp=99999999999999999999&sig=${sig}`,
  ]) {
    expect(verifyPlay(SECRET, 'ses_1', new URLSearchParams(text), 0)).toBe(false);
  }
});

test('without a secret nothing passes', () => {
  expect(verifyPlay('', 'ses_1', new URLSearchParams(playQuery(signPlay('', 'ses_1', 1_000))), 0)).toBe(false);
});
