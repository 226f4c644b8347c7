/** Width of a text in the font of the labels, in device pixels. */
export type MeasureText = (text: string) => number;

const ELLIPSIS = "…";
const ASCII_END = 128;
/** Fewer characters than these before the "…" say nothing. */
const MIN_CHARACTERS = 3;

/**
 * Fits texts into widths without asking the canvas each time: a character is measured once, a text
 * is the sum of its characters. Kerning can only make the real text narrower, so nothing sticks out.
 */
export class TextFitter {
  private readonly ascii = new Float64Array(ASCII_END).fill(-1);
  private readonly others = new Map<string, number>();
  private readonly ellipsisPx: number;

  constructor(private readonly measure: MeasureText) {
    this.ellipsisPx = measure(ELLIPSIS);
  }

  width(text: string): number {
    let sum = 0;
    for (let i = 0; i < text.length;) {
      const length = charLength(text, i);
      sum += this.charWidth(text, i, length);
      i += length;
    }
    return sum;
  }

  /** `text`, or its beginning and "…", or "" where too little of it would be left. */
  fit(text: string, maxPx: number): string {
    let sum = 0;
    let cut = 0;
    for (let i = 0; i < text.length;) {
      const length = charLength(text, i);
      sum += this.charWidth(text, i, length);
      i += length;
      if (sum + this.ellipsisPx <= maxPx) cut = i;
      if (sum > maxPx) {
        return cut < MIN_CHARACTERS ? "" : text.slice(0, cut) + ELLIPSIS;
      }
    }
    return text;
  }

  private charWidth(text: string, at: number, length: number): number {
    const code = text.charCodeAt(at);
    if (code < ASCII_END) {
      if (this.ascii[code] < 0) this.ascii[code] = this.measure(text[at]);
      return this.ascii[code];
    }
    const character = text.slice(at, at + length);
    let width = this.others.get(character);
    if (width === undefined) {
      width = this.measure(character);
      this.others.set(character, width);
    }
    return width;
  }
}

const fitters = new Map<string, TextFitter>();

/** The fitter of a CSS font; all canvases share it and what it has measured. */
export function fitterOf(font: string): TextFitter {
  let fitter = fitters.get(font);
  if (fitter === undefined) {
    const context = new OffscreenCanvas(1, 1).getContext("2d");
    if (context === null) throw new Error("no 2D canvas");
    context.font = font;
    fitter = new TextFitter((text) => context.measureText(text).width);
    fitters.set(font, fitter);
  }
  return fitter;
}

/** 2 for a surrogate pair, else 1. */
function charLength(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xd800 && code <= 0xdbff && at + 1 < text.length ? 2 : 1;
}
