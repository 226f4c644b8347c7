import { useCallback, useMemo } from "react";
import type { FlameScene } from "../canvas/flame-controller.ts";
import { useOrientation } from "./flame-options.ts";
import type { FlameModel } from "./flame-model.ts";
import type { Highlight } from "./matches.ts";
import { useText } from "./text.ts";

const FONT_SIZE = 12;

/** What every flame graph of the app shows alike: all of a scene but its colours. */
export function useSceneBase(
  model: Pick<FlameModel, "boxes" | "nameOf">,
  highlight: Highlight,
): Omit<FlameScene, "style" | "overlay"> {
  const { t } = useText();
  const orientation = useOrientation();
  const rootName = t("frame.root");
  const { nameOf } = model;
  const frameName = useCallback(
    (frame: number) => (frame < 0 ? rootName : nameOf(frame)),
    [nameOf, rootName],
  );
  const { matches } = highlight;
  return useMemo(() => {
    const styles = getComputedStyle(document.documentElement);
    return {
      boxes: model.boxes,
      frameName,
      fontFamily: styles.getPropertyValue("--ls-font").trim(),
      fontSize: FONT_SIZE,
      orientation,
      matches,
    };
  }, [model, frameName, orientation, matches]);
}
