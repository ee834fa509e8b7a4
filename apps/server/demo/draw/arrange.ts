import type { Random } from './noise.ts';
import { place, type Shape, type Solid } from './solid.ts';

type Ball = { x: number; y: number; z: number; radius: number };

/** Lets round things fall into a heap: each lands where it comes to lie lowest among some places tried. */
export function heap(
  chance: Random,
  count: number,
  options: { radius: number; spread: number; floor?: number; at?: readonly [number, number]; dome?: number; tries?: number },
): Ball[] {
  const { radius, spread, floor = 0, at = [0, 0], dome = 0, tries = 60 } = options;
  const balls: Ball[] = [];
  for (let next = 0; next < count; next++) {
    let best: Ball | undefined;
    for (let attempt = 0; attempt < tries; attempt++) {
      const turn = chance() * Math.PI * 2,
        far = Math.sqrt(chance()) * spread;
      const x = at[0] + Math.cos(turn) * far,
        z = at[1] + Math.sin(turn) * far;
      let y = floor + radius;
      for (const ball of balls) {
        const flat = Math.hypot(ball.x - x, ball.z - z),
          reach = (ball.radius + radius) * 0.94;
        if (flat < reach) y = Math.max(y, ball.y + Math.sqrt(reach * reach - flat * flat));
      }
      const cost = y + dome * far * far;
      if (best === undefined || cost < best.y + dome * ((best.x - at[0]) ** 2 + (best.z - at[1]) ** 2)) best = { x, y, z, radius };
    }
    if (best !== undefined) balls.push(best);
  }
  return balls;
}

export const anyTurn = (chance: Random): [number, number, number] => [chance() * 360, chance() * 360, chance() * 360];
export const nod = (chance: Random, tilt: number): [number, number, number] => [
  chance() * 360,
  (chance() - 0.5) * tilt,
  (chance() - 0.5) * tilt,
];

/** A heap of one kind of fruit. `upright` keeps stems upwards, more or less. */
export function heapOf(
  chance: Random,
  shapes: readonly Shape[],
  count: number,
  options: Parameters<typeof heap>[2] & { scale: number; tilt?: number },
): Solid[] {
  return heap(chance, count, options).map((ball, index) =>
    place(shapes[index % shapes.length] as Shape, {
      at: [ball.x, ball.y, ball.z],
      scale: options.scale,
      turn: options.tilt === undefined ? anyTurn(chance) : nod(chance, options.tilt),
    }),
  );
}

/** Small things lying about on the ground between two distances from a point, none on top of another. */
export function scatter(
  chance: Random,
  shape: (index: number) => Shape,
  count: number,
  options: { at?: readonly [number, number]; from: number; to: number; lift: number; scale: number; apart: number; flat?: boolean },
): Solid[] {
  const { at = [0, 0], from, to, lift, scale, apart, flat = false } = options;
  const solids: Solid[] = [];
  for (let attempt = 0; attempt < count * 30 && solids.length < count; attempt++) {
    const turn = chance() * Math.PI * 2,
      far = from + (to - from) * Math.sqrt(chance());
    const x = at[0] + Math.cos(turn) * far,
      z = at[1] + Math.sin(turn) * far;
    if (solids.some((solid) => Math.hypot(solid.x - x, solid.z - z) < apart)) continue;
    solids.push(place(shape(solids.length), { at: [x, lift, z], scale, turn: flat ? [chance() * 360, 90, 0] : anyTurn(chance) }));
  }
  return solids;
}
