import { heap, heapOf, nod, scatter } from './arrange.ts';
import { driedPersimmon, persimmon } from './fruits.ts';
import { fade, linen, paper, table } from './grounds.ts';
import { cloud, random, smooth } from './noise.ts';
import { above, square } from './pictures-fruit.ts';
import type { Picture } from './pictures.ts';
import { board, bowl, burr, chestnut, honeyDipper, honeyJar, leaf, twig, walnut, walnutHalf } from './props.ts';
import { bead, hex, place, type Shape, type Solid, tint, wear } from './solid.ts';
import type { Scene } from './trace.ts';

const still = (
  ground: NonNullable<Scene['ground']>,
  backdrop: readonly [string, string],
  camera: Scene['camera'],
  solids: Solid[],
): Scene => ({ ground, backdrop: fade(...backdrop, 1.6), melt: [6, 15], camera, solids });

const dried = [1, 2, 3, 4].map((seed) => driedPersimmon(seed, 0.45 + seed * 0.1));
const chestnuts = [1, 2, 3, 4, 5].map((seed) => chestnut(seed));
const walnuts = [1, 2, 3, 4].map((seed) => walnut(seed));
const autumn = (colour: string) => leaf(hex(colour), 1.1, 0.42, 0.5);

export const cornel = (chance: () => number, at: readonly [number, number, number], scale: number): Solid[] => {
  const petal: Shape = bead([1, 0.8, 1], (_, y, __, skin) => {
    wear(skin, hex('#F0BE24'), 0.2, 0.4, 0.5);
    tint(skin, hex('#D99A12'), smooth(0.2, -0.7, y));
  });
  return Array.from({ length: 16 }, () => {
    const turn = chance() * Math.PI * 2,
      lift = chance();
    const far = 0.3 * Math.sqrt(1 - lift * lift * 0.8);
    return place(petal, {
      at: [at[0] + Math.cos(turn) * far * scale, at[1] + lift * 0.28 * scale, at[2] + Math.sin(turn) * far * scale],
      scale: 0.1 * scale,
    });
  });
};

const berry = bead([0.72, 1, 0.72], (x, y, z, skin) => {
  wear(skin, hex('#C21B22'), 0.9, 0.12, 0.3);
  tint(skin, hex('#8E0F1C'), 0.6 * cloud(x * 2, y * 2, z * 2));
});

const grains = [0, 1, 2, 3].map((index) =>
  bead([1, 0.3, 0.34], (x, y, z, skin) => {
    wear(skin, hex('#1D1318'), 0.55, 0.22, 0.05);
    tint(skin, hex('#4A2232'), 0.7 * smooth(0.4, 0.8, cloud(x * 2 + index, y * 4, z * 4)));
    tint(skin, hex('#7A4A4A'), 0.5 * smooth(0.8, 1, Math.abs(x)));
  }),
);

/** Rice lies flat and crosswise: a skin of grains over a mound is all that can be seen. */
export function riceMound(
  chance: () => number,
  at: readonly [number, number, number],
  radius: number,
  height: number,
  count: number,
  size = 0.13,
): Solid[] {
  const filling: Shape = bead([radius * 0.99, height, radius * 0.99], (_, __, ___, skin) => wear(skin, hex('#1A1115'), 0.1, 0.5));
  const solids: Solid[] = [place(filling, { at })];
  for (let grain = 0; grain < count; grain++) {
    const turn = chance() * Math.PI * 2,
      far = Math.sqrt(chance()) * 0.99;
    const lift = height * Math.sqrt(1 - far * far) + (chance() - 0.3) * size * 0.5;
    solids.push(
      place(grains[grain % 4] as Shape, {
        at: [at[0] + Math.cos(turn) * far * radius, at[1] + lift, at[2] + Math.sin(turn) * far * radius],
        scale: size,
        turn: [chance() * 360, (chance() - 0.5) * 50, (chance() - 0.5) * 50],
      }),
    );
  }
  return solids;
}

const looseRice = (chance: () => number, count: number, at: readonly [number, number], to: number) =>
  scatter(chance, (index) => grains[index % 4] as Shape, count, { at, from: 0, to, lift: 0.045, scale: 0.13, apart: 0.1 }).map((solid) =>
    place(solid.shape, { at: [solid.x, solid.y, solid.z], scale: solid.scale, turn: [chance() * 360, 0, 0] }),
  );

const scoop: Shape = (() => {
  const spoon = bowl(0.72, 0.46, hex('#B7824A'), hex('#C6935B'), 'wood');
  return {
    ...spoon,
    radius: 3,
    distance: (x, y, z) => Math.min(spoon.distance(x, y, z), Math.max(Math.hypot(y - 0.36 - x * 0.06, z) - 0.1, 0.6 - x, x - 2.7)),
  };
})();

export const pantryPictures: readonly Picture[] = [
  {
    name: 'fuping-dried-persimmon-1',
    size: square,
    scene: () =>
      still(paper(hex('#C8C2AE')), ['#E2DDCB', '#BDB69F'], above(9.4, 5.6, 0.6), [
        place(board(2.9, hex('#9A6B40')), { at: [0, 0.18, 0] }),
        ...(
          [
            [-1.05, 0.5, -0.75, 0],
            [0.95, 0.5, -0.95, 1],
            [-0.15, 0.5, 0.95, 2],
            [-0.1, 1.08, -0.25, 3],
          ] as const
        ).map(([x, y, z, index]) => place(dried[index]!, { at: [x, y, z], scale: 0.96, turn: [index * 80, index * 3 - 4, 4] })),
        place(dried[1]!, { at: [1.62, 0.82, 0.85], scale: 0.92, turn: [200, 58, 20] }),
        place(autumn('#B4582A'), { at: [-2.6, 0.24, 0.9], turn: [150, 0, 6] }),
        place(autumn('#C98B33'), { at: [-2.2, 0.26, 1.3], turn: [80, 0, 10] }),
      ]),
  },
  {
    name: 'fuping-dried-persimmon-2',
    size: square,
    scene: () => ({
      backdrop: fade('#E9D7B8', '#CFAF82'),
      camera: { from: [0, 0.2, 12], to: [0, 0, 0], degrees: 27 },
      light: { toward: [-0.7, 0.55, 0.55] },
      solids: [-2.1, -0.7, 0.75, 2.15].flatMap((x, column) => [
        place(
          twig(
            [
              [0, 4.4, 0],
              [0, -3, 0],
            ],
            0.028,
            hex('#B79B6A'),
          ),
          { at: [x + 0.1, 0, -0.2] },
        ),
        ...[2.2, 0.6, -1, -2.6].map((y, row) =>
          place(persimmon(column * 4 + row, true), {
            at: [x + (row % 2) * 0.06, y - (column % 2) * 0.5 - ((column * 5 + row * 3) % 4) * 0.09, (column % 2) * -0.9],
            scale: 0.66 + ((column + row * 2) % 3) * 0.03,
            turn: [column * 50 + row * 33, 6, (row % 2) * 8 - 4],
          }),
        ),
      ]),
    }),
  },
  {
    name: 'zhenan-chestnut-1',
    size: square,
    scene: () => {
      const chance = random(4);
      return still(paper(hex('#D9CDB5')), ['#EDE5D3', '#CBBB9B'], above(9.6, 5.6, 0.6), [
        place(burr(2), { at: [-1.25, 1.12, -0.55], turn: [24, 4, 0], scale: 0.98 }),
        place(chestnuts[0]!, { at: [-1.05, 1.3, -0.12], scale: 0.6, turn: [24, -50, 0] }),
        ...(
          [
            [0.75, 0.62, -0.9],
            [1.9, 0.6, -0.1],
            [0.65, 0.6, 0.75],
            [-0.75, 0.55, 1.65],
            [1.75, 0.58, 1.5],
            [1.2, 1.42, -0.1],
          ] as const
        ).map(([x, y, z], index) =>
          place(chestnuts[index % 5]!, { at: [x, y, z], scale: 0.74, turn: [chance() * 360, 30 + chance() * 40, chance() * 30] }),
        ),
        place(leaf(hex('#8A9A44'), 1.8, 0.5, 0.35), { at: [-2.9, 0.12, 0.9], turn: [-20, 0, 6] }),
        place(autumn('#B9792F'), { at: [2.2, 0.1, 2.2], turn: [-30, 0, 6] }),
      ]);
    },
  },
  {
    name: 'zhenan-chestnut-2',
    size: square,
    scene: () => {
      const chance = random(14);
      return still(table(hex('#A9794B'), hex('#5F3C1E')), ['#C79B6C', '#8E6038'], above(11, 7.4, 0.6), [
        place(bowl(2.4, 1.3, hex('#B98B52'), hex('#A97B44'), 'wicker'), { at: [0, 0, -0.2] }),
        ...heapOf(chance, chestnuts, 24, { radius: 0.5, spread: 1.6, floor: 0.45, at: [0, -0.2], scale: 0.6, tries: 300, dome: 0.12 }),
        ...scatter(chance, (index) => chestnuts[index % 5]!, 5, { from: 2.8, to: 3.4, lift: 0.44, scale: 0.6, apart: 1.1 }),
        place(leaf(hex('#8A9A44'), 1.7, 0.5, 0.35), { at: [1.5, 0.12, 2.5], turn: [-16, 0, 6] }),
      ]);
    },
  },
  {
    name: 'shangluo-walnut-1',
    size: square,
    scene: () =>
      still(paper(hex('#C3CCC4')), ['#DEE4DD', '#B3BEB4'], above(9.4, 5.2, 0.65), [
        place(board(2.85), { at: [0, 0.18, 0] }),
        ...(
          [
            [-1.2, 1.1, -0.9],
            [0.55, 1.1, -1.2],
            [1.75, 1.05, -0.1],
            [-0.2, 1.08, 0.15],
          ] as const
        ).map(([x, y, z], index) => place(walnuts[index]!, { at: [x, y - 0.06, z], scale: 0.86, turn: [index * 70 + 20, 70, index * 30] })),
        place(walnutHalf(3), { at: [-1.25, 0.9, 1.3], scale: 0.9, turn: [-64, 0, 44] }),
        place(walnutHalf(8), { at: [0.85, 0.9, 1.4], scale: 0.9, turn: [-110, 0, 48] }),
        place(leaf(hex('#6F8F45'), 1.3, 0.45, 0.3), { at: [-2.5, 0.3, -0.1], turn: [150, 0, 6] }),
      ]),
  },
  {
    name: 'shangluo-walnut-2',
    size: square,
    scene: () => {
      const chance = random(24);
      return still(linen(hex('#DED2BD')), ['#EFE7D8', '#D0C1A6'], above(10.2, 6.9, 0.6), [
        place(bowl(2.3, 1.3, hex('#5F7466'), hex('#E3E5DC')), { at: [0, 0, -0.3] }),
        ...heapOf(chance, walnuts, 12, { radius: 0.64, spread: 1.5, floor: 0.4, at: [0, -0.3], scale: 0.7, tries: 400, dome: 0.1 }),
        place(walnutHalf(5), { at: [-1.6, 0.55, 2.3], scale: 0.7, turn: [-70, 0, 50] }),
        place(walnuts[1]!, { at: [1.9, 0.58, 2.2], scale: 0.7, turn: [20, 80, 0] }),
        place(walnuts[2]!, { at: [2.7, 0.58, 1.4], scale: 0.7, turn: [80, 70, 0] }),
      ]);
    },
  },
  {
    name: 'yangxian-black-rice-1',
    size: square,
    scene: () => {
      const chance = random(31);
      return still(linen(hex('#D9D3C6')), ['#ECE8DE', '#C9C1B0'], above(9.6, 6.6, 0.55), [
        place(bowl(2.15, 1.3, hex('#EDE4D3'), hex('#F4EEE2')), { at: [-0.2, 0, -0.5] }),
        ...riceMound(chance, [-0.2, 0.98, -0.5], 1.9, 0.62, 2600),
        ...looseRice(chance, 60, [1.3, 2.1], 1.1),
        place(leaf(hex('#8FA858'), 2.2, 0.16, 0.2), { at: [-2.6, 0.1, 1.9], turn: [12, 0, 4] }),
      ]);
    },
  },
  {
    name: 'yangxian-black-rice-2',
    size: square,
    scene: () => {
      const chance = random(41);
      return still(table(hex('#C9A273'), hex('#86592F')), ['#E0BF93', '#B98B5A'], above(8.6, 7, 0.2), [
        ...riceMound(chance, [-0.3, -0.12, -0.5], 2.3, 0.92, 3000),
        place(scoop, { at: [0.5, 0.62, 0.75], scale: 1, turn: [-24, 0, 6] }),
        ...riceMound(chance, [0.5, 0.88, 0.75], 0.6, 0.26, 420),
        ...looseRice(chance, 90, [0, 1.6], 2.4),
      ]);
    },
  },
  {
    name: 'foping-cornel-honey-1',
    size: square,
    scene: () => {
      const chance = random(51);
      return still(paper(hex('#E8CF9C')), ['#F5E6C4', '#DDBF84'], above(10, 4.8, 1.05), [
        place(honeyJar(), { at: [-0.35, 0, -0.3], scale: 1.22, turn: [-8, 0, 0] }),
        place(honeyDipper(), { at: [1.5, 0.36, 0.95], scale: 0.9, turn: [-50, 84, 0] }),
        place(
          twig(
            [
              [-2.6, 0.3, 1.5],
              [-1.6, 0.25, 1.7],
              [-0.4, 0.16, 1.95],
              [0.4, 0.12, 2.3],
            ],
            0.05,
          ),
          { at: [0, 0, 0] },
        ),
        ...(
          [
            [-2.5, 0.3, 1.5],
            [-1.6, 0.3, 1.75],
            [-0.75, 0.2, 1.85],
            [-2.0, 0.28, 1.35],
          ] as const
        ).flatMap((at) => cornel(chance, at, 1.1)),
        place(leaf(hex('#6E9A46'), 1.1, 0.34, 0.3), { at: [0.2, 0.14, 2.2], turn: [-40, 0, 6] }),
      ]);
    },
  },
  {
    name: 'foping-cornel-honey-2',
    size: square,
    scene: () => {
      const chance = random(61);
      return still(linen(hex('#CDD5C0')), ['#E3E9DA', '#BAC4AA'], above(10.4, 6.4, 0.8), [
        place(board(2.95), { at: [0, 0.18, 0] }),
        place(honeyJar(), { at: [-1.05, 0.18, -0.7], turn: [10, 0, 0] }),
        place(honeyJar(), { at: [0.75, 0.18, -1.05], turn: [-14, 0, 0] }),
        place(bowl(0.95, 0.6, hex('#F1E8DA'), hex('#F8F2E8')), { at: [1.35, 0.18, 1.0] }),
        ...heap(chance, 26, { radius: 0.15, spread: 0.55, floor: 0.42, at: [1.35, 1], tries: 120, dome: 0.3 }).map((ball) =>
          place(berry, { at: [ball.x, ball.y, ball.z], scale: 0.19, turn: nod(chance, 360) }),
        ),
        ...scatter(chance, () => berry, 7, { at: [-0.7, 1.7], from: 0, to: 0.8, lift: 0.34, scale: 0.19, apart: 0.45 }),
        ...(
          [
            [-1.9, 0.4, 1.1],
            [-1.45, 0.35, 1.5],
          ] as const
        ).flatMap((at) => cornel(chance, at, 1)),
        place(leaf(hex('#6E9A46'), 1, 0.34, 0.3), { at: [-1.9, 0.28, 1.3], turn: [150, 0, 6] }),
      ]);
    },
  },
];
