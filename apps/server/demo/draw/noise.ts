import { drawNumbers } from '../../../../tools/draw-numbers.ts';

/** Repeatable chance and noise: the same picture comes out on every machine. */

export type Random = () => number;

/** What follows from a seed alone. */
export const random: (seed: number) => Random = drawNumbers;

function lattice(x: number, y: number, z: number): number {
  let mixed = Math.imul(x, 374_761_393) ^ Math.imul(y, 668_265_263) ^ Math.imul(z, 2_147_483_647 - 57);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 1_274_126_177);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 4_294_967_296;
}

export const clamp = (value: number, low = 0, high = 1) => (value < low ? low : value > high ? high : value);
export const mix = (from: number, to: number, share: number) => from + (to - from) * share;
export function smooth(low: number, high: number, value: number): number {
  const share = clamp((value - low) / (high - low));
  return share * share * (3 - 2 * share);
}

/** Value noise, 0 to 1. */
export function noise(x: number, y: number, z: number): number {
  const ix = Math.floor(x),
    iy = Math.floor(y),
    iz = Math.floor(z);
  let fx = x - ix,
    fy = y - iy,
    fz = z - iz;
  fx = fx * fx * (3 - 2 * fx);
  fy = fy * fy * (3 - 2 * fy);
  fz = fz * fz * (3 - 2 * fz);
  const near = mix(
    mix(lattice(ix, iy, iz), lattice(ix + 1, iy, iz), fx),
    mix(lattice(ix, iy + 1, iz), lattice(ix + 1, iy + 1, iz), fx),
    fy,
  );
  const far = mix(
    mix(lattice(ix, iy, iz + 1), lattice(ix + 1, iy, iz + 1), fx),
    mix(lattice(ix, iy + 1, iz + 1), lattice(ix + 1, iy + 1, iz + 1), fx),
    fy,
  );
  return mix(near, far, fz);
}

/** Three octaves, 0 to 1. */
export const cloud = (x: number, y: number, z: number) =>
  (noise(x, y, z) * 4 + noise(x * 2.1 + 7, y * 2.1 + 3, z * 2.1 + 5) * 2 + noise(x * 4.3 + 1, y * 4.3 + 9, z * 4.3 + 2)) / 7;

/** Folded noise: creases of a walnut, of dried fruit. 0 in the crease, 1 on the back. */
export function creases(x: number, y: number, z: number): number {
  const broad = Math.abs(noise(x, y, z) * 2 - 1);
  const fine = Math.abs(noise(x * 2.2 + 5, y * 2.2 + 1, z * 2.2 + 8) * 2 - 1);
  return clamp(broad * 1.3 + fine * 0.5);
}

/** Distance to the nearest of scattered points: dots on a skin. */
export function dots(x: number, y: number, z: number): number {
  const ix = Math.floor(x),
    iy = Math.floor(y),
    iz = Math.floor(z);
  let nearest = 9;
  for (let dx = -1; dx <= 1; dx++)
    for (let dy = -1; dy <= 1; dy++)
      for (let dz = -1; dz <= 1; dz++) {
        const cx = ix + dx,
          cy = iy + dy,
          cz = iz + dz;
        const ex = cx + lattice(cx, cy, cz) - x;
        const ey = cy + lattice(cx + 31, cy, cz) - y;
        const ez = cz + lattice(cx, cy + 17, cz) - z;
        const distance = ex * ex + ey * ey + ez * ez;
        if (distance < nearest) nearest = distance;
      }
  return Math.sqrt(nearest);
}
