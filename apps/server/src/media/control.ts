import { createHash, timingSafeEqual } from 'node:crypto';
import type http from 'node:http';
import { answerJson, readBody } from './http-answer.ts';
import type { LiveHub } from './hub.ts';
import { removeFiles } from './recovery.ts';
import { isMediaName } from './tracks.ts';

export type ControlOptions = { secret: string; hub: LiveHub; recordingsDir: string };

/** What only the web process may ask for. */
export async function serveControl(
  options: ControlOptions,
  command: string,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  if (!isSecret(options.secret, request.headers.authorization)) return answerJson(response, 401, { code: 'not_allowed' });
  if (command === 'streams' && request.method === 'GET')
    return answerJson(response, 200, { streams: options.hub.list().map((channel) => channel.describe()) });
  if (request.method !== 'POST') return answerJson(response, 405, { code: 'method_not_allowed' });
  const body = await readJson(request);
  if (command === 'kick') {
    const { sessionId, reason } = body;
    if (typeof sessionId !== 'string' || !isMediaName(sessionId)) return answerJson(response, 400, { code: 'bad_session' });
    return answerJson(response, 200, {
      kicked: options.hub.kick(sessionId, typeof reason === 'string' ? reason.slice(0, 200) : 'ended by the operator'),
    });
  }
  if (command === 'delete-recording') {
    const { recordingId } = body;
    if (typeof recordingId !== 'string' || !isMediaName(recordingId)) return answerJson(response, 400, { code: 'bad_recording' });
    if (options.hub.list().some((channel) => channel.recordingId === recordingId))
      return answerJson(response, 409, { code: 'recording_in_progress' });
    return answerJson(response, 200, { deleted: await removeFiles(options.recordingsDir, recordingId) });
  }
  answerJson(response, 404, { code: 'not_found' });
}

async function readJson(request: http.IncomingMessage): Promise<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse((await readBody(request, 16 * 1024)) ?? '');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    // Not JSON is answered like JSON without the fields: 400.
    return {};
  }
}

/** Compares digests, so that neither content nor length shows in the time it takes. */
function isSecret(secret: string, authorization: string | undefined): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(`Bearer ${secret}`), digest(authorization ?? ''));
}
