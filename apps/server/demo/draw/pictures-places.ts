import { heap, heapOf, nod, scatter } from './arrange.ts';
import { apple, crate, jujube, pear, persimmon } from './fruits.ts';
import { bokeh, linen, table } from './grounds.ts';
import { random } from './noise.ts';
import { cornel, riceMound } from './pictures-pantry.ts';
import { grapeBunch } from './pictures-fruit.ts';
import type { Picture } from './pictures.ts';
import { bowl, honeyJar, leaf, twig } from './props.ts';
import { bead, hex, place, type Solid, wear } from './solid.ts';

const tall = [720, 1280] as const;
const wide = [1080, 720] as const;

const apples = [1, 2, 3, 4, 5].map((seed) => apple(seed));
const blossom = bead([1, 0.35, 1], (_, __, ___, skin) => wear(skin, hex('#FBE9EA'), 0.05, 0.6, 0.5));

const sunThroughLeaves = (seed: number, colours: readonly string[], count: number, ratio: number) => {
  const chance = random(seed);
  return Array.from(
    { length: count },
    () =>
      [
        chance(),
        chance() * 0.7,
        0.03 + chance() * 0.09,
        colours[Math.floor(chance() * colours.length)] as string,
        0.25 + chance() * 0.4,
      ] as const,
  )
    .map((light) => [...light] as const)
    .map(([u, v, size, colour, strength]) => [u, v, size * Math.min(1, ratio), colour, strength] as const);
};

/** A branch that comes in from above with fruit hanging from it. */
function bough(
  chance: () => number,
  fruit: (index: number) => Solid['shape'],
  spots: readonly (readonly [number, number, number])[],
  scale: number,
  leaves: string,
): Solid[] {
  return spots.flatMap(([x, y, z], index) => [
    place(fruit(index), { at: [x, y, z], scale, turn: nod(chance, 30) }),
    place(leaf(hex(leaves), 1.5, 0.6, 0.4), { at: [x + 0.1, y + 0.95 * scale, z], turn: [chance() * 360, 0, -14] }),
    place(leaf(hex(leaves), 1.3, 0.5, 0.4), { at: [x - 0.1, y + 1.05 * scale, z], turn: [chance() * 360, 0, -4] }),
  ]);
}

export const placePictures: readonly Picture[] = [
  {
    name: 'live-orchard',
    size: tall,
    samples: 5,
    scene: () => {
      const chance = random(71);
      return {
        backdrop: bokeh('#DCEBD2', '#8FB06A', sunThroughLeaves(5, ['#F4F4C9', '#B9D38A', '#6E9A4C', '#E9F2D2'], 44, 1), 1280 / 720),
        ground: table(hex('#B98A5A'), hex('#6F4826')),
        melt: [5, 9],
        camera: { from: [0, 5, 15], to: [0, 2.5, 0], degrees: 40 },
        solids: [
          place(bowl(2.7, 1.7, hex('#B98B52'), hex('#A97B44'), 'wicker'), { at: [0, 0, 0] }),
          ...heapOf(chance, apples, 15, { radius: 0.82, spread: 1.75, floor: 0.4, scale: 0.86, tilt: 80, tries: 400, dome: 0.06 }),
          place(apples[1]!, { at: [-2.2, 0.55, 2.5], scale: 0.86, turn: [30, 14, 10] }),
          place(
            twig(
              [
                [-5, 8.9, -1],
                [-2, 8.3, -0.6],
                [1, 7.9, -0.4],
                [4.5, 8.2, -1],
              ],
              0.16,
            ),
            { at: [0, 0, 0] },
          ),
          ...bough(
            chance,
            (index) => apples[index % 5]!,
            [
              [-2.4, 6.9, -0.6],
              [-0.4, 6.5, -0.2],
              [1.7, 6.7, -0.5],
              [2.9, 7.1, -1],
            ],
            0.84,
            '#5C8F45',
          ),
        ],
      };
    },
  },
  {
    name: 'live-persimmon',
    size: tall,
    samples: 5,
    scene: () => ({
      backdrop: bokeh(
        '#F0DDB9',
        '#C99A63',
        [
          [0.2, 0.12, 0.16, '#FFF1CF', 0.7],
          [0.75, 0.3, 0.2, '#F8E2B6', 0.4],
          [0.5, 0.75, 0.3, '#B9824C', 0.3],
          [0.1, 0.6, 0.12, '#E7C08A', 0.4],
        ],
        1280 / 720,
      ),
      camera: { from: [0, 0, 16], to: [0, 0, 0], degrees: 40 },
      light: { toward: [-0.75, 0.5, 0.6] },
      solids: [-2.7, -1.35, 0, 1.4, 2.75].flatMap((x, column) => [
        place(
          twig(
            [
              [0, 7, 0],
              [0, -7, 0],
            ],
            0.03,
            hex('#B79B6A'),
          ),
          { at: [x + 0.08, 0, (column % 2) * -1.6 - 0.2] },
        ),
        ...[5.2, 3.5, 1.8, 0.1, -1.6, -3.3, -5].map((y, row) =>
          place(persimmon(column * 7 + row, true), {
            at: [x + (row % 2) * 0.05, y - (column % 2) * 0.7 - ((column * 5 + row * 3) % 4) * 0.1, (column % 2) * -1.6],
            scale: 0.66 + ((column + row * 2) % 3) * 0.03,
            turn: [column * 50 + row * 33, 6, (row % 2) * 8 - 4],
          }),
        ),
      ]),
    }),
  },
  {
    name: 'live-grape',
    size: tall,
    samples: 5,
    scene: () => {
      const chance = random(81);
      return {
        backdrop: bokeh('#F3D9A4', '#6C7F4C', sunThroughLeaves(9, ['#FFE9B0', '#F4B860', '#8FA05A', '#C9C27A'], 40, 1), 1280 / 720),
        camera: { from: [0, 0, 17], to: [0, 0, 0], degrees: 40 },
        light: { toward: [-0.6, 0.6, 0.5], colour: [1.8, 1.5, 1.15] },
        solids: [
          place(
            twig(
              [
                [-5, 4.7, -0.5],
                [-1, 4.9, 0],
                [2, 4.6, -0.2],
                [5, 5, -0.6],
              ],
              0.16,
            ),
            { at: [0, 0, 0] },
          ),
          ...grapeBunch(chance, [-1.5, 3.6, 0.4], 1.12, true),
          ...grapeBunch(chance, [1.75, 2.5, -0.4], 1.05, true),
          ...[
            [-3.2, 5.2, 20],
            [-1.6, 5.4, 200],
            [0.2, 5, 120],
            [1.4, 4.4, 300],
            [2.9, 5.2, 60],
            [-2.6, 4.2, 250],
            [3.4, 4.2, 170],
          ].map(([x, y, turn], index) =>
            place(leaf(hex(index % 2 === 0 ? '#6B9A40' : '#547F38'), 2, 1, 0.3), {
              at: [x ?? 0, y ?? 0, 0.5 + (index % 3) * 0.3],
              turn: [turn ?? 0, 50, 20 - index * 9],
            }),
          ),
        ],
      };
    },
  },
  {
    name: 'live-kitchen',
    size: tall,
    samples: 5,
    scene: () => {
      const chance = random(91);
      return {
        backdrop: bokeh(
          '#3A2C26',
          '#5A3F2D',
          [
            [0.22, 0.16, 0.15, '#F6C272', 0.85],
            [0.7, 0.1, 0.08, '#F2B25E', 0.6],
            [0.86, 0.22, 0.05, '#FAD9A0', 0.7],
            [0.5, 0.3, 0.1, '#8A5A34', 0.5],
            [0.1, 0.36, 0.07, '#D9924A', 0.4],
          ],
          1280 / 720,
        ),
        ground: table(hex('#9A6A40'), hex('#4E2F17')),
        melt: [6, 11],
        camera: { from: [0, 7, 14], to: [0, 2, 0], degrees: 38 },
        light: { toward: [-0.7, 0.75, 0.25], colour: [1.9, 1.45, 0.95], sky: [0.3, 0.27, 0.26] },
        solids: [
          place(bowl(2.5, 1.5, hex('#6F8596'), hex('#EEF0EC')), { at: [-0.2, 0, 1] }),
          ...riceMound(chance, [-0.2, 1.12, 1], 2.24, 0.42, 2600, 0.15),
          place(honeyJar(), { at: [1.9, 0, -2], scale: 1.25, turn: [-14, 0, 0] }),
          ...heap(chance, 7, { radius: 0.48, spread: 1, at: [-2.2, -2.2], tries: 60 }).map((ball, index) =>
            place(jujube(index, 0.9), { at: [ball.x, ball.y, ball.z], scale: 0.52, turn: nod(chance, 300) }),
          ),
          place(
            twig(
              [
                [-3, 0.2, 4.6],
                [-1.6, 0.3, 4.9],
                [0, 0.2, 5.2],
              ],
              0.05,
            ),
            { at: [0, 0, 0] },
          ),
          ...(
            [
              [-2.6, 0.3, 4.7],
              [-1.7, 0.35, 4.9],
              [-0.9, 0.3, 5],
            ] as const
          ).flatMap((at) => cornel(chance, at, 1.2)),
        ],
      };
    },
  },
  {
    name: 'community-neighbours',
    size: wide,
    samples: 5,
    scene: () => {
      const chance = random(101);
      return {
        backdrop: bokeh('#E8EFE3', '#B9CBA9', sunThroughLeaves(15, ['#FFFFFF', '#D7E5C4', '#9DBB84'], 26, 0.8), 720 / 1080),
        ground: linen(hex('#D8CDB8')),
        melt: [6, 11],
        camera: { from: [0, 5.6, 12], to: [0, 1, 0], degrees: 34 },
        solids: [
          place(crate(2.05, 1.2, 2), { at: [-2.5, 0, -0.6], turn: [12, 0, 0] }),
          ...heapOf(chance, apples, 8, { radius: 0.68, spread: 1.2, floor: 0.15, at: [-2.5, -0.6], scale: 0.7, tilt: 80, tries: 300 }),
          place(bowl(1.9, 1.2, hex('#B98B52'), hex('#A97B44'), 'wicker'), { at: [1.7, 0, -0.8] }),
          ...heap(chance, 6, { radius: 0.62, spread: 1.15, floor: 0.3, at: [1.7, -0.8], tries: 300 }).map((ball, index) =>
            place(pear(index), { at: [ball.x, ball.y, ball.z], scale: 0.64, turn: [chance() * 360, 70, chance() * 50] }),
          ),
          ...[
            [0.2, 2.2],
            [1.3, 2.5],
            [2.3, 1.9],
          ].map(([x, z], index) => place(persimmon(index), { at: [x ?? 0, 0.42, z ?? 0], scale: 0.72, turn: [index * 80, 8, 4] })),
          ...scatter(chance, (index) => jujube(index, 0.8), 6, { at: [-1, 2.6], from: 0, to: 0.9, lift: 0.3, scale: 0.36, apart: 0.65 }),
        ],
      };
    },
  },
  {
    name: 'community-kitchen',
    size: wide,
    samples: 5,
    scene: () => {
      const chance = random(111);
      return {
        backdrop: bokeh(
          '#F2E6D2',
          '#D9BD93',
          [
            [0.2, 0.2, 0.16, '#FFF7E4', 0.7],
            [0.8, 0.12, 0.1, '#FFF1D2', 0.6],
          ],
          720 / 1080,
        ),
        ground: table(hex('#CDA678'), hex('#8D6138')),
        melt: [6, 11],
        camera: { from: [0, 5.8, 12], to: [0, 0.9, 0], degrees: 34 },
        solids: [
          place(bowl(1.9, 1.15, hex('#EFE6D8'), hex('#F7F1E7')), { at: [-1.9, 0, 0.2] }),
          ...riceMound(chance, [-1.9, 0.86, 0.2], 1.68, 0.4, 1800),
          place(honeyJar(), { at: [1.5, 0, -1], turn: [-10, 0, 0] }),
          place(bowl(1.15, 0.75, hex('#6F8596'), hex('#EEF0EC')), { at: [2.9, 0, 1.1] }),
          ...heap(chance, 9, { radius: 0.36, spread: 0.75, floor: 0.25, at: [2.9, 1.1], tries: 200 }).map((ball, index) =>
            place(jujube(index, 0.85), { at: [ball.x, ball.y, ball.z], scale: 0.4, turn: nod(chance, 300) }),
          ),
          place(apples[2]!, { at: [0.7, 0.55, 1.6], scale: 0.78, turn: [30, 10, 6] }),
          ...(
            [
              [-0.2, 0.1, 2.8],
              [0.4, 0.1, 3.1],
            ] as const
          ).flatMap((at) => cornel(chance, at, 1)),
        ],
      };
    },
  },
  {
    name: 'community-orchard',
    size: wide,
    samples: 5,
    scene: () => {
      const chance = random(121);
      return {
        backdrop: bokeh('#CFE3EE', '#C6DCAE', sunThroughLeaves(25, ['#FFFFFF', '#F7DDE2', '#BCD69A', '#E7F1DA'], 34, 0.8), 720 / 1080),
        camera: { from: [0, 0, 13], to: [0, 0, 0], degrees: 34 },
        light: { toward: [-0.6, 0.7, 0.5] },
        solids: [
          place(
            twig(
              [
                [-5.5, 2.6, -0.4],
                [-2.5, 2, 0],
                [0.5, 1.9, 0.1],
                [2.8, 1.3, 0],
                [5, 1.6, -0.4],
              ],
              0.15,
            ),
            { at: [0, 0, 0] },
          ),
          ...bough(
            chance,
            (index) => apples[index % 5]!,
            [
              [-2.6, 0.75, 0.1],
              [-0.5, 0.3, 0.4],
              [1.4, 0.55, 0],
              [3.1, -0.1, 0.3],
            ],
            0.92,
            '#5C8F45',
          ),
          ...[
            [-3.9, 2.4],
            [0.2, 2.3],
            [2.2, 1.9],
            [4, 1.7],
          ].flatMap(([x, y]) =>
            [0, 1, 2, 3, 4].map((petal) =>
              place(blossom, {
                at: [(x ?? 0) + Math.cos(petal * 1.257) * 0.2, (y ?? 0) + Math.sin(petal * 1.257) * 0.2, 0.35],
                scale: 0.19,
                turn: [0, 70, 0],
              }),
            ),
          ),
        ],
      };
    },
  },
];
