import { clamp, noise, random, smooth } from './noise.ts';
import type { Rgb, Skin, Solid } from './solid.ts';
import { type Hit, buildTree, findHit, isBlocked, normalAt, type Tree } from './tree.ts';

export type Scene = {
  solids: readonly Solid[];
  /** Paints the ground at y = 0; `skin.gloss` and the rest as for solids. Absent: nothing below. */
  ground?: (x: number, z: number, skin: Skin) => void;
  /** What is behind everything, by place in the picture: u and v from 0 to 1, v downwards. */
  backdrop: (u: number, v: number) => Rgb;
  /** How far from the middle the ground begins and ends to melt into the backdrop. */
  melt?: readonly [number, number];
  camera: { from: readonly [number, number, number]; to: readonly [number, number, number]; degrees: number };
  light?: Partial<Light>;
};

export type Light = {
  toward: readonly [number, number, number];
  colour: Rgb;
  /** Half width of the lamp: how soft shadows are. */
  spread: number;
  sky: Rgb;
  floor: Rgb;
  exposure: number;
};

export const morning: Light = {
  toward: [-0.62, 0.82, -0.12],
  colour: [1.72, 1.56, 1.34],
  spread: 0.22,
  sky: [0.5, 0.52, 0.56],
  floor: [0.26, 0.22, 0.19],
  exposure: 1.07,
};

/** What is gathered per pixel; light is kept apart from colour so that its grain can be smoothed without blurring the fruit. */
type Film = {
  width: number;
  height: number;
  light: Float32Array;
  colour: Float32Array;
  shine: Float32Array;
  whole: Float32Array;
  shape: Float32Array;
  edge: Float32Array;
};

const unit = (v: readonly [number, number, number]): [number, number, number] => {
  const length = Math.hypot(...v);
  return [v[0] / length, v[1] / length, v[2] / length];
};
const cross = (a: readonly [number, number, number], b: readonly [number, number, number]): [number, number, number] => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

const dark: Rgb = [0, 0, 0];

type Surface = { x: number; y: number; z: number; nx: number; ny: number; nz: number; solid: number; far: number };

/** The nearest of solids and ground, or false. */
function look(
  scene: Scene,
  tree: Tree,
  hit: Hit,
  ox: number,
  oy: number,
  oz: number,
  dx: number,
  dy: number,
  dz: number,
  out: Surface,
  skin: Skin,
  reach = 1e9,
): boolean {
  hit.far = reach;
  hit.solid = -1;
  findHit(tree, hit, ox, oy, oz, dx, dy, dz);
  const groundFar = scene.ground !== undefined && dy < -1e-6 ? -oy / dy : Infinity;
  const isGround = groundFar > 1e-4 && groundFar < hit.far;
  if (!isGround && hit.solid < 0) return false;
  out.far = isGround ? groundFar : hit.far;
  out.x = ox + dx * out.far;
  out.y = oy + dy * out.far;
  out.z = oz + dz * out.far;
  out.solid = isGround ? -1 : hit.solid;
  if (isGround) {
    out.nx = 0;
    out.ny = 1;
    out.nz = 0;
    scene.ground?.(out.x, out.z, skin);
  } else normalAt(tree, hit.solid, out, skin);
  return true;
}

/** Where the second, fainter window is. */
const fillX = 0.667,
  fillY = 0.4,
  fillZ = 0.628;

const lamp = (angle: number, width: number) => Math.exp(-((angle / width) ** 2));

/** What a polished surface sees: a soft window where the light comes from, a fainter one opposite, and the sky. */
function glint(light: Light, key: readonly [number, number, number], rx: number, ry: number, rz: number, rough: number): number {
  const toKey = Math.acos(clamp(rx * key[0] + ry * key[1] + rz * key[2], -1, 1));
  const toFill = Math.acos(clamp(rx * fillX + ry * fillY + rz * fillZ, -1, 1));
  const width = 0.16 + rough * 0.55;
  const narrow = 1 / (0.35 + rough * 2.2);
  return lamp(toKey, width) * 1.25 * narrow + lamp(toFill, width * 1.25) * 0.28 * narrow + 0.22 * smooth(-0.2, 0.9, ry) * light.exposure;
}

function aim({ from, to, degrees }: Scene['camera']) {
  const ahead = unit([to[0] - from[0], to[1] - from[1], to[2] - from[2]]);
  const right = unit(cross(ahead, [0, 1, 0]));
  return { ahead, right, up: cross(right, ahead), zoom: Math.tan((degrees * Math.PI) / 360) };
}

export function renderRows(scene: Scene, width: number, height: number, samples: number, seed: number): Film {
  const film = newFilm(width, height);
  const light: Light = { ...morning, ...scene.light };
  const key = unit(light.toward);
  const tree = buildTree(scene.solids);
  const camera = scene.camera.from;
  const { ahead, right, up, zoom } = aim(scene.camera);
  const chance = random(seed);
  const hit: Hit = { far: 0, solid: -1 };
  const skin: Skin = { r: 0, g: 0, b: 0, gloss: 0, rough: 0.4, glow: 0 };
  const bounceSkin: Skin = { ...skin };
  const at: Surface = { x: 0, y: 0, z: 0, nx: 0, ny: 0, nz: 0, solid: -1, far: 0 };
  const other: Surface = { ...at };
  const side = Math.ceil(Math.sqrt(samples));
  for (let py = 0; py < height; py++)
    for (let px = 0; px < width; px++) {
      const pixel = py * width + px;
      let firstSolid = -2;
      for (let sample = 0; sample < samples; sample++) {
        const u = (px + ((sample % side) + chance()) / side) / width;
        const v = (py + (Math.floor(sample / side) + chance()) / Math.ceil(samples / side)) / height;
        const sx = (u * 2 - 1) * zoom * (width / Math.max(width, height)),
          sy = (1 - v * 2) * zoom * (height / Math.max(width, height));
        const [dx, dy, dz] = unit([
          ahead[0] + right[0] * sx + up[0] * sy,
          ahead[1] + right[1] * sx + up[1] * sy,
          ahead[2] + right[2] * sx + up[2] * sy,
        ]);
        if (!look(scene, tree, hit, camera[0], camera[1], camera[2], dx, dy, dz, at, skin)) {
          record(film, pixel, samples, dark, dark, scene.backdrop(u, v), dark, 99);
          film.edge[pixel] = (film.edge[pixel] ?? 0) + (firstSolid === -2 || firstSolid === -3 ? 0 : 1);
          firstSolid = -3;
          continue;
        }
        if (firstSolid === -2) firstSolid = at.solid;
        else if (firstSolid !== at.solid) film.edge[pixel] = (film.edge[pixel] ?? 0) + 1;
        const lx = key[0] + (chance() + chance() - 1) * light.spread,
          ly = key[1] + (chance() + chance() - 1) * light.spread,
          lz = key[2] + (chance() + chance() - 1) * light.spread;
        const lLength = Math.hypot(lx, ly, lz);
        const ex = at.x + at.nx * 2e-3,
          ey = at.y + at.ny * 2e-3,
          ez = at.z + at.nz * 2e-3;
        const facing = (at.nx * lx + at.ny * ly + at.nz * lz) / lLength;
        const wrapped = clamp((facing + skin.glow) / (1 + skin.glow));
        const isLit = wrapped > 0 && !isBlocked(tree, ex, ey, ez, lx / lLength, ly / lLength, lz / lLength);
        // A share of the light goes through flesh even where something stands before it.
        const seen = isLit ? 1 : skin.glow * 0.25;
        const lit = wrapped * seen;
        const red: [number, number, number] = [light.colour[0] * lit, light.colour[1] * lit, light.colour[2] * lit];
        gather(scene, tree, hit, light, at, ex, ey, ez, chance, other, bounceSkin, red);
        const back = -(dx * at.nx + dy * at.ny + dz * at.nz);
        const fresnel = 0.04 + 0.96 * (1 - clamp(back)) ** 5;
        const rx = dx + 2 * back * at.nx,
          ry = dy + 2 * back * at.ny,
          rz = dz + 2 * back * at.nz;
        const shine = skin.gloss * (0.25 + fresnel * 1.6) * glint(light, key, rx, ry, rz, skin.rough) * (isLit || facing < 0 ? 1 : 0.35);
        const melted = at.solid < 0 && scene.melt !== undefined ? smooth(scene.melt[0], scene.melt[1], Math.hypot(at.x, at.z)) : 0;
        const behind = melted > 0 ? scene.backdrop(u, v) : dark;
        const keep = 1 - melted;
        const own: [number, number, number] = [skin.r * keep, skin.g * keep, skin.b * keep];
        const added: [number, number, number] = [
          shine * keep + behind[0] * melted,
          shine * keep + behind[1] * melted,
          shine * keep + behind[2] * melted,
        ];
        record(film, pixel, samples, red, own, added, [at.nx, at.ny, at.nz], at.far);
      }
    }
  return film;
}

/** One look round from the surface: sky where it is open, the neighbour's colour where it is not. */
function gather(
  scene: Scene,
  tree: Tree,
  hit: Hit,
  light: Light,
  at: Surface,
  ex: number,
  ey: number,
  ez: number,
  chance: () => number,
  other: Surface,
  skin: Skin,
  into: [number, number, number],
): void {
  const z = 2 * chance() - 1,
    turn = 2 * Math.PI * chance(),
    ring = Math.sqrt(1 - z * z);
  let wx = at.nx + ring * Math.cos(turn),
    wy = at.ny + ring * Math.sin(turn),
    wz = at.nz + z;
  const length = Math.hypot(wx, wy, wz) || 1;
  wx /= length;
  wy /= length;
  wz /= length;
  if (look(scene, tree, hit, ex, ey, ez, wx, wy, wz, other, skin, 6)) {
    const near = 0.55 * smooth(0, 0.5, other.far) + 0.25;
    into[0] += skin.r * near;
    into[1] += skin.g * near;
    into[2] += skin.b * near;
    return;
  }
  const sky = smooth(-0.4, 0.8, wy);
  for (let axis = 0; axis < 3; axis++) into[axis] = (into[axis] ?? 0) + (light.floor[axis] ?? 0) * (1 - sky) + (light.sky[axis] ?? 0) * sky;
}

function newFilm(width: number, height: number): Film {
  const plane = (depth: number) => new Float32Array(width * height * depth);
  return { width, height, light: plane(3), colour: plane(3), shine: plane(3), whole: plane(3), shape: plane(4), edge: plane(1) };
}

function record(film: Film, pixel: number, samples: number, light: Rgb, colour: Rgb, shine: Rgb, normal: Rgb, far: number): void {
  for (let axis = 0; axis < 3; axis++) {
    const at = pixel * 3 + axis;
    film.light[at] = (film.light[at] ?? 0) + (light[axis] ?? 0) / samples;
    film.colour[at] = (film.colour[at] ?? 0) + (colour[axis] ?? 0) / samples;
    film.shine[at] = (film.shine[at] ?? 0) + (shine[axis] ?? 0) / samples;
    film.whole[at] = (film.whole[at] ?? 0) + ((light[axis] ?? 0) * (colour[axis] ?? 0)) / samples;
    film.shape[pixel * 4 + axis] = (film.shape[pixel * 4 + axis] ?? 0) + (normal[axis] ?? 0) / samples;
  }
  film.shape[pixel * 4 + 3] = (film.shape[pixel * 4 + 3] ?? 0) + far / samples;
}

/** Smooths the light across pixels of one surface, in widening steps. */
function settle(film: Film): Float32Array {
  const { width, height, shape } = film;
  let from = film.light;
  for (const step of [1, 2, 4, 8]) {
    const to = new Float32Array(from.length);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const here = y * width + x;
        let r = 0,
          g = 0,
          b = 0,
          weight = 0;
        for (let oy = -2; oy <= 2; oy++)
          for (let ox = -2; ox <= 2; ox++) {
            const nx = x + ox * step,
              ny = y + oy * step;
            if (nx < 0 || ny < 0 || nx >= width || ny >= height) continue;
            const there = ny * width + nx;
            const alike =
              (shape[here * 4] ?? 0) * (shape[there * 4] ?? 0) +
              (shape[here * 4 + 1] ?? 0) * (shape[there * 4 + 1] ?? 0) +
              (shape[here * 4 + 2] ?? 0) * (shape[there * 4 + 2] ?? 0);
            const apart = Math.abs((shape[here * 4 + 3] ?? 0) - (shape[there * 4 + 3] ?? 0));
            const differs = Math.abs((from[here * 3] ?? 0) - (from[there * 3] ?? 0));
            if (alike < 0.8 || apart > 1) continue;
            const eighth = alike ** 2 * alike ** 2 * (alike ** 2 * alike ** 2);
            const share = eighth * eighth * eighth * Math.exp(-apart * 6 - differs * (0.5 + step * 0.9) - (ox * ox + oy * oy) / 4);
            r += (from[there * 3] ?? 0) * share;
            g += (from[there * 3 + 1] ?? 0) * share;
            b += (from[there * 3 + 2] ?? 0) * share;
            weight += share;
          }
        const keep = weight < 1e-6;
        to[here * 3] = keep ? (from[here * 3] ?? 0) : r / weight;
        to[here * 3 + 1] = keep ? (from[here * 3 + 1] ?? 0) : g / weight;
        to[here * 3 + 2] = keep ? (from[here * 3 + 2] ?? 0) : b / weight;
      }
    from = to;
  }
  return from;
}

/** Light into bytes: a soft shoulder in the highlights, a breath of vignette, and grain too fine to see that stops banding. */
export function develop(film: Film, exposure = 1): Buffer {
  const light = settle(film);
  const { width, height } = film;
  const bytes = Buffer.alloc(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const x = (pixel % width) / width - 0.5,
      y = Math.floor(pixel / width) / height - 0.5;
    const vignette = 1 - 0.2 * smooth(0.4, 0.85, Math.hypot(x, y));
    const isEdge = (film.edge[pixel] ?? 0) > 0;
    const rgb = [0, 1, 2].map((axis) => {
      const at = pixel * 3 + axis;
      const flat = isEdge ? (film.whole[at] ?? 0) : (light[at] ?? 0) * (film.colour[at] ?? 0);
      return (flat + (film.shine[at] ?? 0)) * exposure * vignette;
    }) as [number, number, number];
    const mean = (rgb[0] + rgb[1] * 2 + rgb[2]) / 4;
    for (let axis = 0; axis < 3; axis++) {
      const at = pixel * 3 + axis;
      const value = rgb[axis] ?? 0;
      const lively = Math.max(0, value * 1.14 - mean * 0.14);
      const curved = (lively * (1 + lively / 7)) / (1 + lively * 0.62);
      const grain = (noise(pixel * 0.731, axis * 5.1, pixel * 0.113) - 0.5) * 1.2;
      bytes[at] = clamp(255 * clamp(curved) ** (1 / 2.2) + grain, 0, 255);
    }
  }
  return bytes;
}
