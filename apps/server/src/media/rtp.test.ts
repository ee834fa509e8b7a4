import fc from 'fast-check';
import { expect, test } from 'vitest';
import { H264Depacketizer, RtpClock } from './rtp-h264.ts';
import type { RtpVideoPacket } from './rtp-h264.ts';
import { RtpOrder } from './rtp-order.ts';
import { offersH264, withPublicCandidates } from './sdp.ts';

test('packets that come late or twice within the wait leave in order, each once, over the wrap of the counter', () => {
  fc.assert(
    fc.property(fc.nat(65_535), fc.integer({ min: 1, max: 200 }), fc.infiniteStream(fc.nat(8)), (first, count, moves) => {
      const sent = Array.from({ length: count }, (_, i) => i);
      const arriving = sent.map((i) => ({ i, at: i + (i === 0 ? 0 : moves.next().value) })).sort((a, b) => a.at - b.at);
      const order = new RtpOrder<number>();
      const got = arriving.flatMap(({ i }) => [...order.push((first + i) & 0xffff, i, 0), ...order.push((first + i) & 0xffff, i, 0)]);
      expect(got.map(({ packet }) => packet)).toEqual(sent);
      expect(got.some(({ isAfterLoss }) => isAfterLoss)).toBe(false);
    }),
  );
});

test('a packet that does not come in time is given up, and the next one says so', () => {
  const order = new RtpOrder<string>();
  expect(order.push(10, 'a', 0).length).toBe(1);
  expect(order.push(12, 'c', 10)).toEqual([]);
  expect(order.push(13, 'd', 200)).toEqual([]);
  expect(order.push(14, 'e', 300)).toEqual([
    { packet: 'c', isAfterLoss: true },
    { packet: 'd', isAfterLoss: false },
    { packet: 'e', isAfterLoss: false },
  ]);
  expect(order.push(11, 'b', 310)).toEqual([]);
});

test('a sender that starts counting anew is followed', () => {
  const order = new RtpOrder<string>();
  order.push(10, 'a', 0);
  expect(order.push(40_000, 'b', 1)).toEqual([{ packet: 'b', isAfterLoss: true }]);
  expect(order.push(40_001, 'c', 2)).toEqual([{ packet: 'c', isAfterLoss: false }]);
});

const nal = fc
  .tuple(fc.constantFrom(0x65, 0x41, 0x67, 0x68), fc.uint8Array({ minLength: 1, maxLength: 4_000 }))
  .map(([head, body]) => Buffer.concat([Buffer.from([head]), body]));

/** Sends a picture the ways RFC 6184 has: small units together, one alone, a large one in pieces. */
function packetsOf(nals: Buffer[], timestamp: number, mtu: number): RtpVideoPacket[] {
  const payloads: Buffer[] = [];
  let small: Buffer[] = [];
  const flush = (): void => {
    if (small.length === 1 && small[0] !== undefined) payloads.push(small[0]);
    else if (small.length > 1)
      payloads.push(
        Buffer.concat([Buffer.from([24]), ...small.flatMap((unit) => [Buffer.from([unit.length >> 8, unit.length & 255]), unit])]),
      );
    small = [];
  };
  for (const unit of nals) {
    if (unit.length < 100) {
      small.push(unit);
      continue;
    }
    flush();
    if (unit.length <= mtu) {
      payloads.push(unit);
      continue;
    }
    const head = unit[0] ?? 0;
    for (let at = 1; at < unit.length; at += mtu) {
      const flags = (at === 1 ? 0x80 : 0) | (at + mtu >= unit.length ? 0x40 : 0) | (head & 31);
      payloads.push(Buffer.concat([Buffer.from([(head & 0xe0) | 28, flags]), unit.subarray(at, at + mtu)]));
    }
  }
  flush();
  return payloads.map((payload, i) => ({ timestamp, isMarker: i === payloads.length - 1, payload }));
}

test('pictures come out as they went in, whatever the packet size', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(nal, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 50, max: 1_200 }),
      (pictures, mtu) => {
        const depacketizer = new H264Depacketizer();
        const units = pictures.flatMap((nals, i) => packetsOf(nals, i * 3_000, mtu)).flatMap((packet) => depacketizer.push(packet, false));
        expect(units.map((unit) => unit.nals)).toEqual(pictures);
      },
    ),
  );
});

test('a picture that misses a packet is left out and the next one is whole', () => {
  const depacketizer = new H264Depacketizer();
  const large = Buffer.concat([Buffer.from([0x65]), Buffer.alloc(3_000, 7)]);
  const [first, , ...rest] = packetsOf([large], 0, 1_000);
  if (first === undefined) throw new Error('three pieces expected');
  expect([first, ...rest].flatMap((packet, i) => depacketizer.push(packet, i === 1))).toEqual([]);
  expect(
    packetsOf([large], 3_000, 1_000)
      .flatMap((packet) => depacketizer.push(packet, false))
      .map((unit) => unit.nals),
  ).toEqual([[large]]);
});

test('random payloads do not break the depacketizer', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.uint8Array({ maxLength: 50 }), fc.nat(5), fc.boolean(), fc.boolean()), { maxLength: 40 }),
      (packets) => {
        const depacketizer = new H264Depacketizer();
        for (const [bytes, timestamp, isMarker, isAfterLoss] of packets) {
          for (const unit of depacketizer.push({ payload: Buffer.from(bytes), timestamp, isMarker }, isAfterLoss))
            expect(unit.nals.length).toBeGreaterThan(0);
        }
      },
    ),
  );
});

test('the clock goes on over the wrap of 32 bits', () => {
  const clock = new RtpClock(90_000);
  expect([0xffff_fff0 >>> 0, 0x15f80, 0x2bf10].map((timestamp, i) => clock.toMs(timestamp >>> 0, 500 + i))).toEqual([500, 1_500, 2_500]);
});

test('an offer without H.264 is recognised, and public addresses are added once per media section', () => {
  expect(offersH264('v=0\r\na=rtpmap:96 VP8/90000\r\n')).toBe(false);
  expect(offersH264('v=0\r\na=rtpmap:103 H264/90000\r\n')).toBe(true);
  const sdp = [
    'm=video 9 x',
    'a=candidate:1 1 udp 2130706431 10.0.0.5 4000 typ host',
    'a=candidate:2 1 udp 2130706430 127.0.0.1 4001 typ host',
    'a=end-of-candidates',
    '',
  ].join('\r\n');
  const added = withPublicCandidates(sdp, ['10.0.0.5', '203.0.113.9']).split('\r\n');
  expect(added[3]).toBe('a=candidate:public0 1 udp 2130700000 203.0.113.9 4000 typ host');
  expect(added.length).toBe(6);
  expect(withPublicCandidates(sdp, ['10.0.0.5'])).toBe(sdp);
});
