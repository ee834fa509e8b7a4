import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clientAnswer, clientGreeting, SERVER_GREETING_BYTES, ServerHandshake } from './handshake.ts';

test('wherever the bytes are split, the client gets one greeting that echoes its own, and what follows is handed on', () => {
  const greeting = clientGreeting();
  greeting.fill(0x5a, 9);
  const sent = Buffer.concat([greeting, Buffer.alloc(1536, 7), Buffer.from('first chunk')]);
  fc.assert(
    fc.property(fc.array(fc.nat(sent.length), { maxLength: 20 }), (cuts) => {
      const handshake = new ServerHandshake();
      const replies: Buffer[] = [];
      const rests: Buffer[] = [];
      const edges = [0, ...cuts.sort((a, b) => a - b), sent.length];
      for (let i = 1; i < edges.length; i++) {
        const { reply, rest } = handshake.read(sent.subarray(edges[i - 1], edges[i]));
        if (reply !== null) replies.push(reply);
        rests.push(Buffer.from(rest));
      }
      expect(handshake.isDone).toBe(true);
      expect(replies.length).toBe(1);
      expect(replies[0]?.length).toBe(SERVER_GREETING_BYTES);
      expect(replies[0]?.subarray(1 + 1536).equals(greeting.subarray(1))).toBe(true);
      expect(Buffer.concat(rests).toString()).toBe('first chunk');
    }),
    { numRuns: 50 },
  );
});

test('a client that speaks another version, or HTTP, is refused on its first byte', () => {
  expect(() => new ServerHandshake().read(Buffer.from([6]))).toThrow('version 3');
  expect(() => new ServerHandshake().read(Buffer.from('GET / HTTP/1.1'))).toThrow('version 3');
});

test("the client answers with the server's block", () => {
  const { reply } = new ServerHandshake().read(clientGreeting());
  expect(clientAnswer(reply ?? Buffer.alloc(0)).equals(reply?.subarray(1, 1537) ?? Buffer.alloc(1))).toBe(true);
});
