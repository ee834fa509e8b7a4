/** The media server, as the web process commands it. Every call may fail with a network error and is then tried again. */
export interface MediaPort {
  /** Ends a session's stream at once; false when there is none. */
  kick(sessionId: string, reason: string): Promise<boolean>;
  /** Removes a finished recording; false when it is gone already. */
  deleteRecording(recordingId: string): Promise<boolean>;
  streams(): Promise<MediaStream[]>;
}
interface MediaStream {
  readonly sessionId: string;
  readonly isLive: boolean;
  readonly viewers: number;
  readonly codec: string;
  readonly recordingId: string;
}

const answerWithinMs = 5_000;

/** Speaks to the built-in media process. Its address is known once it has started; until then every call fails and is repeated. */
export function createMediaPort(urlOf: () => string | undefined, secret: string): MediaPort {
  const ask = async (command: string, body?: Record<string, unknown>): Promise<Record<string, unknown>> => {
    const url = urlOf();
    if (url === undefined) throw new Error('the media server has not started');
    const response = await fetch(`${url}/media/control/${command}`, {
      method: body === undefined ? 'GET' : 'POST',
      redirect: 'error',
      headers: { authorization: `Bearer ${secret}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(answerWithinMs),
    });
    if (!response.ok) throw new Error(`the media server answered ${response.status} to ${command}`);
    return (await response.json()) as Record<string, unknown>;
  };
  return {
    kick: async (sessionId, reason) => (await ask('kick', { sessionId, reason }))['kicked'] === true,
    deleteRecording: async (recordingId) => (await ask('delete-recording', { recordingId }))['deleted'] === true,
    streams: async () => (await ask('streams'))['streams'] as MediaStream[],
  };
}

/** For installations and tests without a media server: there is never a stream to end. */
export const noMedia: MediaPort = {
  kick: () => Promise.resolve(false),
  deleteRecording: () => Promise.resolve(false),
  streams: () => Promise.resolve([]),
};
