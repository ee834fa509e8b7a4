import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { desktop, launchBrowser, phone } from './browser.ts';

let browser: Browser;
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((_, response) =>
    response
      .setHeader('content-type', 'text/html; charset=utf-8')
      .end('<!doctype html><meta name="viewport" content="width=device-width"><title>团子</title>'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://localhost:${(server.address() as AddressInfo).port}/`;
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  server.close();
});

test('the browser encodes H.264 in a page and decodes what it made', async () => {
  const page = await (await desktop(browser)).newPage();
  await page.goto(url);
  const frames = await page.evaluate(async () => {
    const config = { codec: 'avc1.42e01f', width: 320, height: 180 };
    let decoded = 0;
    const decoder = new VideoDecoder({
      output: (frame) => {
        decoded += 1;
        frame.close();
      },
      error: (error) => {
        throw error;
      },
    });
    const encoder = new VideoEncoder({
      output: (chunk, meta) => {
        if (meta?.decoderConfig) decoder.configure(meta.decoderConfig);
        decoder.decode(chunk);
      },
      error: (error) => {
        throw error;
      },
    });
    encoder.configure({ ...config, bitrate: 400_000, framerate: 25, avc: { format: 'avc' } });
    const canvas = new OffscreenCanvas(config.width, config.height);
    canvas.getContext('2d')?.fillRect(0, 0, 100, 100);
    for (let index = 0; index < 5; index++) {
      const frame = new VideoFrame(canvas, { timestamp: index * 40_000 });
      encoder.encode(frame, { keyFrame: index === 0 });
      frame.close();
    }
    await encoder.flush();
    await decoder.flush();
    return decoded;
  });
  expect(frames).toBe(5);
});

test('what players need is there: media source with H.264 and AAC, and an AAC decoder', async () => {
  const page = await (await phone(browser)).newPage();
  await page.goto(url);
  const able = await page.evaluate(async () => ({
    mse: MediaSource.isTypeSupported('video/mp4; codecs="avc1.42e01f,mp4a.40.2"'),
    aac: (await AudioDecoder.isConfigSupported({ codec: 'mp4a.40.2', sampleRate: 44_100, numberOfChannels: 2 })).supported,
  }));
  expect(able).toEqual({ mse: true, aac: true });
});

test('the fake camera runs, and peers are offered addresses that can be reached', async () => {
  const page = await (await desktop(browser)).newPage();
  await page.goto(url);
  const seen = await page.evaluate(async () => {
    const stream = await navigator.mediaDevices.getUserMedia({ video: true, audio: true });
    const peer = new RTCPeerConnection();
    for (const track of stream.getTracks()) peer.addTrack(track, stream);
    const candidates: string[] = [];
    const gathered = new Promise<void>((resolve) => {
      peer.onicecandidate = ({ candidate }) => (candidate === null ? resolve() : void candidates.push(candidate.address ?? ''));
    });
    await peer.setLocalDescription(await peer.createOffer());
    await gathered;
    const kinds = stream
      .getTracks()
      .map((track) => track.kind)
      .sort();
    peer.close();
    for (const track of stream.getTracks()) track.stop();
    return { kinds, candidates };
  });
  expect(seen.kinds).toEqual(['audio', 'video']);
  expect(seen.candidates.length).toBeGreaterThan(0);
  expect(seen.candidates.filter((address) => address.endsWith('.local'))).toEqual([]);
});

test('Chinese is drawn with a Chinese font and emoji in colour, not as boxes', async () => {
  const page = await (await phone(browser)).newPage();
  await page.goto(url);
  const drawn = await page.evaluate(() => {
    const pixels = (text: string) => {
      const canvas = document.createElement('canvas');
      const pen = canvas.getContext('2d');
      if (pen === null) throw new Error('no canvas');
      pen.font = '40px sans-serif';
      pen.fillText(text, 4, 60);
      return [...pen.getImageData(0, 0, 60, 80).data];
    };
    // Two letters that no font has look alike; two that a font has do not.
    const isSame = (a: string, b: string) => pixels(a).join() === pixels(b).join();
    const emoji = pixels('🍎');
    return {
      missingLookAlike: isSame('\u{10FFF0}', '\u{10FFF1}'),
      chineseDiffers: !isSame('团', '子'),
      isColoured: emoji.some((value, at) => at % 4 === 0 && (emoji[at + 3] ?? 0) > 200 && value > (emoji[at + 2] ?? 0) + 80),
    };
  });
  expect(drawn).toEqual({ missingLookAlike: true, chineseDiffers: true, isColoured: true });
});

test('a phone is 390 points wide with touch and its own language, a desk 1440', async () => {
  const facts = () => ({
    width: innerWidth,
    touch: navigator.maxTouchPoints > 0,
    language: navigator.language,
    dark: matchMedia('(prefers-color-scheme: dark)').matches,
  });
  const [small, large] = await Promise.all([phone(browser, { locale: 'en-US', dark: true }), desktop(browser)]);
  const [onPhone, onDesk] = await Promise.all(
    [small, large].map(async (context) => {
      const page = await context.newPage();
      await page.goto(url);
      return page.evaluate(facts);
    }),
  );
  expect(onPhone).toEqual({ width: 390, touch: true, language: 'en-US', dark: true });
  expect(onDesk).toEqual({ width: 1440, touch: false, language: 'zh-CN', dark: false });
});
