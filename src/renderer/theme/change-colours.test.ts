import { describe, expect, it } from "vitest";
import { changeColours } from "./change-colours.ts";
import { flameThemeColours } from "./flame-colours.ts";
import { contrastRatio, type Rgb } from "./oklch.ts";

const STEPS = 7;

/** Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB. */
const DEFICIENCIES: Readonly<Record<string, readonly number[]>> = {
  protanopia: [
    0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882,
    -0.048116, 1.051998,
  ],
  deuteranopia: [
    0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182,
    0.04294, 0.968881,
  ],
  tritanopia: [
    1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733,
    0.691367, 0.3039,
  ],
};

function linear(part: number): number {
  const share = part / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

/** OKLab of a colour as seen with a deficiency. */
function seen({ red, green, blue }: Rgb, matrix: readonly number[]): number[] {
  const rgb = [linear(red), linear(green), linear(blue)];
  const [r, g, b] = [0, 3, 6].map((row) =>
    Math.min(
      1,
      Math.max(
        0,
        rgb.reduce((sum, part, i) => sum + part * matrix[row + i], 0),
      ),
    ),
  );
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

const distance = (a: readonly number[], b: readonly number[]): number =>
  Math.hypot(...a.map((part, i) => part - b[i]));

describe.each(["light", "dark"] as const)("change colours, %s", (name) => {
  const colours = changeColours(name, STEPS);

  it("has a colour for each step", () => {
    expect(colours).toHaveLength(2 * STEPS + 1);
  });

  it("keeps text readable on all of them", () => {
    const { text } = flameThemeColours(name).theme;
    for (const colour of colours) {
      expect(contrastRatio(text, colour)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it.each(Object.entries(DEFICIENCIES))(
    "keeps more and less apart with %s",
    (_name, matrix) => {
      const of = (code: number): number[] => seen(colours[code], matrix);
      // 0.02 is about the least difference seen side by side in OKLab.
      for (let step = 3; step <= STEPS; step += 1) {
        expect(distance(of(STEPS - step), of(STEPS + step))).toBeGreaterThan(
          0.05,
        );
        expect(distance(of(STEPS), of(STEPS + step))).toBeGreaterThan(0.03);
        expect(distance(of(STEPS), of(STEPS - step))).toBeGreaterThan(0.03);
      }
    },
  );
});
