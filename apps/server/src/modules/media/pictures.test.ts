import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { deflateSync, crc32 } from 'node:zlib';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { systemActor } from '#platform/ctx';
import { createS3Storage } from '#platform/ports/s3-storage';
import { createTestApp, type TestApp } from '../../testing.ts';
import { identityModule } from '../identity/index.ts';
import { aStaffMember, anAccount, type TestPerson } from '../identity/testing.ts';
import { getPictures, requirePictures } from './get-pictures.ts';
import { mediaModule } from './module.ts';
import { storePicture } from './store-picture.ts';
import { aPicture, multipart, pictureBytes } from './testing.ts';

const shopId = 'shp_0123456789';

async function upload(
  t: TestApp,
  as: Pick<TestPerson, 'cookie'> | undefined,
  bytes: Buffer,
  options?: { name?: string; filename?: string },
) {
  const { payload, headers } = multipart(bytes, options);
  const response = await t.http.inject({
    method: 'POST',
    url: `/api/console/shops/${shopId}/pictures`,
    payload,
    headers: { ...headers, ...(as !== undefined && { cookie: as.cookie }) },
  });
  return {
    status: response.statusCode,
    body: response.json() as { id: string; url: string; width: number; height: number; blur: string; code: string },
  };
}

async function aShopHost() {
  const t = await createTestApp([identityModule, mediaModule]);
  return { t, host: await aStaffMember(t, shopId, 'host') };
}

test.each(['png', 'jpeg', 'webp', 'gif', 'avif'] as const)('a %s becomes a webp that anybody may keep for good', async (format) => {
  const { t, host } = await aShopHost();
  const { status, body } = await upload(t, host, await pictureBytes({ format, width: 40, height: 30 }), { filename: '富平柿饼 🍅.exe' });
  expect({ status, body }).toMatchObject({
    status: 201,
    body: {
      width: 40,
      height: 30,
      url: expect.stringMatching(/^\/files\/pictures\/pic_[a-z0-9]+\.webp$/),
      blur: expect.stringMatching(/^#[0-9a-f]{6}$/),
    },
  });
  const file = await t.http.inject({ url: body.url });
  expect(file.headers).toMatchObject({
    'content-type': 'image/webp',
    'x-content-type-options': 'nosniff',
    'cache-control': 'public, max-age=31536000, immutable',
    'content-security-policy': "default-src 'none'; sandbox",
  });
  expect((await sharp(file.rawPayload).metadata()).format).toBe('webp');
  expect((await t.http.inject({ url: body.url, headers: { 'if-none-match': String(file.headers.etag) } })).statusCode).toBe(304);
});

test('where and with what a picture was taken does not survive, its upright side does', async () => {
  const { t, host } = await aShopHost();
  const taken = await sharp({ create: { width: 40, height: 20, channels: 3, background: '#808080' } })
    .withMetadata({ orientation: 6 })
    .withExifMerge({ IFD0: { Make: 'SecretCam' }, IFD3: { GPSLatitude: '34/1 16/1 0/1' } })
    .jpeg()
    .toBuffer();
  expect(taken.includes('SecretCam')).toBe(true);
  const { body } = await upload(t, host, taken);
  expect(body).toMatchObject({ width: 20, height: 40, blur: '#808080' });
  const stored = (await t.http.inject({ url: body.url })).rawPayload;
  expect(stored.includes('SecretCam')).toBe(false);
  expect((await sharp(stored).metadata()).exif).toBeUndefined();
});

test('large pictures are brought to a screen’s size', async () => {
  const { t, host } = await aShopHost();
  expect((await upload(t, host, await pictureBytes({ width: 5000, height: 2500, format: 'jpeg' }))).body).toMatchObject({
    width: 2048,
    height: 1024,
  });
});

test('what is not a picture is refused, whatever it is called', async () => {
  const { t, host } = await aShopHost();
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><script>alert(1)</script></svg>');
  const png = await pictureBytes({ width: 200, height: 200 });
  const files = [
    svg,
    Buffer.from('<html>'),
    Buffer.from('%PDF-1.7'),
    Buffer.alloc(0),
    png.subarray(0, 40),
    Buffer.concat([png.subarray(0, 60), randomBytes(500)]),
    randomBytes(4000),
  ];
  for (const bytes of files) expect(await upload(t, host, bytes)).toMatchObject({ status: 422, body: { code: 'not_a_picture' } });
  expect(await upload(t, host, png, { name: 'avatar' })).toMatchObject({ status: 422, body: { code: 'not_a_picture' } });
  expect(await t.read().db.selectFrom('media.pictures').select('id').execute()).toEqual([]);
});

test('a picture is measured before it is unfolded: a bomb of a few kilobytes costs nothing', async () => {
  const { t, host } = await aShopHost();
  const bomb = pngHeader(50_000, 50_000);
  expect(bomb.length).toBeLessThan(2_000);
  expect(await upload(t, host, bomb)).toMatchObject({ status: 413, body: { code: 'picture_too_large' } });
});

test('ten megabytes are read, one byte more is not', async () => {
  const { t, host } = await aShopHost();
  const big = Buffer.concat([await pictureBytes({ format: 'jpeg' }), Buffer.alloc(10 * 1024 * 1024)]);
  expect((await upload(t, host, big.subarray(0, 10 * 1024 * 1024))).status).toBe(201);
  expect(await upload(t, host, big.subarray(0, 10 * 1024 * 1024 + 1))).toMatchObject({ status: 413, body: { code: 'picture_too_large' } });
});

test('twenty uploads at once are all kept; a flood is asked to come back', async () => {
  const { t } = await aShopHost();
  const bytes = await pictureBytes({ width: 600, height: 600 });
  const kept = await Promise.all(Array.from({ length: 20 }, () => storePicture(t.app, systemActor, { bytes, shopId })));
  expect(new Set(kept.map((picture) => picture.id)).size).toBe(20);
  const flood = await Promise.allSettled(Array.from({ length: 60 }, () => storePicture(t.app, systemActor, { bytes, shopId })));
  const refused = flood.filter((one) => one.status === 'rejected');
  expect(refused.length).toBe(28);
  for (const one of refused) expect(one.reason).toMatchObject({ code: 'busy' });
});

test('only the shop’s own people upload, from host up', async () => {
  const { t } = await aShopHost();
  const png = await pictureBytes();
  expect((await upload(t, undefined, png)).body.code).toBe('sign_in_required');
  expect((await upload(t, await anAccount(t), png)).body.code).toBe('not_allowed');
  expect((await upload(t, await aStaffMember(t, shopId, 'moderator'), png)).body.code).toBe('not_allowed');
  expect((await upload(t, await aStaffMember(t, 'shp_another0000', 'owner'), png)).body.code).toBe('not_allowed');
  expect(
    (await t.call('POST /api/console/shops/{shopId}/pictures', { params: { shopId } }, await aStaffMember(t, shopId, 'host'))).problem.code,
  ).toBe('unreadable_body');
});

test('pictures are found by id; one unknown id refuses the lot', async () => {
  const { t } = await aShopHost();
  const [one, two] = [await aPicture(t), await aPicture(t, shopId, '#00ff00')];
  expect([...(await getPictures(t.read(), [one.id, two.id, 'pic_none', one.id])).keys()].sort()).toEqual([one.id, two.id].sort());
  expect(await requirePictures(t.read(), [two.id, one.id])).toEqual([two, one]);
  await expect(requirePictures(t.read(), [one.id, 'pic_none'])).rejects.toMatchObject({ code: 'unknown_picture' });
  expect((await getPictures(t.read(), [])).size).toBe(0);
});

test('paths that are not ours lead nowhere', async () => {
  const { t } = await aShopHost();
  for (const path of [
    '/files/',
    '/files/pictures/',
    '/files/../secret',
    '/files/pictures/..%2f..%2fetc%2fpasswd',
    '/files/pictures/pic_none.webp',
    '/files/pictures/PIC.webp',
    '/files/recordings/ses_1.mp4',
  ]) {
    const answer = await t.http.inject({ url: path });
    expect({ path, status: answer.statusCode, isKept: 'cache-control' in answer.headers }).toEqual({ path, status: 404, isKept: false });
  }
});

test('a storage that fails answers with an error and leaves no picture behind', async () => {
  const server = createServer((_request, response) => response.writeHead(403).end('<Error><Code>AccessDenied</Code></Error>'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  const { port } = server.address() as { port: number };
  const t = await createTestApp([identityModule, mediaModule], {
    ports: { storage: createS3Storage(`http://key:secret@127.0.0.1:${port}/bucket`) },
  });
  const host = await aStaffMember(t, shopId, 'host');
  expect(await upload(t, host, await pictureBytes())).toMatchObject({ status: 500, body: { code: 'internal' } });
  expect(await t.read().db.selectFrom('media.pictures').select('id').execute()).toEqual([]);
});

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** A well-formed PNG header that promises more than it brings. */
function pngHeader(width: number, height: number): Buffer {
  const size = Buffer.alloc(13);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  size.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    pngChunk('IHDR', size),
    pngChunk('IDAT', deflateSync(Buffer.alloc(100_000))),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

test('a file that is a picture and something else besides is only a picture afterwards', async () => {
  const { t, host } = await aShopHost();
  const jpeg = await pictureBytes({ format: 'jpeg', width: 60, height: 40 });
  const png = await pictureBytes({ width: 60, height: 40 });
  const payload = '<script>alert("polyglot")</script><?php system($_GET[0]); ?>PK\u0003\u0004';
  const comment = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from([0, payload.length + 2]), Buffer.from(payload)]);
  const files = [
    Buffer.concat([jpeg, Buffer.from(payload)]),
    Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)]),
    Buffer.concat([png, Buffer.from(payload)]),
    Buffer.concat([png.subarray(0, 33), pngChunk('tEXt', Buffer.from(`Comment\0${payload}`)), png.subarray(33)]),
    // A profile that unfolds to a hundred megabytes.
    Buffer.concat([
      png.subarray(0, 33),
      pngChunk('zTXt', Buffer.concat([Buffer.from('a\0\0'), deflateSync(Buffer.alloc(100_000_000))])),
      png.subarray(33),
    ]),
  ];
  for (const bytes of files) {
    const { status, body } = await upload(t, host, bytes, { filename: 'shell.php.html' });
    expect([201, 422]).toContain(status);
    if (status === 422) continue;
    const stored = await t.http.inject({ url: body.url });
    expect(stored.headers['content-type']).toBe('image/webp');
    expect(stored.rawPayload.includes('polyglot')).toBe(false);
    expect((await sharp(stored.rawPayload).metadata()).format).toBe('webp');
  }
});

test('a picture is served in smaller widths, made once and never larger than it was stored; other widths do not exist', async () => {
  const { t, host } = await aShopHost();
  const large = await upload(t, host, await pictureBytes({ width: 1000, height: 500 }));
  const small = await upload(t, host, await pictureBytes({ width: 100, height: 50 }));
  const sized = (url: string, width: number) => t.http.inject(url.replace('.webp', `.${width}.webp`));
  const widthOf = async (bytes: Buffer) => (await sharp(bytes).metadata()).width;
  const answers = await Promise.all(Array.from({ length: 8 }, () => sized(large.body.url, 480)));
  for (const { statusCode, headers } of answers) {
    expect(statusCode).toBe(200);
    expect(headers['cache-control']).toContain('immutable');
  }
  expect(await widthOf(answers[0]?.rawPayload ?? Buffer.alloc(0))).toBe(480);
  expect(await widthOf((await sized(small.body.url, 480)).rawPayload)).toBe(100);
  expect((await sized(large.body.url, 479)).statusCode).toBe(404);
  expect((await sized('/files/pictures/pic_nothing.webp', 480)).statusCode).toBe(404);
});
