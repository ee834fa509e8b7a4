import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type http from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { longestRun, openClip, renderVodPlaylist, secondsAtWall, selectSegments } from './clips.ts';
import type { ClipRange } from './clips.ts';
import { answerJson } from './http-answer.ts';
import { signatureQuery } from './play-hls.ts';
import { readIndex, recordingPaths } from './recording-index.ts';
import type { RecordingIndex } from './recording-index.ts';

/** Serves a recording, also one that is still growing: index.m3u8 and clip.mp4 for a range, media.mp4 as it is. */
export async function serveRecording(
  dir: string,
  recordingId: string,
  file: string,
  query: URLSearchParams,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  const paths = recordingPaths(dir, recordingId);
  const index = await readIndex(paths.index);
  if (index === null) return answerJson(response, 404, { code: 'not_found' });
  if (file === 'media.mp4') return serveFile(paths.media, request, response);
  const range = readRange(index, query);
  if (range === null) return answerJson(response, 400, { code: 'bad_range' });
  const segments = selectSegments(index, range);
  if (file === 'index.m3u8') {
    if (segments.length === 0) return answerJson(response, 404, { code: 'nothing_recorded_there' });
    const text = Buffer.from(renderVodPlaylist(index, segments, `media.mp4?${signatureQuery(query)}`));
    response.writeHead(200, {
      'content-type': 'application/vnd.apple.mpegurl',
      'content-length': text.length,
      'cache-control': 'no-cache',
    });
    response.end(text);
    return;
  }
  const clip = longestRun(index, segments);
  if (clip === null) return answerJson(response, 404, { code: 'nothing_recorded_there' });
  const reader = await openClip(paths.media, clip);
  try {
    await serveBytes(
      request,
      response,
      reader.length,
      (start, end) => Readable.from(reader.read(start, end)),
      query.has('download') ? `${recordingId}.mp4` : null,
    );
  } finally {
    await reader.close();
  }
}

async function serveFile(file: string, request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const { size } = await stat(file);
  await serveBytes(request, response, size, (start, end) => createReadStream(file, { start, end: end - 1 }), null);
}

async function serveBytes(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  size: number,
  read: (start: number, end: number) => Readable,
  downloadName: string | null,
): Promise<void> {
  const wanted = parseRange(request.headers.range, size);
  if (wanted === 'impossible') {
    response.writeHead(416, { 'content-range': `bytes */${size}`, 'content-length': 0 });
    response.end();
    return;
  }
  const { start, end } = wanted ?? { start: 0, end: size };
  response.writeHead(wanted === null ? 200 : 206, {
    'content-type': 'video/mp4',
    'accept-ranges': 'bytes',
    'content-length': end - start,
    'cache-control': 'private, max-age=60',
    ...(wanted === null ? {} : { 'content-range': `bytes ${start}-${end - 1}/${size}` }),
    ...(downloadName === null ? {} : { 'content-disposition': `attachment; filename="${downloadName}"` }),
  });
  if (request.method === 'HEAD' || end === start) {
    response.end();
    return;
  }
  // A viewer who leaves in the middle of a file is not an error.
  await pipeline(read(start, end), response).catch(() => response.destroy());
}

/** One range, end exclusive. Several ranges or another unit are answered with the whole, as the standard allows. */
function parseRange(header: string | undefined, size: number): { start: number; end: number } | 'impossible' | null {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '');
  if (match === null || (match[1] === '' && match[2] === '')) return null;
  const [first, last] = [match[1] ?? '', match[2] ?? ''];
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  return start < end ? { start, end } : 'impossible';
}

/** `from` and `to` count seconds of the recording; `fromAt` and `toAt` are moments, unix milliseconds. */
function readRange(index: RecordingIndex, query: URLSearchParams): ClipRange | null {
  const read = (name: string, momentName: string, fallback: number): number | null => {
    const [seconds, moment] = [query.get(name), query.get(momentName)];
    if (moment !== null) return /^\d{1,15}$/.test(moment) ? secondsAtWall(index, Number(moment)) : null;
    if (seconds === null || seconds === '') return fallback;
    return /^\d{1,9}(\.\d{1,6})?$/.test(seconds) ? Number(seconds) : null;
  };
  const [fromSeconds, toSeconds] = [read('from', 'fromAt', 0), read('to', 'toAt', Infinity)];
  return fromSeconds === null || toSeconds === null ? null : { fromSeconds, toSeconds };
}
