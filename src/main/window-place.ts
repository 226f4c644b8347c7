import { type BrowserWindow, type Rectangle, screen } from "electron";
import type { StateFile } from "./state-file.ts";

/** Where a window was. */
export interface WindowPlace {
  readonly bounds: Rectangle;
  readonly isMaximized: boolean;
}

/** Pixels of a window that must be on some display for it to be reached with the pointer. */
const MIN_VISIBLE_PX = 80;

function isRectangle(value: unknown): value is Rectangle {
  if (typeof value !== "object" || value === null) return false;
  const fields = value as Record<string, unknown>;
  return ["x", "y", "width", "height"].every((name) =>
    Number.isInteger(fields[name]),
  );
}

/** Whether enough of `bounds` lies on one of `displays`: a display may be gone since. */
export function isReachable(
  bounds: Rectangle,
  displays: readonly Rectangle[],
): boolean {
  return displays.some((display) => {
    const width =
      Math.min(bounds.x + bounds.width, display.x + display.width) -
      Math.max(bounds.x, display.x);
    const height =
      Math.min(bounds.y + bounds.height, display.y + display.height) -
      Math.max(bounds.y, display.y);
    return width >= MIN_VISIBLE_PX && height >= MIN_VISIBLE_PX;
  });
}

/** The place of the last run, where it can still be reached. Call when the app is ready. */
export function savedPlace(file: StateFile): WindowPlace | undefined {
  const saved = file.read() as
    { bounds?: unknown; isMaximized?: unknown } | undefined;
  if (!isRectangle(saved?.bounds)) return undefined;
  const displays = screen.getAllDisplays().map(({ workArea }) => workArea);
  return isReachable(saved.bounds, displays)
    ? { bounds: saved.bounds, isMaximized: saved.isMaximized === true }
    : undefined;
}

/** Writes the place down a moment after each move, and at the end. */
export function keepPlace(window: BrowserWindow, file: StateFile): void {
  let timer: NodeJS.Timeout | undefined;
  const save = (): void => {
    clearTimeout(timer);
    if (window.isDestroyed() || window.isMinimized()) return;
    const place: WindowPlace = {
      bounds: window.getNormalBounds(),
      isMaximized: window.isMaximized(),
    };
    void file.write({ version: 1, ...place });
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(save, 500);
  };
  window.on("resize", soon);
  window.on("move", soon);
  window.on("maximize", soon);
  window.on("unmaximize", soon);
  window.on("close", save);
}
