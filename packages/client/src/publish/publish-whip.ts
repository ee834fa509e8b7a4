import { PublishError, trackOf, type PublishConnection, type PublishFigures, type PublishRequest } from './publish-connection.ts';

/** Addresses this device has are gathered in a blink; a slow resolver must not hold the start back. */
const gatherMaxMs = 1500;
/** Where media packets are blocked the connection never comes about; then the WebSocket way is tried. */
const connectMaxMs = 8000;
/** A phone that changes from Wi-Fi to mobile data comes back within this, or needs a new connection. */
const disconnectedMaxMs = 4000;

/** Publishes over WebRTC: the offer is posted, the answer applied, and DELETE of its address ends the stream at once. */
export async function publishByWhip({ target, stream, signal, onLost }: PublishRequest): Promise<PublishConnection> {
  const peer = new RTCPeerConnection();
  let resourceUrl: string | null = null;
  const close = () => {
    peer.close();
    if (resourceUrl !== null)
      void fetch(resourceUrl, { method: 'DELETE', headers: { authorization: `Bearer ${target.key}` }, keepalive: true }).catch(() => {
        // The server notices by itself when packets stop.
      });
    resourceUrl = null;
  };
  try {
    const senders = addTracks(peer, stream);
    await peer.setLocalDescription(await peer.createOffer());
    await whenGathered(peer);
    const response = await postOffer(target, peer.localDescription?.sdp ?? '', signal);
    const location = response.headers.get('location');
    resourceUrl = location === null ? null : new URL(location, target.whipUrl).href;
    await peer.setRemoteDescription({ type: 'answer', sdp: await response.text() });
    await limitBitrate(senders.video, target.bitrateMax);
    await whenConnected(peer, signal);
    watch(peer, onLost);
    const figures = createFigures(peer);
    return {
      way: 'whip',
      close,
      figures,
      async replaceStream(next) {
        await Promise.all([senders.video.replaceTrack(trackOf(next, 'video')), senders.audio.replaceTrack(trackOf(next, 'audio'))]);
      },
    };
  } catch (error) {
    close();
    throw error instanceof PublishError ? error : new PublishError('unreachable', String(error));
  }
}

/** H.264 only: it is what every phone can play without the server encoding anew. */
function addTracks(peer: RTCPeerConnection, stream: MediaStream): { video: RTCRtpSender; audio: RTCRtpSender } {
  const video = peer.addTransceiver(trackOf(stream, 'video') ?? 'video', { direction: 'sendonly', streams: [stream] });
  const audio = peer.addTransceiver(trackOf(stream, 'audio') ?? 'audio', { direction: 'sendonly', streams: [stream] });
  const codecs = (RTCRtpSender.getCapabilities('video')?.codecs ?? []).filter(
    (codec) => codec.mimeType === 'video/H264' && codec.sdpFmtpLine?.includes('packetization-mode=1') === true,
  );
  if (codecs.length === 0) throw new PublishError('codec', 'no H.264 in WebRTC');
  video.setCodecPreferences(codecs);
  return { video: video.sender, audio: audio.sender };
}

function whenGathered(peer: RTCPeerConnection): Promise<void> {
  return new Promise((resolve) => {
    if (peer.iceGatheringState === 'complete') return resolve();
    peer.addEventListener('icegatheringstatechange', () => {
      if (peer.iceGatheringState === 'complete') resolve();
    });
    setTimeout(resolve, gatherMaxMs);
  });
}

async function postOffer(target: PublishRequest['target'], sdp: string, signal: AbortSignal): Promise<Response> {
  const response = await fetch(target.whipUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/sdp', authorization: `Bearer ${target.key}` },
    body: sdp,
    signal,
  });
  if (response.ok) return response;
  const words = (await response.text()).slice(0, 200);
  if (response.status === 401 || response.status === 403) throw new PublishError('refused', words);
  throw new PublishError(response.status === 406 ? 'codec' : 'unreachable', `${response.status} ${words}`);
}

async function limitBitrate(sender: RTCRtpSender, bitrateMax: number): Promise<void> {
  const parameters = sender.getParameters();
  for (const encoding of parameters.encodings) encoding.maxBitrate = bitrateMax;
  await sender.setParameters(parameters);
}

function whenConnected(peer: RTCPeerConnection, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (words: string) => reject(new PublishError('unreachable', words));
    const timer = setTimeout(() => fail('media does not get through'), connectMaxMs);
    signal.addEventListener('abort', () => fail('stopped'), { once: true });
    const look = () => {
      if (peer.connectionState === 'connected') resolve();
      else if (peer.connectionState === 'failed' || peer.connectionState === 'closed') fail(`connection ${peer.connectionState}`);
      else return;
      clearTimeout(timer);
    };
    peer.addEventListener('connectionstatechange', look);
    look();
  });
}

function watch(peer: RTCPeerConnection, onLost: PublishRequest['onLost']): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  const lose = () => {
    if (isOver || peer.signalingState === 'closed') return;
    isOver = true;
    onLost(new PublishError('lost', `connection ${peer.connectionState}`));
  };
  peer.addEventListener('connectionstatechange', () => {
    clearTimeout(timer);
    if (peer.connectionState === 'failed' || peer.connectionState === 'closed') lose();
    else if (peer.connectionState === 'disconnected') timer = setTimeout(lose, disconnectedMaxMs);
  });
}

/** Figures between one call and the next. */
function createFigures(peer: RTCPeerConnection): () => Promise<PublishFigures> {
  let before = { bytes: 0, frames: 0, atMs: 0 };
  return async () => {
    // The members come from W3C webrtc-stats; TypeScript knows the report only as a map of anything.
    const stats = [...(await peer.getStats()).values()] as Record<string, unknown>[];
    const video = stats.find((each) => each['type'] === 'outbound-rtp' && each['kind'] === 'video') ?? {};
    const remote = stats.find((each) => each['type'] === 'remote-inbound-rtp' && each['kind'] === 'video') ?? {};
    const pair = stats.find((each) => each['type'] === 'candidate-pair' && each['nominated'] === true) ?? {};
    const number = (value: unknown) => (typeof value === 'number' ? value : 0);
    const bytes = stats.reduce((sum, each) => (each['type'] === 'outbound-rtp' ? sum + number(each['bytesSent']) : sum), 0);
    const now = { bytes, frames: number(video['framesEncoded']), atMs: performance.now() };
    const seconds = before.atMs === 0 ? 0 : (now.atMs - before.atMs) / 1000;
    const rate = (change: number) => (seconds > 0 ? Math.max(0, change) / seconds : 0);
    const figures = {
      bitrateKbps: Math.round((rate(now.bytes - before.bytes) * 8) / 1000),
      fps: Math.round(rate(now.frames - before.frames)),
      width: number(video['frameWidth']),
      height: number(video['frameHeight']),
      lostShare: Math.max(0, number(remote['fractionLost'])),
      roundTripMs: typeof pair['currentRoundTripTime'] === 'number' ? Math.round(pair['currentRoundTripTime'] * 1000) : null,
    };
    before = now;
    return figures;
  };
}
