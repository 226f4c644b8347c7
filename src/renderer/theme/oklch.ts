/** A colour in OKLCH: lightness 0..1, chroma 0..about 0.37, hue in degrees. */
export interface Oklch {
  readonly lightness: number;
  readonly chroma: number;
  readonly hue: number;
}

/** sRGB, 0..255 each. */
export interface Rgb {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
}

/** Linear sRGB of an OKLCH colour, may lie outside 0..1 (Ottosson, "A perceptual color space"). */
function linearRgb({ lightness, chroma, hue }: Oklch): number[] {
  const radians = (hue * Math.PI) / 180;
  const a = chroma * Math.cos(radians);
  const b = chroma * Math.sin(radians);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

function isInGamut(linear: readonly number[]): boolean {
  return linear.every((part) => part >= -1e-4 && part <= 1 + 1e-4);
}

function encode(linear: number): number {
  const clamped = Math.min(1, Math.max(0, linear));
  const encoded =
    clamped <= 0.0031308
      ? 12.92 * clamped
      : 1.055 * clamped ** (1 / 2.4) - 0.055;
  return Math.round(encoded * 255);
}

/** sRGB of an OKLCH colour; where sRGB has no such colour, the nearest with less chroma. */
export function rgbFromOklch(colour: Oklch): Rgb {
  let linear = linearRgb(colour);
  if (!isInGamut(linear)) {
    let low = 0;
    let high = colour.chroma;
    for (let step = 0; step < 20; step += 1) {
      const middle = (low + high) / 2;
      if (isInGamut(linearRgb({ ...colour, chroma: middle }))) low = middle;
      else high = middle;
    }
    linear = linearRgb({ ...colour, chroma: low });
  }
  const [red, green, blue] = linear.map(encode);
  return { red, green, blue };
}

/** Four bytes as canvas image data has them in memory (little-endian RGBA), opaque. */
export function packRgb({ red, green, blue }: Rgb): number {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

export function cssFromRgb({ red, green, blue }: Rgb): string {
  return `rgb(${red} ${green} ${blue})`;
}

/** `amount` 0..1 of `over` on `under`. */
export function mixRgb(under: Rgb, over: Rgb, amount: number): Rgb {
  const mix = (from: number, to: number): number =>
    Math.round(from + (to - from) * amount);
  return {
    red: mix(under.red, over.red),
    green: mix(under.green, over.green),
    blue: mix(under.blue, over.blue),
  };
}

function relativeLuminance({ red, green, blue }: Rgb): number {
  const linear = [red, green, blue].map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}

/** Contrast ratio of two colours, 1..21 (WCAG 2). */
export function contrastRatio(one: Rgb, other: Rgb): number {
  const a = relativeLuminance(one);
  const b = relativeLuminance(other);
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}
