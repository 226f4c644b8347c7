import type { FlamePalette } from "../theme/flame-colours.ts";
import type { FlameScene } from "./flame-controller.ts";
import type { FlameMarks } from "./flame-painter.ts";

/** What of a scene a palette decides. `slotOfBox` indexes its slots. */
export function sceneColours(
  palette: FlamePalette,
  slotOfBox: Uint8Array,
  marks?: FlameMarks,
): Pick<FlameScene, "style" | "overlay"> {
  return {
    style: {
      paint: { ...palette, slotOfBox },
      ...(marks !== undefined && { marks }),
      labelColours: {
        text: palette.textCss,
        dimText: palette.dimTextCss,
        matchText: palette.matchTextCss,
      },
      backgroundCss: palette.backgroundCss,
    },
    overlay: { hoverCss: palette.textCss, focusCss: palette.focusCss },
  };
}
