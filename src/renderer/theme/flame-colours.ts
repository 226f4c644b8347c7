import {
  cssFromRgb,
  mixRgb,
  packRgb,
  rgbFromOklch,
  type Rgb,
} from "./oklch.ts";

/** The theme in use, `system` resolved. */
export type ThemeName = "light" | "dark";

/** Whose code a box is; decides how much colour it gets. The names of `FrameKind` (analysis). */
export type ColourKind = "user" | "std" | "runtime" | "unknown";

/**
 * Slots of the palette. A user or library package has one of `HUES` hues, the standard library the
 * same hues with little chroma, the runtime and unknown frames none.
 *
 * ```
 *   0      1        2        3 .. 50     51 .. 98   99 .. 105
 *   root   runtime  unknown  user hues   std hues   verdicts
 * ```
 */
export const ROOT_SLOT = 0;
const RUNTIME_SLOT = 1;
const UNKNOWN_SLOT = 2;
const FIRST_USER_SLOT = 3;
const HUES = 48;
const FIRST_STD_SLOT = FIRST_USER_SLOT + HUES;
const FIRST_VERDICT_SLOT = FIRST_STD_SLOT + HUES;

/**
 * What colour by verdict tells apart, worst first; lightness falls with them, so that they differ
 * without hue, too. `mixed`: different verdicts below; `unjudged`: none.
 */
export const VERDICT_COLOURS = [
  "proved",
  "high",
  "medium",
  "low",
  "benign",
  "mixed",
  "unjudged",
] as const;
export type VerdictColour = (typeof VERDICT_COLOURS)[number];

export const SLOT_COUNT = FIRST_VERDICT_SLOT + VERDICT_COLOURS.length;

/** Palette slot of a verdict. */
export function slotOfVerdict(verdict: VerdictColour): number {
  return FIRST_VERDICT_SLOT + VERDICT_COLOURS.indexOf(verdict);
}

/** Hues near the accent are left to the matches of a search. */
const ACCENT_HUE = 230;
const ACCENT_RESERVE = 24;

/** Packages that share their first two path elements stay within this many hue steps. */
const NEIGHBOUR_STEPS = 2;

interface FlameTheme {
  readonly background: Rgb;
  readonly text: Rgb;
  readonly dimText: Rgb;
  readonly matchText: Rgb;
  readonly userLightness: number;
  readonly userChroma: number;
  readonly stdLightness: number;
  readonly stdChroma: number;
  readonly runtime: Rgb;
  readonly unknown: Rgb;
  readonly root: Rgb;
  readonly match: Rgb;
  readonly verdicts: Readonly<Record<VerdictColour, Rgb>>;
  /** Dot on a box that a finding points to. */
  readonly badge: Rgb;
  /** What inlined frames' left edge is mixed with, and how much. */
  readonly edge: Rgb;
  readonly edgeAmount: number;
  /** Share of the background in boxes that do not match. */
  readonly dimAmount: number;
}

const grey = (lightness: number, chroma = 0.004): Rgb =>
  rgbFromOklch({ lightness, chroma, hue: 250 });

const oklch = (lightness: number, chroma: number, hue: number): Rgb =>
  rgbFromOklch({ lightness, chroma, hue });

const THEMES: Readonly<Record<ThemeName, FlameTheme>> = {
  light: {
    background: grey(1, 0),
    text: grey(0.2),
    dimText: grey(0.47),
    matchText: grey(1, 0),
    userLightness: 0.845,
    userChroma: 0.085,
    stdLightness: 0.89,
    stdChroma: 0.028,
    runtime: grey(0.905),
    unknown: grey(0.86),
    root: grey(0.94),
    match: rgbFromOklch({ lightness: 0.53, chroma: 0.13, hue: ACCENT_HUE }),
    verdicts: {
      proved: oklch(0.7, 0.16, 28),
      high: oklch(0.775, 0.135, 45),
      medium: oklch(0.85, 0.11, 75),
      low: oklch(0.925, 0.06, 95),
      benign: oklch(0.9, 0.03, 235),
      mixed: grey(0.87),
      unjudged: grey(0.94),
    },
    badge: oklch(0.52, 0.19, 28),
    edge: grey(1, 0),
    edgeAmount: 0.65,
    dimAmount: 0.74,
  },
  dark: {
    background: grey(0.185, 0.006),
    text: grey(0.955),
    dimText: grey(0.7),
    matchText: grey(0.16),
    userLightness: 0.43,
    userChroma: 0.082,
    stdLightness: 0.37,
    stdChroma: 0.026,
    runtime: grey(0.33),
    unknown: grey(0.39),
    root: grey(0.28),
    match: rgbFromOklch({ lightness: 0.78, chroma: 0.125, hue: ACCENT_HUE }),
    verdicts: {
      proved: oklch(0.51, 0.16, 28),
      high: oklch(0.47, 0.115, 48),
      medium: oklch(0.42, 0.08, 78),
      low: oklch(0.36, 0.04, 100),
      benign: oklch(0.33, 0.03, 235),
      mixed: grey(0.38),
      unjudged: grey(0.28),
    },
    badge: oklch(0.74, 0.16, 35),
    edge: grey(1, 0),
    edgeAmount: 0.28,
    dimAmount: 0.68,
  },
};

/** Colours ready for the canvas, one entry per slot. Packed as `packRgb`. */
export interface FlamePalette {
  readonly background: number;
  readonly body: Uint32Array;
  readonly edge: Uint32Array;
  readonly dimBody: Uint32Array;
  readonly dimEdge: Uint32Array;
  readonly match: number;
  readonly matchEdge: number;
  readonly backgroundCss: string;
  readonly textCss: string;
  readonly dimTextCss: string;
  readonly matchTextCss: string;
  /** Ring around the focused box. */
  readonly focusCss: string;
  readonly badgeCss: string;
}

/** 32-bit FNV-1a of UTF-16 units: stable between runs and files. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** The first two elements of a package path, which say whose it is: `github.com/acme`. */
export function packageFamily(packagePath: string): string {
  return packagePath.split("/", 2).join("/");
}

/**
 * Hue step of a package: the family decides, the rest of the path moves it a little, so that the
 * packages of one module are akin but not the same.
 */
export function hueStepOfPackage(packagePath: string): number {
  const family = packageFamily(packagePath);
  const base = hashText(family) % HUES;
  if (family === packagePath) return base;
  const spread = 2 * NEIGHBOUR_STEPS + 1;
  const shift = (hashText(packagePath) % spread) - NEIGHBOUR_STEPS;
  return (base + shift + HUES) % HUES;
}

/** Degrees of a hue step, leaving out the neighbourhood of the accent. */
function hueDegrees(step: number): number {
  const usable = 360 - 2 * ACCENT_RESERVE;
  return (ACCENT_HUE + ACCENT_RESERVE + (step * usable) / HUES) % 360;
}

/** Palette slot of a frame. */
export function slotOfFrame(kind: ColourKind, packagePath: string): number {
  if (kind === "runtime") return RUNTIME_SLOT;
  if (kind === "unknown") return UNKNOWN_SLOT;
  const first = kind === "std" ? FIRST_STD_SLOT : FIRST_USER_SLOT;
  return first + hueStepOfPackage(packagePath);
}

function bodyColours(theme: FlameTheme): Rgb[] {
  const ring = (lightness: number, chroma: number): Rgb[] =>
    Array.from({ length: HUES }, (_unused, step) =>
      rgbFromOklch({ lightness, chroma, hue: hueDegrees(step) }),
    );
  return [
    theme.root,
    theme.runtime,
    theme.unknown,
    ...ring(theme.userLightness, theme.userChroma),
    ...ring(theme.stdLightness, theme.stdChroma),
    ...VERDICT_COLOURS.map((verdict) => theme.verdicts[verdict]),
  ];
}

/** Everything a theme's palette is made of, as colours; what the contrast test looks at. */
export function flameThemeColours(name: ThemeName): {
  readonly theme: FlameTheme;
  readonly body: readonly Rgb[];
  readonly dim: readonly Rgb[];
} {
  const theme = THEMES[name];
  const body = bodyColours(theme);
  const dim = body.map((colour) =>
    mixRgb(colour, theme.background, theme.dimAmount),
  );
  return { theme, body, dim };
}

export function flamePalette(name: ThemeName): FlamePalette {
  const { theme, body, dim } = flameThemeColours(name);
  const withEdge = (colour: Rgb): number =>
    packRgb(mixRgb(colour, theme.edge, theme.edgeAmount));
  return {
    background: packRgb(theme.background),
    body: Uint32Array.from(body, packRgb),
    edge: Uint32Array.from(body, withEdge),
    dimBody: Uint32Array.from(dim, packRgb),
    dimEdge: Uint32Array.from(dim, withEdge),
    match: packRgb(theme.match),
    matchEdge: withEdge(theme.match),
    backgroundCss: cssFromRgb(theme.background),
    textCss: cssFromRgb(theme.text),
    dimTextCss: cssFromRgb(theme.dimText),
    matchTextCss: cssFromRgb(theme.matchText),
    // Not the accent: the focused box may be a match.
    focusCss: cssFromRgb(theme.text),
    badgeCss: cssFromRgb(theme.badge),
  };
}

/** Colours of the legend, as CSS. */
export interface LegendColours {
  readonly user: readonly string[];
  readonly std: readonly string[];
  readonly runtime: readonly string[];
  readonly inlinedEdge: string;
  readonly verdicts: Readonly<Record<VerdictColour, string>>;
  readonly badge: string;
}

export function legendColours(name: ThemeName): LegendColours {
  const { theme, body } = flameThemeColours(name);
  const some = (first: number): string[] =>
    [0, 10, 20, 30, 40].map((step) => cssFromRgb(body[first + step]));
  return {
    user: some(FIRST_USER_SLOT),
    std: some(FIRST_STD_SLOT),
    runtime: [cssFromRgb(theme.runtime)],
    verdicts: Object.fromEntries(
      VERDICT_COLOURS.map((verdict) => [
        verdict,
        cssFromRgb(theme.verdicts[verdict]),
      ]),
    ) as Record<VerdictColour, string>,
    badge: cssFromRgb(theme.badge),
    inlinedEdge: cssFromRgb(
      mixRgb(body[FIRST_USER_SLOT], theme.edge, theme.edgeAmount),
    ),
  };
}
