/** Whether a browser can send what everything here passes on. */
export function offersH264(offer: string): boolean {
  return /^a=rtpmap:\d+ H264\/90000/im.test(offer);
}

/**
 * Adds a candidate for every public address this machine does not know as its own (it stands behind NAT or in a
 * container with the same ports mapped): the same port, another address.
 */
export function withPublicCandidates(sdp: string, publicIps: readonly string[]): string {
  const lines = sdp.split('\r\n');
  return lines
    .flatMap((line, i) => {
      const isLastCandidate = line.startsWith('a=candidate:') && !(lines[i + 1] ?? '').startsWith('a=candidate:');
      if (!isLastCandidate) return [line];
      const section = candidatesUpTo(lines, i);
      const port = section
        .map((candidate) => candidate.split(' '))
        .find((fields) => fields[2]?.toLowerCase() === 'udp' && fields[7] === 'host')?.[5];
      const known = new Set(section.map((candidate) => candidate.split(' ')[4]));
      if (port === undefined) return [line];
      const added = publicIps
        .filter((ip) => !known.has(ip))
        .map((ip, k) => `a=candidate:public${k} 1 udp ${2_130_700_000 + k} ${ip} ${port} typ host`);
      return [line, ...added];
    })
    .join('\r\n');
}

function candidatesUpTo(lines: readonly string[], last: number): string[] {
  let first = last;
  while (first > 0 && (lines[first - 1] ?? '').startsWith('a=candidate:')) first -= 1;
  return lines.slice(first, last + 1);
}
