import { cloud, mix, noise, smooth } from './noise.ts';
import { hex, type Rgb, type Skin, tint, wear } from './solid.ts';

/** Smooth paper of one colour. */
export const paper =
  (colour: Rgb) =>
  (x: number, z: number, skin: Skin): void => {
    wear(skin, colour, 0.03, 0.6);
    tint(skin, [1, 1, 1], 0.03 * noise(x * 40, 0, z * 40));
  };

/** Woven linen with a few soft folds of tone. */
export const linen =
  (colour: Rgb, thread = 46) =>
  (x: number, z: number, skin: Skin): void => {
    wear(skin, colour, 0.02, 0.6);
    const weave = Math.sin(x * thread + noise(x * 3, 0, z * 9) * 2) * Math.sin(z * thread + noise(x * 9, 4, z * 3) * 2);
    tint(skin, [0.16, 0.12, 0.09], 0.1 + 0.09 * weave + 0.08 * smooth(0.5, 0.8, cloud(x * 0.6, 0, z * 0.6)));
  };

/** Boards of an old table, running across. */
export const table =
  (colour: Rgb, dark: Rgb) =>
  (x: number, z: number, skin: Skin): void => {
    const width = 1.5;
    const plank = Math.floor(z / width);
    const within = z / width - plank;
    wear(skin, colour, 0.12, 0.4);
    const ring = Math.sin((z * 1.3 + cloud(x * 0.25 + plank * 7, plank, z * 1.3) * 4) * 8);
    tint(skin, dark, 0.4 * smooth(-0.2, 0.9, ring) + 0.2 * noise(x * 1.2, plank, z * 26) + 0.16 * noise(plank * 3.7, 1, 2));
    tint(skin, [0.03, 0.02, 0.015], 0.85 * smooth(0.018, 0.006, Math.min(within, 1 - within)));
  };

/** From one colour above to another below. Above 1, `light` makes it as bright as ground that the sun stands on. */
export const fade = (above: string, below: string, light = 1) => {
  const [a, b] = [hex(above), hex(below)];
  return (_: number, v: number): Rgb => [mix(a[0], b[0], v) * light, mix(a[1], b[1], v) * light, mix(a[2], b[2], v) * light];
};

/** Out-of-focus lights over a fade: leaves with sun behind them, lamps in the evening. */
export function bokeh(above: string, below: string, lights: readonly (readonly [number, number, number, string, number])[], ratio = 1) {
  const base = fade(above, below);
  const painted = lights.map(([u, v, size, colour, strength]) => ({ u, v, size, colour: hex(colour), strength }));
  return (u: number, v: number): Rgb => {
    const mixed: [number, number, number] = [...base(u, v)];
    for (const light of painted) {
      const far = Math.hypot(u - light.u, (v - light.v) * ratio);
      const share = light.strength * smooth(light.size, light.size * 0.72, far) * (0.75 + 0.25 * smooth(light.size * 0.3, light.size, far));
      for (let axis = 0; axis < 3; axis++) mixed[axis] = mix(mixed[axis] ?? 0, light.colour[axis] ?? 0, share);
    }
    return mixed;
  };
}
