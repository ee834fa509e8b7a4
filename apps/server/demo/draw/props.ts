import { clamp, cloud, creases, noise, smooth } from './noise.ts';
import { ellipsoid, hex, hypot2, hypot3, type Rgb, rod, type Shape, type Skin, tint, wear } from './solid.ts';

export function leaf(colour: Rgb = hex('#4A8040'), length = 1, width = 0.42, curl = 0.35): Shape {
  const outline = (x: number) => width * Math.sin(Math.PI * clamp(x / length) ** 0.85) ** 0.85;
  const sheet = (x: number, y: number, z: number) =>
    y -
    curl * x * x * 0.6 +
    curl * 0.5 * x -
    0.45 * Math.abs(z) * (0.4 + 0.6 * clamp(x / length)) +
    0.012 * Math.sin(x * 22 + Math.abs(z) * 14);
  return {
    radius: length * 1.15,
    stride: 0.55,
    distance: (x, y, z) =>
      Math.min(
        Math.max(Math.abs(sheet(x, y, z)) - 0.012, Math.abs(z) - outline(x), -x, x - length),
        rod(x, sheet(x, y, z), z, [-0.2, 0, 0], [length * 0.9, 0, 0], 0.016),
      ),
    paint: (x, y, z, skin) => {
      wear(skin, colour, 0.3, 0.35, 0.25);
      const vein = Math.abs(Math.sin((x - Math.abs(z) * 0.9) * 15));
      tint(skin, hex('#A9CF7C'), 0.22 * smooth(0.2, 0.02, vein) + 0.5 * smooth(0.035, 0.012, Math.abs(z)));
      tint(skin, hex('#1F5A2B'), 0.4 * cloud(x * 3, y, z * 3 + 2));
    },
  };
}

export function twig(points: readonly (readonly [number, number, number])[], thick: number, colour = hex('#6B4B2E')): Shape {
  const reach = Math.max(...points.map((point) => hypot3(...point))) + thick * 2;
  return {
    radius: reach,
    distance: (x, y, z) => {
      let nearest = 9;
      for (let at = 1; at < points.length; at++)
        nearest = Math.min(
          nearest,
          rod(x, y, z, points[at - 1] ?? [0, 0, 0], points[at] ?? [0, 0, 0], thick * (1 - 0.4 * (at / points.length))),
        );
      return nearest + 0.006 * noise(x * 24, y * 24, z * 24);
    },
    paint: (x, y, z, skin) => {
      wear(skin, colour, 0.08, 0.5);
      tint(skin, hex('#A88458'), 0.5 * noise(x * 12, y * 12, z * 12));
    },
  };
}

/** A bowl standing on y = 0. */
export function bowl(radius: number, height: number, outer: Rgb, inner: Rgb, kind: 'glaze' | 'wicker' | 'wood' = 'glaze'): Shape {
  const thick = kind === 'wicker' ? 0.07 : 0.05;
  const wall = (x: number, y: number, z: number) => {
    const r = hypot2(x, z);
    const lift = clamp(y / height);
    const profile = radius * (kind === 'wicker' ? 0.74 + 0.26 * lift : 0.45 + 0.55 * Math.sqrt(clamp(lift * 1.02)));
    const side = Math.max(Math.abs(r - profile) * 0.82 - thick, y - height, -y);
    const rim =
      hypot2(r - profile, Math.max(0, y - height) + Math.min(0, 0) + (y < height ? Math.max(0, height - y - 0.01) : 0)) -
      thick * (kind === 'wicker' ? 1.5 : 1.05);
    const base = Math.max(r - radius * (kind === 'wicker' ? 0.76 : 0.46), Math.abs(y - 0.06) - 0.06);
    return Math.min(side, rim, base);
  };
  const weave = (x: number, y: number, z: number) => {
    const turn = Math.atan2(z, x);
    const across = Math.round(turn * 7) % 2 === 0 ? 1 : -1;
    return Math.sin(turn * 7 * Math.PI) * across * 0.5 + Math.cos((y / height) * 42) * 0.5;
  };
  return {
    radius: hypot2(radius, height) + 0.2,
    stride: 0.7,
    distance: (x, y, z) => wall(x, y, z) - (kind === 'wicker' ? 0.022 * weave(x, y, z) : 0),
    paint: (x, y, z, skin) => {
      const isInside = hypot2(x, z) < radius * (0.45 + 0.55 * Math.sqrt(clamp(y / height))) - 0.01;
      wear(skin, isInside ? inner : outer, kind === 'glaze' ? 0.5 : 0.14, kind === 'glaze' ? 0.16 : 0.5, 0.05);
      if (kind === 'wicker') {
        tint(skin, hex('#7A5328'), 0.75 * smooth(0.1, -0.7, weave(x, y, z)));
        tint(skin, hex('#E2BB7C'), 0.4 * noise(x * 8, y * 18, z * 8));
      } else if (kind === 'wood') grain(x, y, z, skin);
      else tint(skin, hex('#FFFFFF'), 0.12 * noise(x * 5, y * 5, z * 5));
    },
  };
}

export function grain(x: number, y: number, z: number, skin: Skin): void {
  const ring = Math.sin((x * 2.2 + cloud(x * 0.7, y * 2, z * 0.45) * 5 + z * 0.15) * 9);
  tint(skin, hex('#8F5F33'), 0.32 * smooth(-0.2, 0.9, ring));
  tint(skin, hex('#E3BC87'), 0.25 * noise(x * 4, y * 30, z * 1.2));
}

/** A round board; its top is at y = 0. */
export const board = (radius: number, colour = hex('#C4935C')): Shape => ({
  radius: radius + 0.1,
  distance: (x, y, z) => {
    const out = hypot2(x, z) - radius + 0.06,
      down = Math.abs(y + 0.12) - 0.06;
    return hypot2(Math.max(out, 0), Math.max(down, 0)) + Math.min(Math.max(out, down), 0) - 0.06;
  },
  paint: (x, y, z, skin) => {
    wear(skin, colour, 0.2, 0.35);
    grain(x, y, z, skin);
  },
});

/** A jar of honey: amber that lets the light through, a wooden lid, a paper band without words. */
export function honeyJar(): Shape {
  const glass = (x: number, y: number, z: number) => {
    const neck = 0.2 * smooth(1.36, 1.66, y);
    const out = hypot2(x, z) - 0.74 + neck,
      down = Math.abs(y - 0.82) - 0.7;
    return hypot2(Math.max(out, 0), Math.max(down, 0)) + Math.min(Math.max(out, down), 0) - 0.1;
  };
  const lid = (x: number, y: number, z: number) => Math.max(hypot2(x, z) - 0.7, Math.abs(y - 1.74) - 0.13) - 0.03;
  return {
    radius: 2.1,
    stride: 0.8,
    distance: (x, y, z) => Math.min(glass(x, y, z), lid(x, y, z)),
    paint: (x, y, z, skin) => {
      if (lid(x, y, z) < glass(x, y, z)) {
        wear(skin, hex('#C79A63'), 0.15, 0.4);
        return grain(x, y, z, skin);
      }
      if (y > 0.44 && y < 1.12) {
        wear(skin, hex('#F4E8D3'), 0.06, 0.6, 0.1);
        const r = hypot2(Math.atan2(x, z) * 0.8, y - 0.78);
        tint(skin, hex('#E8A83A'), smooth(0.25, 0.235, r));
        tint(skin, hex('#F4E8D3'), smooth(0.2, 0.19, r));
        for (let petal = 0; petal < 5; petal++) {
          const turn = (petal / 5) * Math.PI * 2;
          tint(
            skin,
            hex('#E3A22E'),
            smooth(0.075, 0.06, hypot2(Math.atan2(x, z) * 0.8 - Math.cos(turn) * 0.1, y - 0.78 - Math.sin(turn) * 0.1)),
          );
        }
        return;
      }
      wear(skin, hex('#E08C12'), 1, 0.1, 0.75);
      tint(skin, hex('#FFC44D'), 0.75 * smooth(0.5, 0.05, y) + 0.35 * smooth(0.3, 0.75, Math.abs(x)));
      tint(skin, hex('#A75A08'), 0.5 * smooth(1.1, 1.5, y));
    },
  };
}

export function honeyDipper(): Shape {
  const head = (x: number, y: number, z: number) => {
    const bulge = 0.3 * Math.sqrt(clamp(1 - (y / 0.46) ** 2));
    return Math.max(hypot2(x, z) - bulge + 0.07 * smooth(0.2, 0.8, Math.sin(y * 44)), Math.abs(y) - 0.45);
  };
  return {
    radius: 2.3,
    stride: 0.6,
    distance: (x, y, z) => Math.min(head(x, y, z), rod(x, y, z, [0, 0.3, 0], [0, 2.1, 0], 0.065)),
    paint: (x, y, z, skin) => {
      wear(skin, hex('#C08A4E'), 0.25, 0.3);
      grain(x * 2, y, z * 2, skin);
      if (y < 0.5) {
        tint(skin, hex('#E0950F'), 0.8);
        skin.gloss = 0.9;
        skin.rough = 0.1;
        skin.glow = 0.5;
      }
    },
  };
}

export function chestnut(seed: number): Shape {
  const body = (x: number, y: number, z: number) => {
    const tip = 0.24 * Math.exp(-(x * x + z * z) * 9) * smooth(0.2, 0.7, y);
    return ellipsoid(0.96, 0.78, 0.8)(x, y - tip, z) + 0.07 * smooth(0, 0.8, z);
  };
  return {
    radius: 1.2,
    stride: 0.8,
    distance: body,
    paint: (x, y, z, skin) => {
      const streak = noise(Math.atan2(z, x) * 14 + seed, y * 1.5, seed);
      wear(skin, hex('#5A2410'), 0.75, 0.16, 0.05);
      tint(skin, hex('#8A4420'), 0.6 * smooth(0.45, 0.8, streak));
      tint(skin, hex('#2E0F07'), 0.5 * smooth(0.5, 0.85, cloud(x + seed, y, z)));
      tint(skin, hex('#B98F62'), smooth(0.74, 0.86, y + 0.05 * noise(x * 9, 0, z * 9)));
      if (y < -0.42 + 0.06 * noise(x * 8, seed, z * 8)) {
        wear(skin, hex('#C9A57C'), 0.05, 0.6);
        tint(skin, hex('#96703F'), 0.5 * noise(x * 20, y * 20, z * 20));
      }
    },
  };
}

/** The prickly coat, open in front (+z). */
export function burr(seed: number): Shape {
  return {
    radius: 1.42,
    stride: 0.45,
    distance: (x, y, z) => {
      const r = hypot3(x, y, z);
      const prick = noise((x / r) * 19 + seed, (y / r) * 19, (z / r) * 19);
      const shell = r - 1.02 - 0.34 * smooth(0.62, 0.95, prick);
      return Math.max(shell, 0.9 - r, z * 0.75 + y * 0.6 - 0.52 - 0.06 * noise(x * 6, y * 6, z * 6));
    },
    paint: (x, y, z, skin) => {
      const r = hypot3(x, y, z);
      wear(skin, r < 0.97 ? hex('#EAD6B0') : hex('#8B8A3C'), 0.1, 0.5, 0.15);
      if (r >= 0.97) tint(skin, hex('#C2AE5E'), smooth(1.05, 1.3, r));
    },
  };
}

export function walnut(seed: number): Shape {
  const body = ellipsoid(0.84, 0.98, 0.86);
  const fold = (x: number, y: number, z: number) => creases(x * 2.3 + seed, y * 1.6, z * 2.3);
  return {
    radius: 1.14,
    stride: 0.6,
    distance: (x, y, z) =>
      body(x, y, z) +
      0.075 * (1 - fold(x, y, z)) -
      0.05 * Math.exp(-(x * x) * 130) -
      0.06 * Math.exp(-(x * x + z * z) * 30) * smooth(0.6, 0.95, y),
    paint: (x, y, z, skin) => {
      wear(skin, hex('#C69A64'), 0.16, 0.45);
      tint(skin, hex('#7E5328'), 0.9 * smooth(0.6, 0.1, fold(x, y, z)));
      tint(skin, hex('#DDB988'), 0.5 * cloud(x * 2 + seed, y * 2, z * 2));
    },
  };
}

/** Half a shell with its kernel; the face looks along +x. */
export function walnutHalf(seed: number): Shape {
  const body = ellipsoid(0.86, 0.98, 0.86);
  const kernel = (x: number, y: number, z: number) => {
    const fold = creases(x * 2.6 + seed, y * 2.8, z * 2.8);
    const cleft = 0.14 * Math.exp(-(z * z) * 60) + 0.1 * Math.exp(-(y * y) * 70);
    return ellipsoid(0.4, 0.76, 0.66)(x + 0.12, y, z) + 0.14 * (1 - fold) + cleft;
  };
  const shell = (x: number, y: number, z: number) =>
    Math.max(body(x, y, z) + 0.05 * (1 - creases(x * 2.3, y * 1.6, z * 2.3)), x, -(body(x, y, z) + 0.12));
  return {
    radius: 1.14,
    stride: 0.55,
    distance: (x, y, z) => Math.min(shell(x, y, z), kernel(x, y, z)),
    paint: (x, y, z, skin) => {
      if (kernel(x, y, z) < shell(x, y, z)) {
        wear(skin, hex('#D9A868'), 0.25, 0.35, 0.2);
        tint(skin, hex('#9C6630'), 0.7 * smooth(0.45, 0.1, creases(x * 2.6 + seed, y * 2.8, z * 2.8)));
        return;
      }
      wear(skin, x > -0.03 ? hex('#E0C196') : hex('#C69A64'), 0.14, 0.45);
      tint(skin, hex('#7E5328'), x > -0.03 ? 0 : 0.6 * smooth(0.5, 0.05, creases(x * 2.3, y * 1.6, z * 2.3)));
    },
  };
}
