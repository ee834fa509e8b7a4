import { setTimeout as delay } from 'node:timers/promises';
import { FLV_TAG, type FlvTag } from '../../apps/server/src/media/flv.ts';
import { loopTags, readMediaLoop } from '../../apps/server/src/media/media-loop.ts';
import { connectRtmp } from '../../apps/server/src/media/rtmp/client.ts';

/** H.264 calls units of this type filler data: players pass over them. */
const fillerData = 12;

export interface Source {
  /** When the picture with timestamp 0 was sent, by the clock of this machine. */
  readonly startedAt: number;
  stop(): Promise<void>;
}

/** An encoder with a host in front of it: a real picture and tone in real time over RTMP, filled up to a bit rate. */
export async function startSource(port: number, streamName: string, bitrateKbps: number): Promise<Source> {
  const client = await connectRtmp(port);
  await client.publish(streamName);
  const loop = readMediaLoop();
  const loopBytes = loop.frames.reduce((sum, { payload }) => sum + payload.length, 0);
  const pictures = loop.frames.filter(({ type }) => type === FLV_TAG.video).length;
  const wantedBytes = (bitrateKbps * loop.durationMs) / 8;
  const filler = fillerUnit(Math.max(0, Math.round((wantedBytes - loopBytes) / pictures)));
  const tags = loopTags({ ...loop, frames: loop.frames.map((tag) => fill(tag, filler)) });
  const startedAt = Date.now();
  let isStopped = false;
  const sending = send();

  async function send(): Promise<void> {
    for (const tag of tags) {
      while (Date.now() - startedAt < tag.timestampMs) await delay(5);
      if (isStopped) return;
      if (client.isClosed()) throw new Error('the server closed the stream');
      client.sendTag(tag);
    }
  }
  return {
    startedAt,
    async stop() {
      isStopped = true;
      await sending;
      client.stop();
    },
  };
}

function fill(tag: FlvTag, filler: Buffer): FlvTag {
  return tag.type === FLV_TAG.video ? { ...tag, payload: Buffer.concat([tag.payload, filler]) } : tag;
}

/** One unit with its length in front, as they stand in FLV. */
function fillerUnit(bytes: number): Buffer {
  if (bytes < 8) return Buffer.alloc(0);
  const unit = Buffer.alloc(bytes, 0xff);
  unit.writeUInt32BE(bytes - 4, 0);
  unit[4] = fillerData;
  unit[bytes - 1] = 0x80;
  return unit;
}
