import type { Hit } from "./flame-geometry.ts";
import { panBy, zoomAround, type Viewport } from "./flame-viewport.ts";

/** A point of the page, in CSS pixels. */
export interface ClientPoint {
  readonly clientX: number;
  readonly clientY: number;
}

/** What gestures read and do. */
export interface GestureTarget {
  readonly hit: (point: ClientPoint) => Hit | null;
  /** Where the view is or is going. */
  readonly viewport: () => Viewport;
  /** Moves the view; `isSmooth` for coarse steps, which get a short motion. */
  readonly nudge: (viewport: Viewport, isSmooth: boolean) => void;
  readonly zoomToBox: (box: number) => void;
  readonly reset: () => void;
  readonly hover: (hit: Hit | null, point: ClientPoint) => void;
  readonly contextMenu: (box: number, point: ClientPoint) => void;
  /** Left edge and width of the picture in CSS pixels. */
  readonly stageLeft: () => number;
  readonly stageWidth: () => number;
}

/** A press that moves less than this is a click. */
const DRAG_THRESHOLD = 4;
/** Wheel deltas from here on are notches of a mouse wheel, smaller ones a touchpad. */
const NOTCH_DELTA = 50;
const NOTCH_ZOOM_SPEED = 0.003;
const PINCH_ZOOM_SPEED = 0.012;
/** Pixels of a "line" where a wheel counts lines. */
const LINE_HEIGHT = 20;

interface Drag {
  readonly startX: number;
  readonly startY: number;
  readonly scrollTop: number;
  readonly viewport: Viewport;
  isMoving: boolean;
}

/**
 * Pointer and wheel on a flame graph: plain wheel scrolls (the host's own), ctrl or cmd + wheel and
 * pinch zoom at the pointer, shift + wheel and sideways wheels pan, dragging pans both ways, a click
 * zooms to a box, a double click resets.
 */
export class FlameGestures {
  private readonly abort = new AbortController();
  private drag: Drag | null = null;

  constructor(
    private readonly host: HTMLElement,
    private readonly target: GestureTarget,
  ) {
    const { signal } = this.abort;
    host.addEventListener("wheel", this.onWheel, { signal, passive: false });
    host.addEventListener("pointerdown", this.onPointerDown, { signal });
    host.addEventListener("pointermove", this.onPointerMove, { signal });
    host.addEventListener("pointerup", this.onPointerUp, { signal });
    host.addEventListener("pointercancel", this.onPointerCancel, { signal });
    host.addEventListener("pointerleave", this.onPointerLeave, { signal });
    host.addEventListener("dblclick", this.onDoubleClick, { signal });
    host.addEventListener("contextmenu", this.onContextMenu, { signal });
  }

  dispose(): void {
    this.abort.abort();
  }

  /** Zooms at `ratio` (0..1) of the width. */
  zoomAt(ratio: number, factor: number, isSmooth: boolean): void {
    const next = zoomAround(this.target.viewport(), ratio, factor);
    this.target.nudge(next, isSmooth);
  }

  private readonly onWheel = (event: WheelEvent): void => {
    const unit =
      event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_HEIGHT : 1;
    const deltaX = event.deltaX * unit;
    const deltaY = event.deltaY * unit;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const isNotch = Math.abs(deltaY) >= NOTCH_DELTA;
      const speed = isNotch ? NOTCH_ZOOM_SPEED : PINCH_ZOOM_SPEED;
      this.zoomAt(this.ratioOf(event), Math.exp(-deltaY * speed), isNotch);
      return;
    }
    const isSideways = event.shiftKey || Math.abs(deltaX) > Math.abs(deltaY);
    if (!isSideways) return;
    event.preventDefault();
    const delta = deltaX === 0 ? deltaY : deltaX;
    const next = panBy(
      this.target.viewport(),
      delta / this.target.stageWidth(),
    );
    this.target.nudge(next, Math.abs(delta) >= NOTCH_DELTA);
  };

  private readonly onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0 || !this.isOnPicture(event)) return;
    this.drag = {
      startX: event.clientX,
      startY: event.clientY,
      scrollTop: this.host.scrollTop,
      viewport: this.target.viewport(),
      isMoving: false,
    };
  };

  private readonly onPointerMove = (event: PointerEvent): void => {
    const { drag } = this;
    if (drag === null) {
      const hit = this.isOnPicture(event) ? this.target.hit(event) : null;
      this.target.hover(hit, event);
      return;
    }
    const deltaX = event.clientX - drag.startX;
    const deltaY = event.clientY - drag.startY;
    if (!drag.isMoving) {
      if (Math.hypot(deltaX, deltaY) < DRAG_THRESHOLD) return;
      drag.isMoving = true;
      this.host.setPointerCapture(event.pointerId);
      this.host.dataset.dragging = "";
      this.target.hover(null, event);
    }
    this.host.scrollTop = drag.scrollTop - deltaY;
    const ratio = -deltaX / this.target.stageWidth();
    this.target.nudge(panBy(drag.viewport, ratio), false);
  };

  private readonly onPointerUp = (event: PointerEvent): void => {
    const { drag } = this;
    this.endDrag();
    if (drag === null || drag.isMoving) return;
    const hit = this.target.hit(event);
    if (hit !== null) this.target.zoomToBox(hit.box);
  };

  private readonly onPointerCancel = (): void => {
    this.endDrag();
  };

  private readonly onPointerLeave = (event: PointerEvent): void => {
    if (this.drag === null) this.target.hover(null, event);
  };

  private readonly onDoubleClick = (event: MouseEvent): void => {
    if (this.isOnPicture(event)) this.target.reset();
  };

  private readonly onContextMenu = (event: MouseEvent): void => {
    event.preventDefault();
    const hit = this.target.hit(event);
    if (hit !== null) this.target.contextMenu(hit.box, event);
  };

  private endDrag(): void {
    this.drag = null;
    delete this.host.dataset.dragging;
  }

  /** False over the scroll bar. */
  private isOnPicture(point: ClientPoint): boolean {
    const x = point.clientX - this.target.stageLeft();
    return x >= 0 && x < this.target.stageWidth();
  }

  private ratioOf(point: ClientPoint): number {
    const x = point.clientX - this.target.stageLeft();
    return Math.min(1, Math.max(0, x / this.target.stageWidth()));
  }
}
