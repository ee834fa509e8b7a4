import type http from 'node:http';

export function answerJson(response: http.ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

/** Reads a request body up to a limit; null when it is longer. */
export async function readBody(request: http.IncomingMessage, sizeMax: number): Promise<string | null> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    const bytes: Buffer = Buffer.isBuffer(part) ? part : Buffer.from(String(part));
    length += bytes.length;
    if (length > sizeMax) return null;
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString('utf8');
}
