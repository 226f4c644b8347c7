import {
  boxRectPx,
  levelTopPx,
  visibleLevels,
  type FlameGeometry,
  type PxRect,
} from "./flame-geometry.ts";
import type { LabelCache } from "./flame-labels.ts";
import {
  LabelList,
  LineComposer,
  type FlamePaint,
  type MatchPrefix,
} from "./flame-scanline.ts";

/** Colours of the labels, as CSS. */
export interface LabelColours {
  readonly text: string;
  readonly dimText: string;
  readonly matchText: string;
}

/** Boxes that are marked by shape, not by colour alone. */
export interface FlameMarks {
  /** Per box: `NO_MARK`, `OUTLINED`, `HATCHED`, `BADGED`, `RISEN` or `FALLEN`. */
  readonly markOfBox: Uint8Array;
  readonly outlineCss: string;
  readonly hatchCss: string;
  /** Dot before the label. */
  readonly badgeCss?: string;
}

/** Values of `FlameMarks.markOfBox`. */
export const NO_MARK = 0;
export const OUTLINED = 1;
export const HATCHED = 2;
export const BADGED = 3;
/** Triangles before the label, up and down, where the box is wide enough for both. */
export const RISEN = 4;
export const FALLEN = 5;

/** Room of a badge or triangle before the label, and their radius, in CSS pixels. */
const BADGE_WIDTH = 11;
const BADGE_RADIUS = 3.5;
/** Narrower boxes keep their room for the label. */
const MIN_TRIANGLE_BOX = 44;

/** Room that a mark takes before the label, in device pixels. */
function markWidthPx(
  mark: number | undefined,
  widthPx: number,
  devicePixelRatio: number,
): number {
  const isShown =
    mark === BADGED ||
    ((mark === RISEN || mark === FALLEN) &&
      widthPx >= MIN_TRIANGLE_BOX * devicePixelRatio);
  return isShown ? Math.round(BADGE_WIDTH * devicePixelRatio) : 0;
}

/** Everything that decides how a picture looks, besides its geometry. */
export interface FlameStyle {
  readonly paint: FlamePaint;
  readonly marks?: FlameMarks;
  readonly labelColours: LabelColours;
  readonly backgroundCss: string;
  /** CSS font of the labels, its size in device pixels. */
  readonly font: string;
  readonly devicePixelRatio: number;
}

/** Space left and right of a label, and the narrowest box that gets one, in CSS pixels. */
const LABEL_PADDING = 4;
const MIN_LABEL_WIDTH = 24;

/**
 * Draws a flame graph: the levels as lines of pixels into a small image, one stretched copy of it to
 * the canvas, row separators, labels. Device pixels throughout.
 */
export class FlamePainter {
  private readonly context: CanvasRenderingContext2D;
  private readonly strip: OffscreenCanvas;
  private readonly stripContext: OffscreenCanvasRenderingContext2D;
  private image: ImageData | null = null;
  private pixels = new Uint32Array(0);
  private readonly labels = new LabelList();

  constructor(private readonly canvas: HTMLCanvasElement) {
    const context = canvas.getContext("2d", { alpha: false });
    this.strip = new OffscreenCanvas(1, 1);
    const stripContext = this.strip.getContext("2d", {
      alpha: false,
      willReadFrequently: true,
    });
    if (context === null || stripContext === null) {
      throw new Error("no 2D canvas");
    }
    this.context = context;
    this.stripContext = stripContext;
  }

  /** Sets the size in device pixels; the picture is blank until the next `draw`. */
  resize(widthPx: number, heightPx: number): void {
    if (this.canvas.width !== widthPx) this.canvas.width = widthPx;
    if (this.canvas.height !== heightPx) this.canvas.height = heightPx;
  }

  /** Draws the picture; without a label cache, without labels. */
  draw(
    geometry: FlameGeometry,
    style: FlameStyle,
    matches: MatchPrefix | null,
    labelCache: LabelCache | null,
  ): void {
    const { context } = this;
    const { widthPx, heightPx } = geometry;
    context.fillStyle = style.backgroundCss;
    const levels = visibleLevels(geometry);
    const rows = levels.end - levels.start;
    if (rows <= 0 || widthPx <= 0) {
      context.fillRect(0, 0, widthPx, heightPx);
      return;
    }
    const image = this.ensureImage(widthPx, rows);
    this.compose(geometry, style, matches, rows);
    this.stripContext.putImageData(image, 0, 0, 0, 0, widthPx, rows);
    const isIcicle = geometry.orientation === "icicle";
    const topLevel = isIcicle ? levels.start : levels.end - 1;
    const top = levelTopPx(geometry, topLevel);
    const height = rows * geometry.rowPx;
    if (top > 0) context.fillRect(0, 0, widthPx, top);
    if (top + height < heightPx) {
      context.fillRect(0, top + height, widthPx, heightPx - top - height);
    }
    context.imageSmoothingEnabled = false;
    context.drawImage(this.strip, 0, 0, widthPx, rows, 0, top, widthPx, height);
    const linePx = hairlinePx(style);
    for (let row = 1; row <= rows; row += 1) {
      const y = top + row * geometry.rowPx - linePx;
      context.fillRect(0, y, widthPx, linePx);
    }
    this.drawMarks(geometry, style);
    if (labelCache !== null) {
      this.drawLabels(geometry, style, matches, labelCache);
    }
  }

  /** Marks of the boxes wide enough for a label; narrower ones have their colour and edge only. */
  private drawMarks(geometry: FlameGeometry, style: FlameStyle): void {
    const { context, labels } = this;
    const { marks, devicePixelRatio } = style;
    if (marks === undefined) return;
    const { markOfBox, outlineCss, hatchCss } = marks;
    const linePx = Math.max(1, Math.round(1.5 * devicePixelRatio));
    const gapPx = hairlinePx(style);
    const height = geometry.rowPx - gapPx;
    const hatch = context.createPattern(
      hatchTile(hatchCss, Math.round(6 * devicePixelRatio)),
      "repeat",
    );
    context.lineWidth = linePx;
    context.strokeStyle = outlineCss;
    for (let i = 0; i < labels.count; i += 1) {
      const mark = markOfBox[labels.box[i]];
      if (mark === NO_MARK) continue;
      const x = labels.x[i];
      const y = levelTopPx(geometry, labels.level[i]);
      const width = labels.width[i] - gapPx;
      if (mark === OUTLINED) {
        context.strokeRect(
          x + linePx / 2,
          y + linePx / 2,
          width - linePx,
          height - linePx,
        );
      } else if (mark === BADGED) {
        const radius = BADGE_RADIUS * devicePixelRatio;
        const left = Math.round(LABEL_PADDING * devicePixelRatio);
        context.fillStyle = marks.badgeCss ?? outlineCss;
        context.beginPath();
        context.arc(x + left + radius, y + height / 2, radius, 0, 2 * Math.PI);
        context.fill();
      } else if (mark === RISEN || mark === FALLEN) {
        if (markWidthPx(mark, labels.width[i], devicePixelRatio) === 0)
          continue;
        this.drawTriangle(x, y + height / 2, mark, style);
      } else if (hatch !== null) {
        context.fillStyle = hatch;
        context.fillRect(x, y, width, height);
      }
    }
  }

  /** In the colour of the labels: it has to be seen without any other. */
  private drawTriangle(
    left: number,
    middle: number,
    mark: number,
    { labelColours, devicePixelRatio }: FlameStyle,
  ): void {
    const { context } = this;
    const radius = BADGE_RADIUS * devicePixelRatio;
    const x = left + Math.round(LABEL_PADDING * devicePixelRatio);
    const tip = mark === RISEN ? -radius : radius;
    context.fillStyle = labelColours.text;
    context.beginPath();
    context.moveTo(x, middle - tip);
    context.lineTo(x + 2 * radius, middle - tip);
    context.lineTo(x + radius, middle + tip);
    context.fill();
  }

  private ensureImage(widthPx: number, rows: number): ImageData {
    const old = this.image;
    if (old !== null && old.width === widthPx && old.height >= rows) return old;
    const image = new ImageData(widthPx, Math.ceil(rows / 16) * 16);
    this.image = image;
    this.pixels = new Uint32Array(image.data.buffer);
    this.strip.width = image.width;
    this.strip.height = image.height;
    return image;
  }

  private compose(
    geometry: FlameGeometry,
    style: FlameStyle,
    matches: MatchPrefix | null,
    rows: number,
  ): void {
    const { boxes, viewport, widthPx } = geometry;
    const ratio = style.devicePixelRatio;
    const levels = visibleLevels(geometry);
    this.labels.clear();
    const composer = new LineComposer(
      {
        boxes,
        viewport,
        widthPx,
        paint: style.paint,
        matches,
        gapPx: hairlinePx(style),
        edgePx: Math.max(2, Math.round(2 * ratio)),
        minLabelPx: Math.round(MIN_LABEL_WIDTH * ratio),
        labels: this.labels,
      },
      this.pixels,
    );
    for (let row = 0; row < rows; row += 1) {
      const level =
        geometry.orientation === "icicle"
          ? levels.start + row
          : levels.end - 1 - row;
      composer.compose(level, row * widthPx);
    }
  }

  private drawLabels(
    geometry: FlameGeometry,
    style: FlameStyle,
    matches: MatchPrefix | null,
    labelCache: LabelCache,
  ): void {
    const { context, labels } = this;
    const { boxes, rowPx } = geometry;
    const padding = Math.round(LABEL_PADDING * style.devicePixelRatio);
    const { text, dimText, matchText } = style.labelColours;
    context.font = style.font;
    context.textBaseline = "middle";
    const middle = Math.round((rowPx - hairlinePx(style)) / 2);
    let colour = "";
    for (let i = 0; i < labels.count; i += 1) {
      const box = labels.box[i];
      const inset =
        padding +
        markWidthPx(
          style.marks?.markOfBox[box],
          labels.width[i],
          style.devicePixelRatio,
        );
      const label = labelCache.labelFor(
        boxes.frame[box],
        labels.width[i] - inset - padding,
      );
      if (label === "") continue;
      let wanted = text;
      if (matches !== null) {
        const isMatch = matches.prefix[box + 1] !== matches.prefix[box];
        wanted = isMatch ? matchText : dimText;
      }
      if (wanted !== colour) {
        colour = wanted;
        context.fillStyle = wanted;
      }
      const y = levelTopPx(geometry, labels.level[i]) + middle;
      context.fillText(label, labels.x[i] + inset, y);
    }
  }
}

/** One tile of diagonal lines. */
function hatchTile(css: string, sizePx: number): OffscreenCanvas {
  const tile = new OffscreenCanvas(sizePx, sizePx);
  const context = tile.getContext("2d");
  if (context === null) throw new Error("no 2D canvas");
  context.strokeStyle = css;
  context.lineWidth = Math.max(1, sizePx / 5);
  context.beginPath();
  for (const shift of [-sizePx, 0, sizePx]) {
    context.moveTo(shift, sizePx);
    context.lineTo(shift + sizePx, 0);
  }
  context.stroke();
  return tile;
}

/** Separators are one device pixel up to 1.5x, two above: a hairline at any density. */
function hairlinePx(style: FlameStyle): number {
  return Math.max(1, Math.floor(style.devicePixelRatio / 2 + 0.25));
}

/** Colours of the overlay, as CSS. */
export interface OverlayStyle {
  readonly hoverCss: string;
  readonly focusCss: string;
  readonly devicePixelRatio: number;
}

/** Draws what follows the pointer and the keyboard on a canvas of its own, above the picture. */
export class OverlayPainter {
  private readonly context: CanvasRenderingContext2D;
  private dirty: PxRect[] = [];

  constructor(private readonly canvas: HTMLCanvasElement) {
    const context = canvas.getContext("2d");
    if (context === null) throw new Error("no 2D canvas");
    this.context = context;
  }

  resize(widthPx: number, heightPx: number): void {
    if (this.canvas.width !== widthPx) this.canvas.width = widthPx;
    if (this.canvas.height !== heightPx) this.canvas.height = heightPx;
    this.dirty = [];
  }

  /** Boxes of -1 are not drawn. */
  draw(
    geometry: FlameGeometry,
    style: OverlayStyle,
    hoveredBox: number,
    focusedBox: number,
  ): void {
    for (const rect of this.dirty) {
      this.context.clearRect(rect.x, rect.y, rect.width, rect.height);
    }
    this.dirty = [];
    const ratio = style.devicePixelRatio;
    if (hoveredBox >= 0 && hoveredBox !== focusedBox) {
      this.outline(geometry, hoveredBox, style.hoverCss, Math.round(ratio));
    }
    if (focusedBox >= 0) {
      this.outline(geometry, focusedBox, style.focusCss, Math.round(2 * ratio));
    }
  }

  private outline(
    geometry: FlameGeometry,
    box: number,
    colour: string,
    linePx: number,
  ): void {
    const rect = boxRectPx(geometry, box);
    if (rect === null) return;
    const width = Math.max(rect.width, linePx * 2 + 1);
    const x = Math.min(rect.x, geometry.widthPx - width);
    this.context.strokeStyle = colour;
    this.context.lineWidth = linePx;
    this.context.strokeRect(
      x + linePx / 2,
      rect.y + linePx / 2,
      width - linePx,
      rect.height - linePx,
    );
    this.dirty.push({
      x: x - 1,
      y: rect.y - 1,
      width: width + 2,
      height: rect.height + 2,
    });
  }
}
