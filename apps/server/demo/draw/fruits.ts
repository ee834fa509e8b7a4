import { clamp, cloud, creases, dots, noise, smooth } from './noise.ts';
import { blend, box, ellipsoid, hex, hypot2, hypot3, type Rgb, rod, type Shape, tint, wear } from './solid.ts';

/** Colours of one apple: the ground under the blush, and the blush. */
export function apple(seed: number, ground: Rgb = hex('#E5B155'), blush: Rgb = hex('#BC2A22')): Shape {
  const stem = (x: number, y: number, z: number) => rod(x, y, z, [0, 0.4, 0], [0.1, 0.95, 0.04], 0.03);
  const body = (x: number, y: number, z: number) => {
    const turn = Math.atan2(z, x);
    const r = hypot2(x, z) * (1 + 0.1 * -y) + 0.014 * Math.cos(turn * 5 + seed) * smooth(0.5, -0.7, y);
    return hypot2(r - 0.33, y * 0.92) - 0.66;
  };
  return {
    radius: 1.16,
    stride: 0.82,
    distance: (x, y, z) => Math.min(body(x, y, z), stem(x, y, z)),
    paint: (x, y, z, skin) => {
      if (stem(x, y, z) < body(x, y, z)) return wear(skin, hex('#5A3E22'), 0.1, 0.5);
      const turn = Math.atan2(z, x);
      const streak = noise(turn * 11 + seed * 3, y * 1.1, seed) * 0.55 + noise(turn * 27, y * 2, seed) * 0.3;
      const side = cloud(x * 1.1 + seed * 5, y * 1.1, z * 1.1);
      wear(skin, ground, 0.62, 0.2, 0.12);
      tint(skin, blush, 0.97 * smooth(0.24, 0.74, streak * 0.5 + side * 0.86));
      tint(skin, hex('#8E1216'), 0.5 * smooth(0.4, 0.7, side) * smooth(0.35, 0.65, streak));
      tint(skin, hex('#B9B04A'), 0.85 * smooth(0.34, 0.12, hypot2(x, z)));
      tint(skin, hex('#F2D79A'), 0.55 * smooth(0.15, 0.07, dots(x * 13 + seed, y * 13, z * 13)));
    },
  };
}

export function pear(seed: number): Shape {
  const stem = (x: number, y: number, z: number) => rod(x, y, z, [0, 0.75, 0], [0.14, 1.32, 0.05], 0.04);
  const body = (x: number, y: number, z: number) => {
    const wobble = 0.02 * noise(x * 2 + seed, y * 2, z * 2);
    const dimple = 0.1 * Math.exp(-(hypot2(x, z) ** 2) * 34) * smooth(0.6, 0.9, y);
    return blend(hypot3(x, (y + 0.2) * 1.02, z) - 0.8, hypot3(x, y - 0.52, z) - 0.42, 0.62) + wobble + dimple;
  };
  return {
    radius: 1.42,
    distance: (x, y, z) => Math.min(body(x, y, z), stem(x, y, z)),
    paint: (x, y, z, skin) => {
      if (stem(x, y, z) < body(x, y, z)) return wear(skin, hex('#6B4A28'), 0.1, 0.5);
      wear(skin, hex('#D9C65A'), 0.4, 0.3, 0.16);
      tint(skin, hex('#B5BE4E'), smooth(0.35, 0.75, cloud(x + seed * 3, y * 0.8, z)));
      tint(skin, hex('#E8CE74'), 0.6 * smooth(0.5, 0.8, cloud(x * 0.8 + seed, y, z * 0.8 + 4)));
      tint(skin, hex('#8C6F35'), 0.75 * smooth(0.12, 0.06, dots(x * 9 + seed, y * 9, z * 9)));
      tint(skin, hex('#9A7636'), 0.7 * smooth(0.62, 0.95, y + 0.25 * noise(x * 7, y * 7, z * 7)));
      tint(skin, hex('#8F7136'), 0.6 * smooth(-0.78, -0.98, y));
    },
  };
}

export function jujube(seed: number, ripe: number): Shape {
  const body = ellipsoid(0.82, 0.96, 0.82);
  return {
    radius: 1.02,
    distance: (x, y, z) =>
      body(x, y, z) + 0.16 * Math.exp(-(hypot2(x, z) ** 2) * 30) * smooth(0.3, 0.8, y) + 0.012 * noise(x * 3 + seed, y * 3, z * 3),
    paint: (x, y, z, skin) => {
      wear(skin, hex('#C9C466'), 0.7, 0.14, 0.12);
      tint(skin, hex('#E1CC7C'), 0.5 * cloud(x * 2, y * 2 + seed, z * 2));
      const edge = cloud(x * 1.5 + seed * 7, y * 1.5, z * 1.5) + 0.12 * noise(x * 9, y * 9, z * 9);
      tint(skin, hex('#8A2A17'), smooth(1.02 - ripe, 1.14 - ripe, edge + 0.1));
      tint(skin, hex('#5E160D'), 0.55 * smooth(1.2 - ripe, 1.45 - ripe, edge + 0.1));
      tint(skin, hex('#6B5232'), 0.8 * smooth(0.16, 0.08, hypot2(x, z)) * smooth(0.2, 0.6, y));
    },
  };
}

const kiwiSkin: Shape['paint'] = (x, y, z, skin) => {
  wear(skin, hex('#7C5C36'), 0.1, 0.6, 0.1);
  tint(skin, hex('#5C4326'), smooth(0.35, 0.7, cloud(x * 3, y * 3, z * 3)));
  tint(skin, hex('#A98957'), 0.55 * smooth(0.6, 0.8, noise(x * 60, y * 26, z * 60)));
};

export function kiwi(seed: number): Shape {
  const body = ellipsoid(0.76, 0.98, 0.72);
  return {
    radius: 1.08,
    distance: (x, y, z) =>
      body(x, y, z) + 0.006 * noise(x * 46, y * 22, z * 46) - 0.05 * Math.exp(-(hypot2(x, z) ** 2) * 60) * smooth(0.8, 1, y),
    paint: (x, y, z, skin) => {
      kiwiSkin(x + seed, y, z, skin);
      tint(skin, hex('#3F2C18'), smooth(0.2, 0.1, hypot2(x, z)) * smooth(0.6, 0.9, Math.abs(y)));
    },
  };
}

/** Cut across; the face looks along +y. */
export function kiwiHalf(seed: number): Shape {
  const body = ellipsoid(0.8, 0.95, 0.8);
  const core = (turn: number) => 0.19 + 0.012 * Math.sin(turn);
  return {
    radius: 1.1,
    distance: (x, y, z) => Math.max(body(x, y, z) + 0.005 * noise(x * 46, y * 22, z * 46), y - 0.02 - 0.03 * smooth(0.3, 0, hypot2(x, z))),
    paint: (x, y, z, skin) => {
      const r = hypot2(x, z),
        turn = Math.atan2(z, x);
      if (y < -0.03 || r > 0.785) return kiwiSkin(x + seed, y, z, skin);
      const ray = noise(turn * 9.5 + 20, seed, r * 0.7);
      wear(skin, hex('#7DB32E'), 0.55, 0.16, 0.3);
      tint(skin, hex('#5E9A1F'), smooth(0.35, 0.7, r + 0.16 * ray));
      tint(skin, hex('#A9D25C'), 0.75 * smooth(0.5, 0.75, ray) * smooth(0.72, 0.3, r));
      tint(
        skin,
        hex('#F0F1C8'),
        smooth(core(turn * 9) + 0.07, core(turn * 9) - 0.07, r * (1 + 0.12 * Math.cos(turn * 2 + 1)) + 0.05 * ray),
      );
      const seeds = dots(Math.cos(turn) * 6.4 * 1.2 + seed, r * 4.2, Math.sin(turn) * 6.4 * 1.2);
      tint(skin, hex('#16110C'), smooth(0.3, 0.22, seeds) * smooth(0.24, 0.29, r) * smooth(0.52, 0.44, r));
      tint(skin, hex('#9CC35A'), smooth(0.72, 0.775, r));
    },
  };
}

const crown = (x: number, y: number, z: number) => {
  const turn = Math.atan2(z, x),
    r = hypot2(x, z);
  const flare = 0.16 + 0.34 * smooth(0.8, 1.42, y) ** 1.4;
  const points = 1.34 + 0.15 * Math.cos(turn * 6);
  return Math.max(Math.abs(r - flare) - 0.035, y - points, 0.82 - y);
};

const pomegranateSkin =
  (seed: number): Shape['paint'] =>
  (x, y, z, skin) => {
    wear(skin, hex('#C8402C'), 0.45, 0.28, 0.1);
    tint(skin, hex('#E0A14E'), 0.8 * smooth(0.5, 0.8, cloud(x * 1.2 + seed, y * 1.2, z * 1.2)));
    tint(skin, hex('#A31E22'), 0.8 * smooth(0.48, 0.75, cloud(x * 1.4, y * 1.4 + seed, z * 1.4 + 3)));
    tint(skin, hex('#8A4A2A'), 0.5 * smooth(0.66, 0.8, noise(x * 14, y * 14 + seed, z * 14)));
    tint(skin, hex('#D98A4A'), 0.6 * smooth(0.95, 1.3, y));
  };

const pomegranateBody = (x: number, y: number, z: number) => {
  const turn = Math.atan2(z, x);
  return blend(hypot3(x, y * 1.06, z) - 0.98 + 0.025 * Math.cos(turn * 6) * smooth(1, 0, Math.abs(y)), crown(x, y, z), 0.12);
};

export const pomegranate = (seed: number): Shape => ({
  radius: 1.58,
  stride: 0.72,
  distance: (x, y, z) => pomegranateBody(x, y, z) + 0.008 * noise(x * 6 + seed, y * 6, z * 6),
  paint: pomegranateSkin(seed),
});

/** Cut through the crown; the face looks along +z, and the chambers are hollows waiting for seeds. */
export const pomegranateHalf = (seed: number): Shape => ({
  radius: 1.58,
  stride: 0.6,
  distance: (x, y, z) => {
    const r = hypot2(x, y),
      turn = Math.atan2(y, x);
    const rib = Math.abs(Math.sin(turn * 2.5 + 0.6)) * r;
    const hollow = 0.1 * smooth(0.86, 0.76, r) * smooth(0.05, 0.14, rib);
    return Math.max(pomegranateBody(x, y, z), z + hollow);
  },
  paint: (x, y, z, skin) => {
    const r = hypot2(x, y * 1.03);
    if (z < -0.16 || r > 0.93) return pomegranateSkin(seed)(x, y, z, skin);
    wear(skin, hex('#F2DDB4'), 0.15, 0.4, 0.3);
    tint(skin, hex('#D9646A'), 0.5 * smooth(0.3, 0.7, noise(x * 5, y * 5, seed)));
  },
});

const melonSkin: Shape['paint'] = (x, y, z, skin) => {
  const turn = Math.atan2(z, x);
  wear(skin, hex('#EBCB62'), 0.5, 0.24, 0.14);
  tint(skin, hex('#F1DC95'), 0.4 * smooth(0.4, 1.05, Math.cos(turn * 10) * 0.5 + 0.5 + 0.25 * noise(x * 4, y * 4, z * 4)));
  tint(skin, hex('#C9A437'), 0.5 * smooth(0.55, 0.8, cloud(x * 2, y * 2, z * 2)));
  tint(skin, hex('#A6A65A'), 0.7 * smooth(0.85, 1.1, y));
};

const melonBody = (x: number, y: number, z: number) => {
  const turn = Math.atan2(z, x);
  return ellipsoid(0.94, 1.1, 0.94)(x, y, z) - 0.012 * Math.cos(turn * 10) * smooth(1.1, 0.6, Math.abs(y));
};

export function melon(): Shape {
  const stem = (x: number, y: number, z: number) => rod(x, y, z, [0, 1, 0], [0.08, 1.3, 0.03], 0.05);
  return {
    radius: 1.4,
    distance: (x, y, z) => Math.min(melonBody(x, y, z), stem(x, y, z)),
    paint: (x, y, z, skin) => (stem(x, y, z) < melonBody(x, y, z) ? wear(skin, hex('#8B8A4A'), 0.1, 0.5) : melonSkin(x, y, z, skin)),
  };
}

const melonFlesh = (r: number, x: number, y: number, z: number, skin: Parameters<Shape['paint']>[3]) => {
  wear(skin, hex('#F6E3A6'), 0.4, 0.2, 0.35);
  tint(skin, hex('#F2B661'), smooth(0.78, 0.46, r));
  tint(skin, hex('#DDE3A0'), smooth(0.82, 0.9, r));
  if (r < 0.45) {
    tint(skin, hex('#EFA64F'), 0.8);
    tint(skin, hex('#F8EBC4'), smooth(0.4, 0.3, dots(x * 9, y * 5, z * 9)));
  }
};

/** Cut lengthways; the face looks along +z. */
export const melonHalf = (): Shape => ({
  radius: 1.2,
  stride: 0.75,
  distance: (x, y, z) => {
    const pit = 0.42 - hypot3(x, y * 0.72, z * 1.1);
    return Math.max(melonBody(x, y, z), z, pit - 0.02 * noise(x * 16, y * 9, z * 16));
  },
  paint: (x, y, z, skin) => {
    const r = hypot2(x, y * 0.85);
    if (z < -0.02 && hypot3(x, y * 0.72, z * 1.1) > 0.46) return melonSkin(x, y, z, skin);
    melonFlesh(r, x, y, z, skin);
  },
});

/** A boat of melon: the flesh looks up, the rind rests below. */
export const melonSlice = (): Shape => ({
  radius: 1.2,
  stride: 0.75,
  distance: (x, y, z) => {
    const lean = 0.42;
    return Math.max(
      melonBody(x, y, z),
      z * Math.cos(lean) + x * Math.sin(lean),
      z * Math.cos(lean) - x * Math.sin(lean),
      0.46 - hypot3(x, y * 0.72, z),
    );
  },
  paint: (x, y, z, skin) => {
    const r = hypot3(x, y * 0.85, z);
    if (r > 0.9 && melonBody(x, y, z) > -0.012) return melonSkin(x, y, z, skin);
    melonFlesh(r, x, y, z, skin);
  },
});

/** A fresh persimmon, squat and square, with its four-lobed cap. */
export function persimmon(seed: number, isPeeled = false): Shape {
  const cap = (x: number, y: number, z: number) => {
    const turn = Math.atan2(z, x),
      r = hypot2(x, z);
    const lobe = 0.34 + 0.17 * Math.abs(Math.cos(turn * 2));
    const height = 0.53 + 0.1 * smooth(0.1, 0.5, r) - 0.28 * Math.max(0, r - 0.3) ** 1.2;
    return Math.max(Math.abs(y - height) - 0.022, r - lobe) * 0.8;
  };
  const stem = (x: number, y: number, z: number) => rod(x, y, z, [0, 0.5, 0], [0.02, 0.78, 0], 0.045);
  const body = (x: number, y: number, z: number) => {
    const corner = (x ** 4 + z ** 4) ** 0.25;
    const r = (corner + hypot2(x, z)) / 2;
    const facets = isPeeled ? 0.007 * Math.cos(Math.atan2(z, x) * 11 + seed) : 0;
    return hypot2(Math.max(r - 0.34, 0), y * (isPeeled ? 0.9 : 1.02)) - 0.6 + facets + 0.012 * noise(x * 3 + seed, y * 3, z * 3);
  };
  return {
    radius: 1.1,
    stride: 0.75,
    distance: (x, y, z) => Math.min(body(x, y, z), cap(x, y, z), stem(x, y, z)),
    paint: (x, y, z, skin) => {
      if (Math.min(cap(x, y, z), stem(x, y, z)) < body(x, y, z)) {
        wear(skin, isPeeled ? hex('#8B7444') : hex('#7F8A45'), 0.1, 0.5);
        return tint(skin, hex('#5F4A28'), smooth(0.4, 0.7, noise(x * 9, y * 9, z * 9)));
      }
      wear(skin, isPeeled ? hex('#E2701C') : hex('#EA6A1E'), isPeeled ? 0.35 : 0.6, isPeeled ? 0.3 : 0.2, 0.28);
      tint(skin, hex('#F39A3C'), 0.6 * smooth(0.4, 0.75, cloud(x * 1.3 + seed, y * 1.3, z * 1.3)));
      tint(skin, hex('#C94A12'), 0.5 * smooth(0.5, 0.8, cloud(x * 1.1, y * 1.1 + seed, z * 1.1 + 6)));
    },
  };
}

/** Dried: flat, wrinkled, white with its own sugar. */
export function driedPersimmon(seed: number, frost = 0.6): Shape {
  const cap = (x: number, y: number, z: number) => {
    const turn = Math.atan2(z, x),
      r = hypot2(x, z);
    return Math.max(Math.abs(y - 0.27 - 0.05 * Math.cos(turn * 4)) - 0.02, r - 0.2 - 0.1 * Math.abs(Math.cos(turn * 2))) * 0.8;
  };
  const fold = (x: number, y: number, z: number) => {
    const turn = Math.atan2(z, x);
    return creases(Math.cos(turn) * 1.7 + x * 0.9 + seed, y * 2.2, Math.sin(turn) * 1.7 + z * 0.9);
  };
  const body = (x: number, y: number, z: number) => {
    const r = hypot2(x, z);
    return (
      hypot2(Math.max(r - 0.62, 0), y) -
      0.33 +
      0.09 * Math.exp(-r * r * 5) * smooth(0, 0.3, y) +
      0.06 * (1 - fold(x, y, z)) +
      0.01 * noise(x * 14, y * 14, z * 14)
    );
  };
  return {
    radius: 1.06,
    stride: 0.65,
    distance: (x, y, z) => Math.min(body(x, y, z), cap(x, y, z)),
    paint: (x, y, z, skin) => {
      if (cap(x, y, z) < body(x, y, z)) return wear(skin, hex('#6E5330'), 0.05, 0.6);
      wear(skin, hex('#BC5A12'), 0.3, 0.35, 0.3);
      tint(skin, hex('#8A3A10'), 0.6 * smooth(0.5, 0.15, fold(x, y, z)));
      const dust = cloud(x * 2.4 + seed * 3, y * 2.4, z * 2.4) * 0.7 + fold(x, y, z) * 0.4;
      const powder = clamp(0.9 * frost * smooth(0.52, 0.86, dust + 0.22 * noise(x * 26, y * 26, z * 26)) + 0.06);
      tint(skin, hex('#EFE5D2'), powder);
      skin.gloss *= 1 - powder;
    },
  };
}

/** Frame of a crate of slats, open above; half sizes. */
export function crate(halfX: number, height: number, halfZ: number): Shape {
  const thick = 0.07;
  const slat = (x: number, y: number, z: number) => {
    const rows = 3;
    const tall = height / rows;
    const row = clamp(Math.floor(y / tall), 0, rows - 1);
    const inRow = y - (row + 0.5) * tall;
    const long = box(x, inRow, Math.abs(z) - halfZ, halfX, tall * 0.4, thick / 2, 0.025);
    const short = box(Math.abs(x) - halfX, inRow, z, thick / 2, tall * 0.4, halfZ, 0.025);
    const post = box(Math.abs(x) - halfX + 0.1, y - height / 2, Math.abs(z) - halfZ + 0.08, 0.07, height / 2, 0.07, 0.02);
    const floor = box(x, y - 0.05, z, halfX, 0.05, halfZ, 0.02);
    return Math.min(long, short, post, floor);
  };
  return {
    radius: hypot3(halfX + 0.2, height, halfZ + 0.2),
    stride: 0.8,
    distance: slat,
    paint: (x, y, z, skin) => {
      wear(skin, hex('#C89A62'), 0.12, 0.5);
      const row = Math.floor((y / height) * 3);
      tint(skin, hex('#9C6F3F'), smooth(0.4, 0.75, cloud(x * 1.6 + row * 3, y * 14 + row * 9, z * 1.6)));
      tint(skin, hex('#DDB57F'), 0.4 * smooth(0.5, 0.8, noise(x * 3 + row * 5, y * 40, z * 3)));
    },
  };
}
