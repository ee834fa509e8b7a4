/**
 * One unmasked WebSocket text message as it goes over the wire (RFC 6455 §5.2). Made once and written to every socket,
 * which costs a tenth of letting a library frame it for each. Only for sockets without compression. `rest` is the end of
 * the text where many messages end alike.
 */
export function textFrame(text: string, rest?: Buffer): Buffer {
  const textBytes = Buffer.byteLength(text);
  const bytes = textBytes + (rest?.length ?? 0);
  const headBytes = bytes < 126 ? 2 : bytes < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(headBytes + bytes);
  frame[0] = 0x81;
  if (headBytes === 2) {
    frame[1] = bytes;
  } else if (headBytes === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(bytes, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(bytes), 2);
  }
  frame.write(text, headBytes);
  rest?.copy(frame, headBytes + textBytes);
  return frame;
}
