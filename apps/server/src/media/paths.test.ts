/** What the media server gives out is what was signed, and keys open what they were made for. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { signPlay } from './play-signature.ts';
import { startMediaBench, type MediaBench } from './testing.ts';

let bench: MediaBench;
let outside: string;
beforeEach(async () => {
  outside = mkdtempSync(path.join(os.tmpdir(), 'media-paths-'));
  const recordingsDir = path.join(outside, 'recordings');
  mkdirSync(recordingsDir);
  for (const folder of [outside, recordingsDir])
    for (const name of ['secret.mp4', 'secret.json', 'secret.idx', 'secret']) writeFileSync(path.join(folder, name), 'a secret beside');
  bench = await startMediaBench({ recordingsDir });
});
afterEach(() => bench.close());

/** The request line as it is: clients that mean well would resolve the dots themselves. */
function ask(target: string): Promise<string> {
  const { port } = new URL(bench.httpUrl);
  return new Promise((resolve) => {
    const socket = connect(Number(port), '127.0.0.1');
    let heard = '';
    socket.setEncoding('latin1').on('data', (part: string) => (heard += part));
    socket.on('close', () => resolve(heard)).on('error', () => {});
    socket.write(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  });
}

test('no spelling of a path leads out of the recordings, whatever was signed', async () => {
  const names = [
    '..',
    '../secret',
    '..%2fsecret',
    '%2e%2e%2fsecret',
    '..\\secret',
    '%2e%2e',
    'secret%00',
    '....//secret',
    '/etc/passwd',
    '%2fetc%2fpasswd',
    'a/../../secret',
    '.',
  ];
  for (const name of names)
    for (const file of [
      'media.mp4',
      'index.m3u8',
      'clip.mp4',
      '../secret.mp4',
      '..%2fsecret.mp4',
      'secret.mp4',
      'media.mp4%00.m3u8',
      'media.mp4/../../secret.mp4',
    ]) {
      const { exp, sig } = signPlay(bench.secret, name, Math.floor(Date.now() / 1000) + 600);
      for (const kind of ['recordings', 'live']) {
        const answer = await ask(`/media/${kind}/${name}/${file}?exp=${exp}&sig=${sig}`);
        expect([name, file, answer.split('\r\n')[0]]).toEqual([name, file, expect.stringMatching(/ (400|403|404) /)]);
        expect(answer).not.toContain('a secret beside');
      }
    }
});

test('a signature opens the one thing it was made for, as long as it was made for, and nothing when a byte is another', async () => {
  const now = Math.floor(Date.now() / 1000);
  const good = signPlay(bench.secret, 'ses_1', now + 600);
  const status = async (target: string) => (await ask(target)).split(' ')[1];
  // Allowed, and not live: 404. Everything else does not get so far.
  expect(await status(`/media/live/ses_1.flv?exp=${good.exp}&sig=${good.sig}`)).toBe('404');
  const old = signPlay(bench.secret, 'ses_1', now - 1);
  for (const query of [
    '',
    `exp=${good.exp}`,
    `sig=${good.sig}`,
    `exp=${good.exp + 1}&sig=${good.sig}`,
    `exp=${good.exp}.0&sig=${good.sig}`,
    `exp=0x${good.exp.toString(16)}&sig=${good.sig}`,
    `exp=${old.exp}&sig=${old.sig}`,
    `exp=${good.exp}&sig=${signPlay('another secret', 'ses_1', good.exp).sig}`,
    `exp=${good.exp}&sig=${good.sig}=`,
    `exp=${good.exp}&sig=${good.sig.slice(0, -1)}`,
    `exp=99999999999999&sig=${good.sig}`,
  ])
    expect([query, await status(`/media/live/ses_1.flv?${query}`)]).toEqual([query, '403']);
  for (const other of ['/media/live/ses_2.flv', '/media/live/ses_2/index.m3u8', '/media/recordings/rec_1/media.mp4'])
    expect([other, await status(`${other}?exp=${good.exp}&sig=${good.sig}`)]).toEqual([other, '403']);
});
