/**
 * The flame graph on screen: owns two canvases in a scrolling host, the live view range, and the
 * gestures on them. React mounts it and hands it what to show; nothing here runs through React while
 * a frame is drawn.
 *
 * ```
 *   host (scrolls)
 *    +- stage (sticky, as large as the host's view)
 *    |   +- picture canvas      FlamePainter: redrawn when the view changes
 *    |   +- overlay canvas      OverlayPainter: hover and focus
 *    +- spacer                  gives the host its scroll height
 * ```
 */
import { Animator, ZOOM_MILLIS } from "./animation.ts";
import { levelCount, levelOfBox, type FlameBoxes } from "./flame-boxes.ts";
import {
  boxRectPx,
  hitTest,
  scrollTopFor,
  type FlameGeometry,
  type Hit,
  type Orientation,
} from "./flame-geometry.ts";
import { FlameGestures, type ClientPoint } from "./flame-gestures.ts";
import { FocusCard } from "./focus-card.ts";
import { LabelCache, type FrameName } from "./flame-labels.ts";
import {
  FlamePainter,
  OverlayPainter,
  type FlameStyle,
  type OverlayStyle,
} from "./flame-painter.ts";
import type { MatchSet } from "./flame-search.ts";
import {
  clampViewport,
  fullViewport,
  panBy,
  viewportBetween,
  viewportOfBox,
  type Viewport,
} from "./flame-viewport.ts";
import { fitterOf } from "./text-fitter.ts";

/** Row height of the flame graph in CSS pixels, separator included. */
export const FLAME_ROW_HEIGHT = 20;

/** What to show. A new object where anything in it changed. */
export interface FlameScene {
  readonly boxes: FlameBoxes;
  readonly frameName: FrameName;
  /** `slotOfBox` belongs to `boxes`. Without `devicePixelRatio`, which the controller knows. */
  readonly style: Omit<FlameStyle, "devicePixelRatio" | "font">;
  readonly overlay: Omit<OverlayStyle, "devicePixelRatio">;
  readonly fontFamily: string;
  readonly fontSize: number;
  readonly orientation: Orientation;
  readonly matches: MatchSet | null;
  /**
   * Scenes of one place that span the same range show the same boxes at the same places, some of them
   * more: view range and scroll stay as they are. Without it, other boxes are another picture.
   */
  readonly place?: string;
}

/** What the canvas tells its owner. */
export interface FlameEvents {
  /** The view came to rest. `isStep`: a zoom worth a place in the history, not a nudge. */
  readonly onViewport: (viewport: Viewport, isStep: boolean) => void;
  readonly onHover: (hit: Hit | null, point: ClientPoint) => void;
  readonly onFocusBox: (box: number) => void;
  readonly onContextMenu: (box: number, point: ClientPoint) => void;
  /** A click on a box; true: the owner did something with it, and it is not zoomed to. */
  readonly onClickBox?: (box: number) => boolean;
}

/** The elements the controller works on. */
export interface FlameElements {
  readonly host: HTMLElement;
  readonly stage: HTMLElement;
  readonly picture: HTMLCanvasElement;
  readonly overlay: HTMLCanvasElement;
  readonly spacer: HTMLElement;
}

/** A focused box narrower than this, in CSS pixels, is zoomed to be `REVEALED_WIDTH` wide. */
const TINY_WIDTH = 3;
const REVEALED_WIDTH = 64;

/** What a key pans by: a share of the width, rows. */
const PAN_SHARE = 0.15;
const PAN_ROWS = 3;

/** A nudge (wheel, pan) is reported when it has rested this long. */
const REST_MILLIS = 250;

export class FlameController {
  private readonly painter: FlamePainter;
  private readonly overlayPainter: OverlayPainter;
  private readonly animator = new Animator();
  private readonly gestures: FlameGestures;
  private readonly observer: ResizeObserver;
  private readonly card: FocusCard;
  private scene: FlameScene | null = null;
  private labelCache: LabelCache | null = null;
  /** Font the label cache measures in. */
  private labelFont = "";
  private viewport: Viewport = { start: 0, end: 1 };
  /** Where a running animation goes; the same as `viewport` at rest. */
  private target: Viewport = { start: 0, end: 1 };
  /** As the host has it, in CSS pixels: asking the host forces a layout. */
  private scrollTop = 0;
  private widthPx = 0;
  private heightPx = 0;
  private ratio = 1;
  private hoveredBox = -1;
  private focusedBox = -1;
  private frameHandle = 0;
  private isPictureDirty = false;
  private restTimer = 0;
  /** When the layout came whose picture is not finished; 0: it is. */
  private firstPaintFrom = 0;
  /** The first picture of a layout is drawn in two frames: boxes, then labels. */
  private areLabelsDue = false;

  constructor(
    private readonly elements: FlameElements,
    private readonly events: FlameEvents,
  ) {
    this.painter = new FlamePainter(elements.picture);
    this.overlayPainter = new OverlayPainter(elements.overlay);
    this.gestures = new FlameGestures(elements.host, {
      hit: (point) => this.hitAt(point),
      viewport: () => this.target,
      nudge: (viewport, isSmooth) => this.nudge(viewport, isSmooth),
      zoomToBox: (box) => this.click(box),
      reset: () => this.goTo(this.bounds(), true),
      hover: (hit, point) => this.hover(hit, point),
      contextMenu: (box, point) => this.contextMenu(box, point),
      stageLeft: () => elements.stage.getBoundingClientRect().left,
      stageWidth: () => Math.max(1, this.widthPx / this.ratio),
    });
    this.card = new FocusCard({
      focusedBox: () => this.focusedBox,
      pointOf: (box) => this.pointIfSeen(box),
      show: (hit, point) => this.events.onHover(hit, point),
    });
    elements.host.addEventListener("scroll", this.onScroll, { passive: true });
    elements.host.addEventListener("blur", this.onBlur);
    this.observer = new ResizeObserver((entries) => this.onResize(entries[0]));
    this.observer.observe(elements.picture, {
      box: "device-pixel-content-box",
    });
  }

  dispose(): void {
    this.animator.stop();
    this.gestures.dispose();
    this.observer.disconnect();
    this.elements.host.removeEventListener("scroll", this.onScroll);
    this.elements.host.removeEventListener("blur", this.onBlur);
    cancelAnimationFrame(this.frameHandle);
    window.clearTimeout(this.restTimer);
  }

  /** Shows a scene; the view range is kept unless the boxes are others: then all is in view. */
  setScene(scene: FlameScene): void {
    const old = this.scene;
    const isNewLayout = old === null || !isSamePlace(old, scene);
    this.scene = scene;
    if (old?.boxes !== scene.boxes) this.hoveredBox = -1;
    if (old?.frameName !== scene.frameName) this.labelCache = null;
    if (isNewLayout) {
      this.animator.stop();
      this.firstPaintFrom = performance.now();
      this.areLabelsDue = true;
      this.viewport = this.bounds();
      this.target = this.viewport;
    }
    this.layOutSpacer();
    if (isNewLayout || old.orientation !== scene.orientation) {
      const { host } = this.elements;
      this.scrollTo(scene.orientation === "flame" ? host.scrollHeight : 0);
    }
    this.invalidate();
  }

  /** Shows a range, with a short motion unless it is the first one of a layout. */
  showViewport(viewport: Viewport): void {
    const to = clampViewport(viewport, this.bounds());
    if (to.start === this.target.start && to.end === this.target.end) return;
    this.moveTo(to, this.firstPaintFrom === 0 ? ZOOM_MILLIS : 0);
  }

  /** Marks the focused box; -1 for none. `reveal` scrolls and pans to it. */
  showFocus(box: number, reveal: boolean): void {
    this.focusedBox = box;
    if (reveal && box >= 0) this.revealBox(box);
    this.invalidateOverlay();
  }

  /** Outlines a box as if the pointer were on it: another view's pointer is. -1 for none. */
  showHover(box: number): void {
    if (box === this.hoveredBox) return;
    this.hoveredBox = box;
    this.invalidateOverlay();
  }

  /** Zooms to a box and tells the owner. */
  zoomToBox(box: number): void {
    if (this.scene === null || box < 0) return;
    this.events.onFocusBox(box);
    this.goTo(viewportOfBox(this.scene.boxes, box), true);
  }

  /** Zooms by a factor about the middle, as the + and - keys do. */
  zoomBy(factor: number): void {
    this.gestures.zoomAt(0.5, factor, true);
  }

  /** Pans sideways by a part of the width, and scrolls by a few rows. */
  panBySteps(columns: number, rows: number): void {
    if (columns !== 0) {
      this.nudge(panBy(this.target, columns * PAN_SHARE), true);
    }
    if (rows !== 0) {
      this.scrollTo(this.scrollTop + rows * PAN_ROWS * FLAME_ROW_HEIGHT);
      this.invalidate();
    }
  }

  /** Shows at the focused box what a pointer on it shows, or sends that away. */
  toggleCard(): void {
    if (this.focusedBox < 0) this.events.onFocusBox(0);
    this.card.toggle();
  }

  /** True where a card was sent away. */
  hideCard(): boolean {
    return this.card.hide();
  }

  /** Where a box is on the page, for menus opened from the keyboard: it is brought into view. */
  clientPointOf(box: number): ClientPoint | null {
    const seen = this.pointIfSeen(box);
    if (seen !== null || this.scene === null) return seen;
    this.revealBox(box);
    const { left, top } = this.elements.stage.getBoundingClientRect();
    return (
      this.pointIfSeen(box) ?? {
        clientX: left + FLAME_ROW_HEIGHT,
        clientY: top + FLAME_ROW_HEIGHT,
      }
    );
  }

  private pointIfSeen(box: number): ClientPoint | null {
    const geometry = this.geometry();
    const rect = geometry === null ? null : boxRectPx(geometry, box);
    if (rect === null) return null;
    const stage = this.elements.stage.getBoundingClientRect();
    return {
      clientX:
        stage.left + (rect.x + Math.min(rect.width / 2, 40)) / this.ratio,
      clientY: stage.top + (rect.y + rect.height) / this.ratio,
    };
  }

  private bounds(): Viewport {
    return this.scene === null
      ? { start: 0, end: 1 }
      : fullViewport(this.scene.boxes);
  }

  private rowPx(): number {
    return Math.max(1, Math.round(FLAME_ROW_HEIGHT * this.ratio));
  }

  private geometry(): FlameGeometry | null {
    if (this.scene === null || this.widthPx === 0) return null;
    return {
      boxes: this.scene.boxes,
      viewport: this.viewport,
      widthPx: this.widthPx,
      heightPx: this.heightPx,
      scrollTopPx: Math.round(this.scrollTop * this.ratio),
      rowPx: this.rowPx(),
      orientation: this.scene.orientation,
    };
  }

  private goTo(viewport: Viewport, isStep: boolean): void {
    const to = clampViewport(viewport, this.bounds());
    this.moveTo(to, ZOOM_MILLIS);
    window.clearTimeout(this.restTimer);
    this.events.onViewport(to, isStep);
  }

  private nudge(viewport: Viewport, isSmooth: boolean): void {
    const to = clampViewport(viewport, this.bounds());
    this.moveTo(to, isSmooth ? ZOOM_MILLIS : 0);
    window.clearTimeout(this.restTimer);
    this.restTimer = window.setTimeout(
      () => this.events.onViewport(to, false),
      REST_MILLIS,
    );
  }

  private moveTo(to: Viewport, durationMillis: number): void {
    const from = this.viewport;
    this.target = to;
    this.animator.start(durationMillis, (progress) => {
      this.viewport = viewportBetween(from, to, progress);
      this.isPictureDirty = true;
      if (durationMillis > 0) this.drawNow();
      else this.invalidate();
    });
  }

  private revealBox(box: number): void {
    const geometry = this.geometry();
    if (geometry === null) return;
    const level = levelOfBox(geometry.boxes, box);
    const top = scrollTopFor(geometry, level);
    if (top !== geometry.scrollTopPx) {
      this.scrollTo(top / this.ratio);
    }
    const { start, end } = viewportOfBox(geometry.boxes, box);
    const isInView = start < this.target.end && end > this.target.start;
    const targetWidth = this.target.end - this.target.start;
    const widthCssPx =
      (((end - start) / targetWidth) * this.widthPx) / this.ratio;
    const isTiny = widthCssPx < TINY_WIDTH;
    if (isInView && !isTiny) return;
    const width = isTiny
      ? ((end - start) * this.widthPx) / this.ratio / REVEALED_WIDTH
      : targetWidth;
    const middle = (start + end) / 2;
    this.nudge({ start: middle - width / 2, end: middle + width / 2 }, true);
  }

  private hover(hit: Hit | null, point: ClientPoint): void {
    this.card.leaveToPointer();
    const box = hit === null ? -1 : hit.box;
    if (box !== this.hoveredBox) {
      this.hoveredBox = box;
      this.invalidateOverlay();
    }
    this.events.onHover(hit, point);
  }

  private click(box: number): void {
    this.events.onFocusBox(box);
    if (this.events.onClickBox?.(box) !== true) this.zoomToBox(box);
  }

  private contextMenu(box: number, point: ClientPoint): void {
    this.events.onFocusBox(box);
    this.events.onContextMenu(box, point);
  }

  private hitAt(point: ClientPoint): Hit | null {
    const geometry = this.geometry();
    if (geometry === null) return null;
    const stage = this.elements.stage.getBoundingClientRect();
    return hitTest(
      geometry,
      (point.clientX - stage.left) * this.ratio,
      (point.clientY - stage.top) * this.ratio,
    );
  }

  private readonly onScroll = (): void => {
    this.scrollTop = this.elements.host.scrollTop;
    this.invalidate();
  };

  private readonly onBlur = (): void => {
    this.card.hide();
  };

  private scrollTo(top: number): void {
    // Setting it forces a layout, even where it changes nothing.
    if (top === this.scrollTop) return;
    this.elements.host.scrollTop = top;
    this.scrollTop = this.elements.host.scrollTop;
  }

  private onResize(entry: ResizeObserverEntry): void {
    const [size] = entry.devicePixelContentBoxSize;
    this.ratio = window.devicePixelRatio;
    if (size.inlineSize !== this.widthPx || size.blockSize !== this.heightPx) {
      this.widthPx = size.inlineSize;
      this.heightPx = size.blockSize;
      this.painter.resize(this.widthPx, this.heightPx);
      this.overlayPainter.resize(this.widthPx, this.heightPx);
    }
    this.isPictureDirty = true;
    this.layOutSpacer();
    this.scrollTop = this.elements.host.scrollTop;
    this.drawNow();
  }

  private layOutSpacer(): void {
    if (this.scene === null) return;
    const contentPx = levelCount(this.scene.boxes) * this.rowPx();
    const extra = Math.max(0, contentPx - this.heightPx) / this.ratio;
    this.elements.spacer.style.height = `${extra}px`;
  }

  private invalidate(): void {
    this.isPictureDirty = true;
    this.invalidateOverlay();
  }

  private invalidateOverlay(): void {
    if (this.frameHandle !== 0) return;
    this.frameHandle = requestAnimationFrame(() => this.drawNow());
  }

  private drawNow(): void {
    cancelAnimationFrame(this.frameHandle);
    this.frameHandle = 0;
    const geometry = this.geometry();
    const { scene } = this;
    if (geometry === null || scene === null) return;
    if (this.isPictureDirty) this.drawPicture(geometry, scene);
    this.overlayPainter.draw(
      geometry,
      { ...scene.overlay, devicePixelRatio: this.ratio },
      this.animator.isRunning ? -1 : this.hoveredBox,
      this.focusedBox,
    );
    if (!this.animator.isRunning) this.card.follow();
  }

  private drawPicture(geometry: FlameGeometry, scene: FlameScene): void {
    const start = performance.now();
    const font = `${Math.round(scene.fontSize * this.ratio)}px ${scene.fontFamily}`;
    const { areLabelsDue } = this;
    this.painter.draw(
      geometry,
      { ...scene.style, font, devicePixelRatio: this.ratio },
      scene.matches,
      areLabelsDue ? null : this.labels(scene, font),
    );
    this.isPictureDirty = false;
    this.areLabelsDue = false;
    report("flame/draw", start);
    if (areLabelsDue) {
      this.invalidate();
    } else if (this.firstPaintFrom !== 0) {
      report("flame/first-paint", this.firstPaintFrom);
      this.firstPaintFrom = 0;
    }
  }

  private labels(scene: FlameScene, font: string): LabelCache {
    if (this.labelCache === null || this.labelFont !== font) {
      this.labelCache = new LabelCache(scene.frameName, fitterOf(font));
      this.labelFont = font;
    }
    return this.labelCache;
  }
}

function isSamePlace(old: FlameScene, scene: FlameScene): boolean {
  if (old.boxes === scene.boxes) return true;
  if (scene.place === undefined || scene.place !== old.place) return false;
  const before = fullViewport(old.boxes);
  const now = fullViewport(scene.boxes);
  return before.start === now.start && before.end === now.end;
}

/** Durations as User Timing entries: observers see them, the entry list does not grow. */
function report(name: string, start: number): void {
  performance.measure(name, { start });
  performance.clearMeasures(name);
}
