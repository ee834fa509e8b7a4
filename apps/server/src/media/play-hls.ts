import type http from 'node:http';
import { answerJson } from './http-answer.ts';
import type { LlHls } from './llhls.ts';

/** Serves one file of a live playlist; the query of the playlist's own address is on every address in it. */
export async function serveHls(hls: LlHls, file: string, query: URLSearchParams, response: http.ServerResponse): Promise<void> {
  if (file === 'index.m3u8') {
    const wanted = readWanted(query);
    if (wanted === undefined) return answerJson(response, 400, { code: 'bad_playlist_request' });
    const text = await hls.playlist(signatureQuery(query), wanted);
    if (text === null) return answerJson(response, wanted === null ? 404 : 400, { code: 'not_live' });
    return answerBytes(response, 'application/vnd.apple.mpegurl', Buffer.from(text), 'no-cache');
  }
  const bytes = await mediaFile(hls, file);
  if (bytes === null) return answerJson(response, 404, { code: 'not_found' });
  // What a name holds never changes, so a cache in front may keep it for the life of the window.
  answerBytes(response, 'video/mp4', bytes, 'public, max-age=60');
}

/** exp and sig as they were verified; nothing else of the request gets into a playlist. */
export function signatureQuery(query: URLSearchParams): string {
  return `exp=${query.get('exp') ?? ''}&sig=${query.get('sig') ?? ''}`;
}

async function mediaFile(hls: LlHls, file: string): Promise<Buffer | null> {
  const init = /^init-(\d{1,9})\.mp4$/.exec(file);
  if (init) return hls.init(Number(init[1]))?.bytes ?? null;
  const segment = /^s(\d{1,9})\.m4s$/.exec(file);
  if (segment) return hls.segment(Number(segment[1]));
  const part = /^p(\d{1,9})\.(\d{1,9})\.m4s$/.exec(file);
  return part ? hls.part(Number(part[1]), Number(part[2])) : null;
}

function readWanted(query: URLSearchParams): { number: number; part: number | null } | null | undefined {
  const [number, part] = [query.get('_HLS_msn'), query.get('_HLS_part')];
  if (number === null) return part === null ? null : undefined;
  if (!/^\d{1,9}$/.test(number) || (part !== null && !/^\d{1,9}$/.test(part))) return undefined;
  return { number: Number(number), part: part === null ? null : Number(part) };
}

function answerBytes(response: http.ServerResponse, type: string, bytes: Buffer, cacheControl: string): void {
  response.writeHead(200, { 'content-type': type, 'content-length': bytes.length, 'cache-control': cacheControl });
  response.end(bytes);
}
