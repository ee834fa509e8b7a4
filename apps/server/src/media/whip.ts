import { randomBytes } from 'node:crypto';
import type http from 'node:http';
import { RTCPeerConnection, useH264, useOPUS } from 'werift';
import { answerJson, readBody } from './http-answer.ts';
import type { LiveHub } from './hub.ts';
import type { MediaLog } from './log.ts';
import type { Publisher } from './publish.ts';
import { remoteIpOf } from './remote-ip.ts';
import { offersH264, withPublicCandidates } from './sdp.ts';
import { receiveAudio, receiveVideo } from './whip-tracks.ts';

export type WhipOptions = { hub: LiveHub; log: MediaLog; publicIps: readonly string[]; udpPortRange: [number, number] | null };
export type WhipServer = {
  serve(sessionId: string, resource: string, request: http.IncomingMessage, response: http.ServerResponse): Promise<void>;
  close(): Promise<void>;
};
type Connection = { sessionId: string; key: string; close(reason: string): void };

const OFFER_MAX_BYTES = 64 * 1024;
const CONNECT_WITHIN_MS = 15_000;
const CONNECTIONS_MAX = 64;

/** WHIP: a browser posts an SDP offer and sends its camera over WebRTC; DELETE of the returned address ends it. */
export function createWhipServer(options: WhipOptions): WhipServer {
  const connections = new Map<string, Connection>();
  return {
    async serve(sessionId, resource, request, response) {
      const key = /^Bearer (\S{1,256})$/.exec(request.headers.authorization ?? '')?.[1];
      if (key === undefined) return answerJson(response, 401, { code: 'key_missing' });
      if (request.method === 'DELETE') {
        const connection = connections.get(resource);
        if (connection === undefined || connection.sessionId !== sessionId || connection.key !== key)
          return answerJson(response, 404, { code: 'not_found' });
        connection.close('stopped by the host');
        return answerJson(response, 200, {});
      }
      if (request.method !== 'POST' || resource !== '') return answerJson(response, 405, { code: 'method_not_allowed' });
      if (connections.size >= CONNECTIONS_MAX) return answerJson(response, 503, { code: 'too_many_publishers' });
      const offer = await readBody(request, OFFER_MAX_BYTES);
      if (offer === null || !offer.startsWith('v=0')) return answerJson(response, 400, { code: 'bad_offer' });
      await publish(options, connections, { sessionId, key, offer, remoteIp: remoteIpOf(request) }, response);
    },
    async close() {
      for (const connection of connections.values()) connection.close('server stopped');
    },
  };
}

type Offer = { sessionId: string; key: string; offer: string; remoteIp: string };

async function publish(
  options: WhipOptions,
  connections: Map<string, Connection>,
  offered: Offer,
  response: http.ServerResponse,
): Promise<void> {
  const { hub, log, publicIps, udpPortRange } = options;
  let end: (reason: string) => void = () => {};
  const answer = await hub.openPublish({
    streamName: offered.sessionId,
    key: offered.key,
    protocol: 'whip',
    remoteIp: offered.remoteIp,
    isGone: () => response.destroyed,
    kick: (reason) => end(reason),
  });
  if (!answer.isAllowed) return answerJson(response, 403, { code: 'publish_refused', reason: answer.reason });
  const { publisher } = answer;
  if (!offersH264(offered.offer)) {
    publisher.warn('codec_not_supported', 'the browser does not offer H.264 video');
    publisher.close('codec not supported');
    return answerJson(response, 406, { code: 'codec_not_supported', reason: 'the browser does not offer H.264 video' });
  }
  const peer = new RTCPeerConnection({
    iceServers: [],
    iceUseIpv6: false,
    iceAdditionalHostAddresses: ['127.0.0.1'],
    ...(udpPortRange === null ? {} : { icePortRange: udpPortRange }),
    codecs: {
      video: [useH264({ rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }, { type: 'goog-remb' }] })],
      audio: [useOPUS()],
    },
  });
  const resource = randomBytes(12).toString('hex');
  const connectTimer = setTimeout(() => end('no connection in time'), CONNECT_WITHIN_MS);
  const stops: (() => void)[] = [];
  let isEnded = false;
  end = (reason) => {
    if (isEnded) return;
    isEnded = true;
    clearTimeout(connectTimer);
    connections.delete(resource);
    for (const stop of stops) stop();
    publisher.close(reason);
    peer.close().catch((error: unknown) => log.warn('whip close failed', { sessionId: offered.sessionId, error: String(error) }));
  };
  connections.set(resource, { sessionId: offered.sessionId, key: offered.key, close: (reason) => end(reason) });
  peer.connectionStateChange.subscribe((state) => {
    if (state === 'connected') clearTimeout(connectTimer);
    // The stream waits for the host to come back, so there is no need to wait for ICE to give up first.
    if (state === 'failed' || state === 'closed' || state === 'disconnected') end(`connection ${state}`);
  });
  peer.onTrack.subscribe((track) =>
    stops.push(track.kind === 'video' ? receiveVideo(peer, track, publisher, end) : receiveAudio(track, publisher, end)),
  );
  await answerOffer(peer, offered, publicIps, resource, publisher, response, end);
}

async function answerOffer(
  peer: RTCPeerConnection,
  offered: Offer,
  publicIps: readonly string[],
  resource: string,
  publisher: Publisher,
  response: http.ServerResponse,
  end: (reason: string) => void,
): Promise<void> {
  try {
    await peer.setRemoteDescription({ type: 'offer', sdp: offered.offer });
    await peer.setLocalDescription(await peer.createAnswer());
  } catch (error) {
    publisher.warn('protocol_error', `WebRTC: ${String(error)}`);
    end('bad offer');
    return answerJson(response, 400, { code: 'bad_offer' });
  }
  const sdp = withPublicCandidates(peer.localDescription?.sdp ?? '', publicIps);
  response.writeHead(201, {
    'content-type': 'application/sdp',
    'cache-control': 'no-store',
    location: `/media/whip/${offered.sessionId}/${resource}`,
    'content-length': Buffer.byteLength(sdp),
  });
  response.end(sdp);
}
