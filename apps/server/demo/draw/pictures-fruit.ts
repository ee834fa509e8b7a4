import { heap, heapOf, nod, scatter } from './arrange.ts';
import { apple, crate, jujube, kiwi, kiwiHalf, melon, melonHalf, melonSlice, pear, pomegranate, pomegranateHalf } from './fruits.ts';
import { fade, linen, paper, table } from './grounds.ts';
import { cloud, random, smooth } from './noise.ts';
import type { Picture } from './pictures.ts';
import { board, bowl, leaf, twig } from './props.ts';
import { bead, hex, place, type Rgb, type Solid, tint, wear } from './solid.ts';
import type { Scene } from './trace.ts';

export const square = [1000, 1000] as const;

/** Looking down on a table, as one does at the market. */
export const above = (distance: number, height: number, aimY = 0.6, degrees = 27): Scene['camera'] => ({
  from: [0, height, distance],
  to: [0, aimY, 0],
  degrees,
});

const green = (length = 1) => leaf(hex('#477F3A'), length, 0.42 * length, 0.4);
const apples = [1, 2, 3, 4, 5].map((seed) => apple(seed));

const lacquer = [hex('#EFE6D8'), hex('#F7F1E7')] as const;

export function grapeBunch(chance: () => number, at: readonly [number, number, number], scale: number, isHanging = false): Solid[] {
  const skin = (index: number) =>
    bead([1, 1.06, 1], (x, y, z, skin) => {
      wear(skin, hex('#2E1A3C'), 0.55, 0.16, 0.2);
      tint(skin, hex('#61203F'), 0.8 * smooth(0.45, 0.75, cloud(x * 0.9 + index * 3, y * 0.9, z * 0.9)));
      // The bloom: a grey-blue dust, rubbed off here and there.
      const dust = smooth(0.4, 0.75, cloud(x * 1.3 + index * 7, y * 1.6 + 3, z * 1.6));
      tint(skin, hex('#7F7AA0'), 0.3 * dust);
      skin.gloss *= 1 - 0.6 * dust;
    });
  const skins = [0, 1, 2, 3, 4, 5].map(skin);
  const balls: [number, number, number][] = [];
  const solids: Solid[] = [];
  for (let attempt = 0; attempt < 9000 && balls.length < 92; attempt++) {
    const along = chance() ** 0.85;
    const girth = 1.35 * Math.sin(Math.PI * (0.16 + 0.8 * along) ** 0.8) ** 0.9 + 0.05;
    const turn = chance() * Math.PI * 2,
      far = girth * Math.sqrt(chance());
    const across = Math.cos(turn) * far,
      deep = Math.sin(turn) * far * (isHanging ? 1 : 0.72);
    const ball: [number, number, number] = isHanging ? [across, -along * 4.1, deep] : [-1.9 + along * 4, 1.02 + deep * 0.95, across];
    if (!isHanging && ball[1] < 0.4) continue;
    if (balls.some((other) => Math.hypot(other[0] - ball[0], other[1] - ball[1], other[2] - ball[2]) < 0.74)) continue;
    balls.push(ball);
    solids.push(
      place(skins[balls.length % 6] as (typeof skins)[number], {
        at: [at[0] + ball[0] * scale, at[1] + ball[1] * scale, at[2] + ball[2] * scale],
        scale: 0.44 * scale,
        turn: nod(chance, 360),
      }),
    );
  }
  return solids;
}

const pip = (index: number) =>
  bead([0.7, 0.95, 0.66], (x, y, z, skin) => {
    wear(skin, hex('#B0102A'), 1, 0.08, 0.6);
    tint(skin, hex('#E2425A'), 0.7 * smooth(0.3, 0.8, cloud(x + index, y, z)) + 0.3 * smooth(0.4, -0.5, y));
  });
const pips = [0, 1, 2, 3, 4].map(pip);

function openPomegranate(
  chance: () => number,
  at: readonly [number, number, number],
  scale: number,
  turn: readonly [number, number, number],
): Solid[] {
  const half = place(pomegranateHalf(3), { at, scale, turn });
  const m = half.turn;
  const solids = [half];
  const spots: [number, number][] = [];
  for (let attempt = 0; attempt < 4000 && spots.length < 120; attempt++) {
    const angle = chance() * Math.PI * 2,
      far = 0.1 + 0.7 * Math.sqrt(chance());
    const spot: [number, number] = [Math.cos(angle) * far, Math.sin(angle) * far];
    const rib = Math.abs(Math.sin(angle * 2.5 + 0.6)) * far;
    if (rib < 0.085 || spots.some((other) => Math.hypot(other[0] - spot[0], other[1] - spot[1]) < 0.115)) continue;
    spots.push(spot);
    const [lx, ly, lz] = [spot[0], spot[1], -0.03 + chance() * 0.05];
    // The half's own axes in the world: the columns of its turn.
    const world = [0, 1, 2].map((axis) => (m[axis] ?? 0) * lx + (m[3 + axis] ?? 0) * ly + (m[6 + axis] ?? 0) * lz) as [
      number,
      number,
      number,
    ];
    solids.push(
      place(pips[spots.length % 5] as (typeof pips)[number], {
        at: [at[0] + world[0] * scale, at[1] + world[1] * scale, at[2] + world[2] * scale],
        scale: 0.098 * scale,
        turn: nod(chance, 120),
      }),
    );
  }
  return solids;
}

const still = (
  ground: Scene['ground'],
  backdrop: readonly [string, string],
  camera: Scene['camera'],
  solids: Solid[],
  light?: Scene['light'],
): Scene => ({
  ...(ground === undefined ? {} : { ground }),
  backdrop: fade(...backdrop, 1.6),
  melt: [6, 15],
  camera,
  solids,
  ...(light === undefined ? {} : { light }),
});

const jujubes = [0.25, 0.5, 0.62, 0.78, 0.9, 0.55].map((ripe, index) => jujube(index + 1, ripe));
const kiwis = [1, 2, 3].map((seed) => kiwi(seed));
const sage: Rgb = hex('#C9D2BC');

export const fruitPictures: readonly Picture[] = [
  {
    name: 'luochuan-fuji-1',
    size: square,
    scene: () =>
      still(paper(sage), ['#E4E9DA', '#C9D2BC'], above(10.2, 5.2, 0.95), [
        place(apples[0]!, { at: [-1.05, 0.6, 0.75], turn: [20, 12, 0] }),
        place(apples[1]!, { at: [1.12, 0.6, 0.6], turn: [190, -10, 8] }),
        place(apples[2]!, { at: [0.1, 0.6, -1.05], turn: [70, 8, -6] }),
        place(apples[3]!, { at: [0.02, 1.92, 0.1], turn: [140, 14, 5] }),
        place(green(1.1), { at: [0.12, 2.62, 0.12], turn: [20, 0, 18] }),
        place(green(0.95), { at: [-2.45, 0.1, 1.5], turn: [200, 0, 4] }),
        place(green(1.05), { at: [1.9, 0.1, 1.75], turn: [-35, 0, 6] }),
      ]),
  },
  {
    name: 'luochuan-fuji-2',
    size: square,
    scene: () => {
      const chance = random(5);
      return still(linen(hex('#E6DCCB')), ['#F1EADD', '#E0D3BE'], above(13.4, 9.8, 0.3), [
        place(crate(3, 1.5, 2.85), { at: [0, 0, 0], turn: [16, 0, 0] }),
        ...heapOf(chance, apples, 12, { radius: 0.86, spread: 1.85, floor: 0.12, scale: 0.88, tilt: 70, tries: 400 }),
        place(apples[1]!, { at: [-2.7, 0.56, 3.1], scale: 0.92, turn: [30, 20, 10] }),
        place(green(1), { at: [2.4, 0.1, 3.0], turn: [-20, 0, 5] }),
        place(green(0.9), { at: [2.8, 0.12, 2.6], turn: [40, 0, 10] }),
      ]);
    },
  },
  {
    name: 'binzhou-pear-1',
    size: square,
    scene: () =>
      still(paper(hex('#BFD0D2')), ['#DDE7E6', '#BFD0D2'], above(10.2, 4.6, 1.05), [
        place(pear(1), { at: [-1.15, 0.98, 0.3], turn: [10, 4, 6] }),
        place(pear(2), { at: [0.85, 0.98, -0.45], turn: [160, -5, -6] }),
        place(pear(3), { at: [1.0, 0.72, 1.55], scale: 0.95, turn: [250, 74, 12] }),
        place(green(1.1), { at: [-1.05, 2.2, 0.35], turn: [25, 0, -4] }),
        place(green(1), { at: [-2.5, 0.1, 1.7], turn: [160, 0, 5] }),
      ]),
  },
  {
    name: 'binzhou-pear-2',
    size: square,
    scene: () => {
      const chance = random(11);
      return still(table(hex('#C69C6D'), hex('#7A522C')), ['#E6CBA6', '#B78A58'], above(10.5, 7, 0.7), [
        place(bowl(2.6, 1.3, lacquer[0], lacquer[1]), { at: [0, 0, 0] }),
        ...heap(chance, 6, { radius: 0.82, spread: 1.55, floor: 0.3, tries: 400 }).map((ball, index) =>
          place(pear(index), { at: [ball.x, ball.y, ball.z], scale: 0.86, turn: [chance() * 360, 30 + chance() * 35, chance() * 20] }),
        ),
        place(green(1.05), { at: [2.0, 0.1, 2.6], turn: [-30, 0, 5] }),
      ]);
    },
  },
  {
    name: 'dali-winter-jujube-1',
    size: square,
    scene: () => {
      const chance = random(21);
      return still(linen(hex('#DCE0D4')), ['#EDEFE6', '#CFD5C5'], above(10, 6.8, 0.6), [
        place(bowl(2.1, 1.35, hex('#7F9BAE'), hex('#EEF1EF')), { at: [0, 0, -0.2] }),
        ...heapOf(chance, jujubes, 40, { radius: 0.44, spread: 1.5, floor: 0.5, at: [0, -0.2], scale: 0.48, dome: 0.12, tries: 300 }),
        ...scatter(chance, (index) => jujubes[index % 6]!, 6, { from: 2.35, to: 3.1, lift: 0.4, scale: 0.48, apart: 0.95 }),
        place(green(0.8), { at: [-2.1, 0.06, 2.2], turn: [150, 0, 4] }),
      ]);
    },
  },
  {
    name: 'dali-winter-jujube-2',
    size: square,
    scene: () => {
      const chance = random(34);
      return still(paper(hex('#E5D3B3')), ['#F2E7D2', '#DDC8A2'], above(10.4, 7.2, 0.3), [
        ...scatter(chance, (index) => jujubes[index % 6]!, 22, { from: 0, to: 2.5, lift: 0.62, scale: 0.68, apart: 1.1 }),
        place(
          twig(
            [
              [-3, 0.1, -1.4],
              [-1, 0.5, -1.9],
              [1, 0.3, -2.2],
              [2.6, 0.6, -1.9],
            ],
            0.06,
          ),
          { at: [0, 0, 0] },
        ),
        ...[0, 1, 2, 3, 4].map((index) =>
          place(green(0.85), { at: [-2.2 + index * 1.05, 0.55, -1.75 - (index % 2) * 0.3], turn: [index * 67, 0, 12] }),
        ),
      ]);
    },
  },
  {
    name: 'zhouzhi-kiwi-1',
    size: square,
    scene: () =>
      still(paper(hex('#E8DCC0')), ['#F4ECD9', '#DECFAE'], above(9, 4.9, 0.75), [
        place(board(2.75), { at: [0, 0.18, 0] }),
        place(kiwis[0]!, { at: [-1.15, 0.93, -0.65], turn: [24, 78, 0] }),
        place(kiwis[1]!, { at: [0.75, 0.93, -1.0], turn: [-40, 84, 0] }),
        place(kiwiHalf(2), { at: [-0.85, 0.92, 1.02], turn: [-8, 52, 0] }),
        place(kiwiHalf(5), { at: [1.15, 0.9, 0.75], turn: [-30, 60, 0] }),
        place(green(1.15), { at: [1.5, 0.3, -1.3], turn: [-35, 0, 14] }),
        place(green(0.9), { at: [-2.0, 0.3, 0.4], turn: [170, 0, 8] }),
      ]),
  },
  {
    name: 'zhouzhi-kiwi-2',
    size: square,
    scene: () => {
      const chance = random(8);
      return still(linen(hex('#CBD8BC')), ['#E1EAD3', '#BCCBA9'], above(10, 6.8, 0.6), [
        place(bowl(2.4, 1.3, hex('#B98B52'), hex('#A97B44'), 'wicker'), { at: [0, 0, -0.2] }),
        ...heapOf(chance, kiwis, 9, { radius: 0.72, spread: 1.5, floor: 0.25, at: [0, -0.2], scale: 0.82, tries: 400 }),
        place(kiwiHalf(7), { at: [1.9, 0.5, 2.3], scale: 0.86, turn: [-16, 52, 0] }),
        place(green(1), { at: [-2.3, 0.08, 2.2], turn: [160, 0, 6] }),
        place(green(0.8), { at: [-2.0, 0.1, 2.5], turn: [60, 0, 10] }),
      ]);
    },
  },
  {
    name: 'lintong-pomegranate-1',
    size: square,
    scene: () => {
      const chance = random(13);
      return still(paper(hex('#E3CDB8')), ['#F1E2D3', '#D9BEA4'], above(10, 4.6, 0.95), [
        place(pomegranate(1), { at: [-1.3, 0.95, -0.5], scale: 1.05, turn: [20, 10, 12] }),
        place(pomegranate(2), { at: [0.9, 0.9, -1.3], turn: [200, -14, -10] }),
        ...openPomegranate(chance, [0.95, 1.0, 0.95], 1.08, [-10, -26, -14]),
        ...scatter(chance, (index) => pips[index % 5]!, 16, { at: [-0.6, 1.9], from: 0, to: 0.95, lift: 0.1, scale: 0.12, apart: 0.24 }),
        place(green(1), { at: [-2.5, 0.1, 1.1], turn: [150, 0, 5] }),
      ]);
    },
  },
  {
    name: 'lintong-pomegranate-2',
    size: square,
    scene: () => {
      const chance = random(17);
      return still(linen(hex('#B9C4BE')), ['#D6DEDA', '#A9B6AF'], above(10.4, 7, 0.6), [
        place(bowl(2.35, 1.25, hex('#5B7285'), hex('#DDE4E4')), { at: [0.1, 0, -0.5] }),
        ...heap(chance, 4, { radius: 0.9, spread: 1.2, floor: 0.25, at: [0.1, -0.5], tries: 400 }).map((ball, index) =>
          place(pomegranate(index + 3), {
            at: [ball.x, ball.y, ball.z],
            scale: 0.86,
            turn: [chance() * 360, 30 + chance() * 50, chance() * 30],
          }),
        ),
        ...openPomegranate(chance, [-1.6, 0.62, 2.2], 0.82, [16, -48, 10]),
        ...scatter(chance, (index) => pips[index % 5]!, 14, { at: [1.2, 2.5], from: 0, to: 1, lift: 0.09, scale: 0.11, apart: 0.26 }),
      ]);
    },
  },
  {
    name: 'yanliang-melon-1',
    size: square,
    scene: () =>
      still(paper(hex('#CFDDC9')), ['#E6EFE1', '#BFD0B8'], above(9.6, 4.7, 0.85), [
        place(board(2.9, hex('#CFA06A')), { at: [0, 0.18, 0] }),
        place(melon(), { at: [-0.95, 1.2, -0.75], scale: 1.1, turn: [30, 20, 14] }),
        place(melonHalf(), { at: [1.15, 1.02, 0.1], turn: [-22, -24, -70] }),
        place(melonSlice(), { at: [-1.05, 0.98, 1.6], scale: 0.86, turn: [14, -82, 90] }),
        place(green(1.2), { at: [-2.9, 0.2, 0.9], turn: [150, 0, 5] }),
      ]),
  },
  {
    name: 'yanliang-melon-2',
    size: square,
    scene: () =>
      still(table(hex('#D3AE7F'), hex('#8A5E34')), ['#ECD8B8', '#C49C69'], above(10.6, 7, 0.5), [
        place(crate(2.9, 1.1, 2), { at: [0, 0, -0.5], turn: [-10, 0, 0] }),
        ...[
          [-1.5, -0.7],
          [0.1, -1.1],
          [1.6, -0.5],
          [-0.7, 0.55],
          [0.95, 0.75],
        ].map(([x, z], index) =>
          place(melon(), { at: [x ?? 0, 1.05, (z ?? 0) - 0.4], scale: 0.92, turn: [index * 70, 22 + index * 7, index * 12] }),
        ),
        place(green(1.2), { at: [-2.2, 0.1, 2.7], turn: [170, 0, 5] }),
        place(green(1), { at: [2.4, 0.1, 2.6], turn: [-20, 0, 5] }),
      ]),
  },
  {
    name: 'huyi-grape-1',
    size: square,
    scene: () =>
      still(paper(hex('#D5CBD3')), ['#EAE3E8', '#C6B9C4'], above(11, 7, 0.75), [
        place(board(3.1, hex('#B98A58')), { at: [0, 0.18, 0] }),
        ...grapeBunch(random(3), [-0.15, 0.1, 0.15], 1.08),
        place(
          twig(
            [
              [-2.3, 1.3, 0.1],
              [-2.75, 1.55, -0.2],
              [-2.9, 1.5, -0.8],
            ],
            0.07,
          ),
          { at: [0, 0, 0] },
        ),
        place(leaf(hex('#5B9440'), 1.7, 0.85, 0.3), { at: [-2.3, 1.1, -0.5], turn: [50, 0, 6] }),
        place(leaf(hex('#4A8638'), 1.4, 0.7, 0.3), { at: [-2.4, 0.9, 0.7], turn: [-50, 0, -4] }),
      ]),
  },
  {
    name: 'huyi-grape-2',
    size: square,
    scene: () => {
      const chance = random(9);
      return still(linen(hex('#E7DFD2')), ['#F3EEE5', '#DDD2C0'], above(10.8, 7.4, 0.7), [
        place(bowl(2.75, 1.15, hex('#B98B52'), hex('#A97B44'), 'wicker'), { at: [0, 0, 0] }),
        ...grapeBunch(random(4), [-0.1, 0.62, -0.75], 0.88),
        ...grapeBunch(random(6), [0.25, 0.7, 0.75], 0.84),
        place(leaf(hex('#5B9440'), 1.6, 0.8, 0.3), { at: [-2.1, 1.5, 0.1], turn: [70, 0, 10] }),
        ...scatter(
          chance,
          () =>
            bead([1, 1.05, 1], (x, y, z, skin) => {
              wear(skin, hex('#3A1E42'), 0.5, 0.18, 0.2);
              tint(skin, hex('#8C87A8'), 0.45 * smooth(0.4, 0.7, cloud(x * 1.6, y * 1.6, z * 1.6)));
            }),
          5,
          { from: 3, to: 3.6, lift: 0.36, scale: 0.37, apart: 0.9 },
        ),
      ]);
    },
  },
];
