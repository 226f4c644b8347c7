import type { FlamePalette, ThemeName } from "./flame-colours.ts";
import { flamePalette } from "./flame-colours.ts";
import {
  cssFromRgb,
  mixRgb,
  packRgb,
  rgbFromOklch,
  type Rgb,
} from "./oklch.ts";

/**
 * Colours of change: blue (less) over grey to orange-red (more), one for each code of `changeStep`.
 * Blue and orange stay apart in protanopia, deuteranopia and tritanopia; lightness falls (in the dark
 * theme: rises) toward both ends, so that the amount reads in grey, too, and new and removed frames
 * are marked by shape besides.
 */
const LESS_HUE = 255;
const MORE_HUE = 48;

interface ChangeTheme {
  readonly neutral: { readonly lightness: number; readonly chroma: number };
  readonly end: { readonly lightness: number; readonly chroma: number };
  /** Left edge and outline of new frames, hatching of removed ones. */
  readonly more: Rgb;
  readonly less: Rgb;
}

const mark = (lightness: number, chroma: number, hue: number): Rgb =>
  rgbFromOklch({ lightness, chroma, hue });

const THEMES: Readonly<Record<ThemeName, ChangeTheme>> = {
  light: {
    neutral: { lightness: 0.925, chroma: 0.003 },
    end: { lightness: 0.72, chroma: 0.155 },
    more: mark(0.47, 0.15, 35),
    less: mark(0.5, 0.12, LESS_HUE),
  },
  dark: {
    neutral: { lightness: 0.3, chroma: 0.004 },
    end: { lightness: 0.51, chroma: 0.135 },
    more: mark(0.82, 0.13, 60),
    less: mark(0.74, 0.1, LESS_HUE),
  },
};

/** Colour of each step, from the strongest "less" to the strongest "more". */
export function changeColours(name: ThemeName, steps: number): Rgb[] {
  const { neutral, end } = THEMES[name];
  return Array.from({ length: 2 * steps + 1 }, (_unused, code) => {
    const amount = Math.abs(code - steps) / steps;
    const mix = (from: number, to: number): number =>
      from + (to - from) * amount;
    return rgbFromOklch({
      lightness: mix(neutral.lightness, end.lightness),
      chroma: mix(neutral.chroma, end.chroma),
      hue: code < steps ? LESS_HUE : MORE_HUE,
    });
  });
}

/** A palette for the canvas whose slots are step codes, and the marks' colours as CSS. */
export interface ChangePalette extends FlamePalette {
  readonly newCss: string;
  readonly removedCss: string;
}

/** The flame palette of a theme with change steps in place of packages. */
export function changePalette(name: ThemeName, steps: number): ChangePalette {
  const flame = flamePalette(name);
  const { more, less } = THEMES[name];
  const body = changeColours(name, steps);
  const background = name === "light" ? WHITE : mark(0.185, 0.006, 250);
  const dim = body.map((colour) => mixRgb(colour, background, 0.72));
  return {
    ...flame,
    body: Uint32Array.from(body, packRgb),
    edge: Uint32Array.from(body, () => packRgb(more)),
    dimBody: Uint32Array.from(dim, packRgb),
    dimEdge: Uint32Array.from(dim, packRgb),
    newCss: cssFromRgb(more),
    removedCss: cssFromRgb(less),
  };
}

const WHITE: Rgb = { red: 255, green: 255, blue: 255 };
