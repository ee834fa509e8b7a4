import type http from 'node:http';

/** Node writes IPv4 peers of a dual-stack socket as ::ffff:1.2.3.4. */
export function plainIp(address: string | undefined): string {
  return (address ?? 'unknown').replace(/^::ffff:/, '');
}

/** The publisher's address. Only the web process on this machine speaks for others. */
export function remoteIpOf(request: http.IncomingMessage): string {
  const peer = plainIp(request.socket.remoteAddress);
  const forwarded = request.headers['x-forwarded-for'];
  const isLocal = peer === '::1' || peer.startsWith('127.');
  const last = (Array.isArray(forwarded) ? forwarded.join(',') : forwarded)?.split(',').at(-1)?.trim();
  return isLocal && last !== undefined && /^[0-9a-fA-F.:]{2,45}$/.test(last) ? plainIp(last) : peer;
}
