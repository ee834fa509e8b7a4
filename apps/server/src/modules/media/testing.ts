import type { Picture } from '@tuanzi/contract/shapes';
import sharp from 'sharp';
import { systemActor } from '#platform/ctx';
import type { TestApp } from '../../testing.ts';
import { storePicture } from './store-picture.ts';

/** A small plain picture in the storage of this test. */
export async function aPicture(t: TestApp, shopId: string | null = null, colour = '#d24a2f'): Promise<Picture> {
  return storePicture(t.app, systemActor, { bytes: await pictureBytes({ colour }), shopId });
}

export async function pictureBytes({
  colour = '#d24a2f',
  width = 8,
  height = 6,
  format = 'png',
}: { colour?: string; width?: number; height?: number; format?: 'png' | 'jpeg' | 'webp' | 'gif' | 'avif' } = {}): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: colour } })
    .toFormat(format)
    .toBuffer();
}

/** A multipart body with one file, as a browser sends it. */
export function multipart(
  bytes: Buffer,
  { name = 'file', filename = 'picture.png' }: { name?: string; filename?: string } = {},
): { payload: Buffer; headers: Record<string, string> } {
  const boundary = '----tuanzi-test-boundary';
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="${name}"; filename="${filename}"\r\ncontent-type: application/octet-stream\r\n\r\n`;
  return {
    payload: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  };
}
