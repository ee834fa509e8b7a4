import { mix } from './noise.ts';

/** What a surface looks like at a point; painters fill one that is used again and again. */
export type Skin = {
  r: number;
  g: number;
  b: number;
  /** 0 chalk … 1 glazed */
  gloss: number;
  /** Width of the highlight: 0.05 wet … 0.6 dull */
  rough: number;
  /** How far light bleeds round the edge: flesh, berries, honey. */
  glow: number;
};

export type Rgb = readonly [number, number, number];

const known = new Map<string, Rgb>();

/** Colours are written as on screen and reckoned in light. Painters ask millions of times, so answers are kept. */
export function hex(code: string): Rgb {
  const kept = known.get(code);
  if (kept !== undefined) return kept;
  const channel = (at: number) => (Number.parseInt(code.slice(at, at + 2), 16) / 255) ** 2.2;
  const colour: Rgb = [channel(1), channel(3), channel(5)];
  known.set(code, colour);
  return colour;
}

export function wear(skin: Skin, colour: Rgb, gloss: number, rough: number, glow = 0): void {
  skin.r = colour[0];
  skin.g = colour[1];
  skin.b = colour[2];
  skin.gloss = gloss;
  skin.rough = rough;
  skin.glow = glow;
}

export function tint(skin: Skin, colour: Rgb, share: number): void {
  skin.r = mix(skin.r, colour[0], share);
  skin.g = mix(skin.g, colour[1], share);
  skin.b = mix(skin.b, colour[2], share);
}

export type Shape = {
  /** Everything lies within this distance of the origin. */
  readonly radius: number;
  /** Distance to the surface, or less. */
  readonly distance: (x: number, y: number, z: number) => number;
  readonly paint: (x: number, y: number, z: number, skin: Skin) => void;
  /** Half axes, when the shape is a plain ellipsoid: it is then hit by formula. */
  readonly axes?: readonly [number, number, number];
  /** Share of `distance` that is safe to go at once, where it overestimates. */
  readonly stride?: number;
};

export type Solid = {
  readonly shape: Shape;
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly scale: number;
  /** Rows turn world directions into the shape's own. */
  readonly turn: Float64Array;
};

export type Placement = {
  at: readonly [number, number, number];
  scale?: number;
  /** Degrees about y, then x, then z. */ turn?: readonly [number, number, number];
};

function rotation([yaw, pitch, roll]: readonly [number, number, number]): Float64Array {
  const [cy, sy, cx, sx, cz, sz] = [yaw, pitch, roll].flatMap((degrees) => [
    Math.cos((degrees * Math.PI) / 180),
    Math.sin((degrees * Math.PI) / 180),
  ]) as [number, number, number, number, number, number];
  // world = Y · X · Z · local, so local = transpose of it · world
  const m = [
    cy * cz + sy * sx * sz,
    -cy * sz + sy * sx * cz,
    sy * cx,
    cx * sz,
    cx * cz,
    -sx,
    -sy * cz + cy * sx * sz,
    sy * sz + cy * sx * cz,
    cy * cx,
  ] as const;
  return Float64Array.of(m[0], m[3], m[6], m[1], m[4], m[7], m[2], m[5], m[8]);
}

export const place = (shape: Shape, { at, scale = 1, turn = [0, 0, 0] }: Placement): Solid => ({
  shape,
  x: at[0],
  y: at[1],
  z: at[2],
  scale,
  turn: rotation(turn),
});

/** Union with a soft seam. */
export function blend(a: number, b: number, width: number): number {
  const share = Math.max(width - Math.abs(a - b), 0) / width;
  return Math.min(a, b) - share * share * width * 0.25;
}

export const hypot2 = (a: number, b: number) => Math.sqrt(a * a + b * b);
export const hypot3 = (a: number, b: number, c: number) => Math.sqrt(a * a + b * b + c * c);

/** A rod from one point to another. */
export function rod(
  x: number,
  y: number,
  z: number,
  a: readonly [number, number, number],
  b: readonly [number, number, number],
  thick: number,
): number {
  const ux = b[0] - a[0],
    uy = b[1] - a[1],
    uz = b[2] - a[2];
  const vx = x - a[0],
    vy = y - a[1],
    vz = z - a[2];
  const along = Math.min(1, Math.max(0, (vx * ux + vy * uy + vz * uz) / (ux * ux + uy * uy + uz * uz)));
  return hypot3(vx - ux * along, vy - uy * along, vz - uz * along) - thick;
}

export function box(x: number, y: number, z: number, halfX: number, halfY: number, halfZ: number, round: number): number {
  const qx = Math.abs(x) - halfX + round,
    qy = Math.abs(y) - halfY + round,
    qz = Math.abs(z) - halfZ + round;
  return hypot3(Math.max(qx, 0), Math.max(qy, 0), Math.max(qz, 0)) + Math.min(Math.max(qx, qy, qz), 0) - round;
}

export const ellipsoid = (a: number, b: number, c: number) => (x: number, y: number, z: number) => {
  const k0 = hypot3(x / a, y / b, z / c);
  const k1 = hypot3(x / (a * a), y / (b * b), z / (c * c));
  return k1 === 0 ? -Math.min(a, b, c) : (k0 * (k0 - 1)) / k1;
};

export function bead(axes: readonly [number, number, number], paint: Shape['paint']): Shape {
  return { radius: Math.max(...axes), distance: ellipsoid(...axes), paint, axes };
}
