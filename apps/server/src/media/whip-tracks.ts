import type { MediaStreamTrack, RTCPeerConnection } from 'werift';
import { buildAvcConfig, joinLengthPrefixed, NAL, nalType } from './h264.ts';
import { buildOpusHead, OPUS_CLOCK_HZ } from './opus.ts';
import type { Publisher } from './publish.ts';
import { H264Depacketizer, RtpClock } from './rtp-h264.ts';
import type { AccessUnit } from './rtp-h264.ts';
import { RtpOrder } from './rtp-order.ts';

/** Browsers make key frames only when asked; one a second is what viewers' start, segments and clips go by. */
const KEY_FRAME_EVERY_MS = 1_000;
const VIDEO_CLOCK_HZ = 90_000;

/** Returns what stops asking for key frames. */
export function receiveVideo(
  peer: RTCPeerConnection,
  track: MediaStreamTrack,
  publisher: Publisher,
  end: (reason: string) => void,
): () => void {
  const order = new RtpOrder<{ timestamp: number; isMarker: boolean; payload: Buffer }>();
  const depacketizer = new H264Depacketizer();
  const clock = new RtpClock(VIDEO_CLOCK_HZ);
  const units = createUnitSink(publisher);
  const receiver = peer.getTransceivers().find((transceiver) => transceiver.receiver.tracks.includes(track))?.receiver;
  const askKeyFrame = (): void => {
    // Without a connection there is nobody to ask; the next second asks again.
    if (track.ssrc !== undefined) receiver?.sendRtcpPLI(track.ssrc).catch(() => {});
  };
  const timer = setInterval(askKeyFrame, KEY_FRAME_EVERY_MS);
  const subscription = track.onReceiveRtp.subscribe((packet) => {
    const nowMs = performance.now();
    const { sequenceNumber, timestamp, marker } = packet.header;
    try {
      for (const ordered of order.push(sequenceNumber, { timestamp, isMarker: marker, payload: packet.payload }, nowMs)) {
        if (ordered.isAfterLoss) {
          units.miss();
          askKeyFrame();
        }
        for (const unit of depacketizer.push(ordered.packet, ordered.isAfterLoss)) units.take(unit, clock.toMs(unit.timestamp, nowMs));
      }
    } catch (error) {
      publisher.warn('broken_stream', String(error));
      end('broken stream');
    }
  });
  askKeyFrame();
  return () => {
    clearInterval(timer);
    subscription.unSubscribe();
  };
}

export function receiveAudio(track: MediaStreamTrack, publisher: Publisher, end: (reason: string) => void): () => void {
  const order = new RtpOrder<{ timestamp: number; payload: Buffer }>();
  const clock = new RtpClock(OPUS_CLOCK_HZ);
  publisher.setAudio('opus', buildOpusHead(2));
  const subscription = track.onReceiveRtp.subscribe((packet) => {
    const nowMs = performance.now();
    try {
      for (const { packet: next } of order.push(
        packet.header.sequenceNumber,
        { timestamp: packet.header.timestamp, payload: packet.payload },
        nowMs,
      )) {
        publisher.audio({ ptsMs: clock.toMs(next.timestamp, nowMs), data: next.payload });
      }
    } catch (error) {
      publisher.warn('broken_stream', String(error));
      end('broken stream');
    }
  });
  return () => subscription.unSubscribe();
}

/** Passes pictures on; after a loss nothing until the next key frame, since what follows would show garbage. */
function createUnitSink(publisher: Publisher): { take(unit: AccessUnit, dtsMs: number): void; miss(): void } {
  let sps: Buffer | null = null;
  let pps: Buffer | null = null;
  let isWaitingForKey = true;
  return {
    miss: () => {
      isWaitingForKey = true;
    },
    take({ nals }, dtsMs) {
      sps = nals.find((nal) => nalType(nal) === NAL.sps) ?? sps;
      pps = nals.find((nal) => nalType(nal) === NAL.pps) ?? pps;
      const coded = nals.filter((nal) => nalType(nal) >= 1 && nalType(nal) <= NAL.idr);
      const isKey = coded.some((nal) => nalType(nal) === NAL.idr);
      if (coded.length === 0 || sps === null || pps === null || (isWaitingForKey && !isKey)) return;
      isWaitingForKey = false;
      if (isKey) publisher.setVideo(buildAvcConfig(sps, pps));
      publisher.video({ dtsMs, ctsMs: 0, isKey, data: joinLengthPrefixed(coded) });
    },
  };
}
