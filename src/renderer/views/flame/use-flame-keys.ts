import type { KeyboardEvent, RefObject } from "react";
import type { ProfileId } from "#contract/profile-id.ts";
import type { FlameCanvasHandle } from "../../canvas/flame-canvas.tsx";
import type { ClientPoint } from "../../canvas/flame-gestures.ts";
import { stepFrom, stepOfKey } from "../../canvas/flame-keyboard.ts";
import { copyText } from "../../state/clipboard.ts";
import type { FlameModel } from "../../state/flame-model.ts";
import { useOrientation } from "../../state/flame-options.ts";
import { frameFacts, statusLine } from "../../state/frame-facts.ts";
import { showStatus } from "../../state/shell.ts";
import { adjust } from "../../state/tabs.ts";
import { useText } from "../../state/text.ts";
import { widerAncestor } from "../../state/flame-zoom.ts";

export interface FlameKeysOptions {
  readonly model: FlameModel;
  readonly profileId: ProfileId;
  readonly unit: string;
  readonly focusedBox: number;
  readonly zoomBox: number;
  readonly canvas: RefObject<FlameCanvasHandle | null>;
  readonly focusBox: (box: number) => void;
  readonly openMenu: (box: number, point: ClientPoint) => void;
  /** Opens what the box stands for; false where it stands for nothing but itself. */
  readonly openBox: (box: number) => boolean;
}

const ZOOM_STEP = 1.5;

/**
 * Keys of the flame graph: arrows walk, Enter opens the finding of a blocked leaf and zooms elsewhere,
 * Space zooms, Escape goes up, + and - zoom, 0 resets.
 */
export function useFlameKeys(
  options: FlameKeysOptions,
): (event: KeyboardEvent) => void {
  const { model, profileId, focusedBox, zoomBox, canvas, focusBox } = options;
  const orientation = useOrientation();
  const { t, format } = useText();

  const runPlainKey = (event: KeyboardEvent): boolean => {
    const step = stepOfKey(event.key, orientation);
    if (step !== null) {
      const box = stepFrom(model.boxes, focusedBox, step);
      focusBox(box);
      showStatus(statusLine(frameFacts(model, box), format, options.unit));
      return true;
    }
    switch (event.key) {
      case "Enter":
      case " ":
        canvas.current?.zoomToBox(Math.max(0, focusedBox));
        return true;
      case "Escape":
        if (zoomBox > 0) {
          canvas.current?.zoomToBox(widerAncestor(model, zoomBox));
        } else adjust(profileId, { highlightedName: null });
        return true;
      case "+":
      case "=":
        canvas.current?.zoomBy(ZOOM_STEP);
        return true;
      case "-":
        canvas.current?.zoomBy(1 / ZOOM_STEP);
        return true;
      case "0":
        canvas.current?.zoomToBox(0);
        return true;
      default:
        return false;
    }
  };

  const openMenu = (): void => {
    const box = Math.max(0, focusedBox);
    const point = canvas.current?.clientPointOf(box);
    if (point !== null && point !== undefined) options.openMenu(box, point);
  };

  return (event) => {
    const isMenuKey =
      event.key === "ContextMenu" || (event.shiftKey && event.key === "F10");
    if (isMenuKey) {
      event.preventDefault();
      openMenu();
      return;
    }
    if (event.altKey) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() !== "c" || focusedBox < 0) return;
      event.preventDefault();
      const name = model.nameOf(model.boxes.frame[focusedBox]);
      void copyText(name, t("action.copied"));
      return;
    }
    const isOpened = event.key === "Enter" && options.openBox(focusedBox);
    if (isOpened || runPlainKey(event)) event.preventDefault();
  };
}
