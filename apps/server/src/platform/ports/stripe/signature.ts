import { createHmac, timingSafeEqual } from 'node:crypto';

const ageMaxSeconds = 300;

export function webhookSignature(secret: string, timestamp: string, body: Buffer): string {
  return createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex');
}

/** `t=…,v1=…`: more than one v1 while a secret is exchanged, and schemes that are not for this. */
export function isSignedWebhook(secret: string, header: string, { body, now }: { body: Buffer; now: Date }): boolean {
  const parts = header.split(',').map((part) => part.split('=', 2) as [string, string | undefined]);
  const timestamp = parts.find(([name]) => name === 't')?.[1] ?? '';
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now.getTime() / 1000 - Number(timestamp)) > ageMaxSeconds) return false;
  const expected = Buffer.from(webhookSignature(secret, timestamp, body));
  return parts.some(([name, value = '']) => {
    const given = Buffer.from(value);
    return name === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
}
