import type { Skin, Solid } from './solid.ts';

/** Solids in nested spheres: a ray asks only the few it can meet, so a bowl of two thousand grains costs little more than an apple. */
export type Tree = { solids: readonly Solid[]; root: Branch | undefined };
type Branch = { x: number; y: number; z: number; radius: number; left?: Branch; right?: Branch; solids?: number[] };
export type Hit = { far: number; solid: number };

export function buildTree(solids: readonly Solid[]): Tree {
  return {
    solids,
    root:
      solids.length === 0
        ? undefined
        : branch(
            solids,
            solids.map((_, index) => index),
          ),
  };
}

function branch(solids: readonly Solid[], members: number[]): Branch {
  const low = [Infinity, Infinity, Infinity],
    high = [-Infinity, -Infinity, -Infinity];
  for (const member of members) {
    const solid = solids[member] as Solid;
    const radius = solid.shape.radius * solid.scale;
    for (const [axis, centre] of [solid.x, solid.y, solid.z].entries()) {
      low[axis] = Math.min(low[axis] as number, centre - radius);
      high[axis] = Math.max(high[axis] as number, centre + radius);
    }
  }
  const middle = low.map((value, axis) => (value + (high[axis] as number)) / 2) as [number, number, number];
  let radius = 0;
  for (const member of members) {
    const solid = solids[member] as Solid;
    radius = Math.max(radius, Math.hypot(solid.x - middle[0], solid.y - middle[1], solid.z - middle[2]) + solid.shape.radius * solid.scale);
  }
  const here: Branch = { x: middle[0], y: middle[1], z: middle[2], radius };
  if (members.length <= 3) return { ...here, solids: members };
  const spans = low.map((value, axis) => (high[axis] as number) - value);
  const axis = spans.indexOf(Math.max(...spans));
  const along = (member: number) => {
    const solid = solids[member] as Solid;
    return axis === 0 ? solid.x : axis === 1 ? solid.y : solid.z;
  };
  const sorted = [...members].sort((a, b) => along(a) - along(b));
  const half = sorted.length >> 1;
  return { ...here, left: branch(solids, sorted.slice(0, half)), right: branch(solids, sorted.slice(half)) };
}

/** Where the ray enters and leaves a sphere; in two module variables, because this is asked a billion times. */
let enter = 0;
let leave = 0;
function crosses(ox: number, oy: number, oz: number, dx: number, dy: number, dz: number, radius: number): boolean {
  const along = -(ox * dx + oy * dy + oz * dz);
  const off = ox * ox + oy * oy + oz * oz - along * along;
  const inside = radius * radius - off;
  if (inside < 0) return false;
  const half = Math.sqrt(inside);
  enter = along - half;
  leave = along + half;
  return leave > 0;
}

/** Distance along the ray to the solid, or -1. */
function strike(solid: Solid, ox: number, oy: number, oz: number, dx: number, dy: number, dz: number, reach: number): number {
  const { shape, scale, turn } = solid;
  const wx = (ox - solid.x) / scale,
    wy = (oy - solid.y) / scale,
    wz = (oz - solid.z) / scale;
  const m = turn as unknown as readonly [number, number, number, number, number, number, number, number, number];
  const px = m[0] * wx + m[1] * wy + m[2] * wz,
    py = m[3] * wx + m[4] * wy + m[5] * wz,
    pz = m[6] * wx + m[7] * wy + m[8] * wz;
  const ux = m[0] * dx + m[1] * dy + m[2] * dz,
    uy = m[3] * dx + m[4] * dy + m[5] * dz,
    uz = m[6] * dx + m[7] * dy + m[8] * dz;
  if (shape.axes !== undefined) {
    const [a, b, c] = shape.axes;
    const qx = px / a,
      qy = py / b,
      qz = pz / c,
      vx = ux / a,
      vy = uy / b,
      vz = uz / c;
    const vv = vx * vx + vy * vy + vz * vz,
      qv = qx * vx + qy * vy + qz * vz;
    const inside = qv * qv - vv * (qx * qx + qy * qy + qz * qz - 1);
    if (inside < 0) return -1;
    const far = (-qv - Math.sqrt(inside)) / vv;
    return far > 1e-4 ? far * scale : -1;
  }
  if (!crosses(px, py, pz, ux, uy, uz, shape.radius)) return -1;
  const stride = shape.stride ?? 0.9;
  let far = Math.max(enter, 0);
  const end = Math.min(leave, reach / scale);
  for (let step = 0; step < 96 && far < end; step++) {
    const distance = shape.distance(px + ux * far, py + uy * far, pz + uz * far);
    if (distance < 6e-4) return far * scale;
    far += distance * stride;
  }
  return -1;
}

export function findHit(tree: Tree, hit: Hit, ox: number, oy: number, oz: number, dx: number, dy: number, dz: number): void {
  if (tree.root !== undefined) descend(tree, tree.root, hit, ox, oy, oz, dx, dy, dz, false);
}

export function isBlocked(tree: Tree, ox: number, oy: number, oz: number, dx: number, dy: number, dz: number): boolean {
  const hit: Hit = { far: 60, solid: -1 };
  return tree.root !== undefined && descend(tree, tree.root, hit, ox, oy, oz, dx, dy, dz, true);
}

function descend(
  tree: Tree,
  here: Branch,
  hit: Hit,
  ox: number,
  oy: number,
  oz: number,
  dx: number,
  dy: number,
  dz: number,
  isAny: boolean,
): boolean {
  if (!crosses(ox - here.x, oy - here.y, oz - here.z, dx, dy, dz, here.radius) || enter > hit.far) return false;
  if (here.solids === undefined) {
    if (here.left !== undefined && descend(tree, here.left, hit, ox, oy, oz, dx, dy, dz, isAny) && isAny) return true;
    return here.right !== undefined && descend(tree, here.right, hit, ox, oy, oz, dx, dy, dz, isAny);
  }
  let isFound = false;
  for (const member of here.solids) {
    const far = strike(tree.solids[member] as Solid, ox, oy, oz, dx, dy, dz, hit.far);
    if (far >= 0 && far < hit.far) {
      hit.far = far;
      hit.solid = member;
      isFound = true;
      if (isAny) return true;
    }
  }
  return isFound;
}

/** Normal and paint of the solid at `at`. */
export function normalAt(
  tree: Tree,
  index: number,
  at: { x: number; y: number; z: number; nx: number; ny: number; nz: number },
  skin: Skin,
): void {
  const { shape, scale, turn, x, y, z } = tree.solids[index] as Solid;
  const m = turn as unknown as readonly [number, number, number, number, number, number, number, number, number];
  const wx = (at.x - x) / scale,
    wy = (at.y - y) / scale,
    wz = (at.z - z) / scale;
  const px = m[0] * wx + m[1] * wy + m[2] * wz,
    py = m[3] * wx + m[4] * wy + m[5] * wz,
    pz = m[6] * wx + m[7] * wy + m[8] * wz;
  const e = 1.5e-3;
  const a = shape.distance(px + e, py - e, pz - e),
    b = shape.distance(px - e, py - e, pz + e);
  const c = shape.distance(px - e, py + e, pz - e),
    d = shape.distance(px + e, py + e, pz + e);
  const gx = a - b - c + d,
    gy = -a - b + c + d,
    gz = -a + b - c + d;
  const length = Math.hypot(gx, gy, gz) || 1;
  at.nx = (m[0] * gx + m[3] * gy + m[6] * gz) / length;
  at.ny = (m[1] * gx + m[4] * gy + m[7] * gz) / length;
  at.nz = (m[2] * gx + m[5] * gy + m[8] * gz) / length;
  shape.paint(px, py, pz, skin);
}
