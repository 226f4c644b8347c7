import { useCallback, useMemo } from "react";
import type { FlameScene } from "../../canvas/flame-controller.ts";
import type { FlameModel } from "../../state/flame-model.ts";
import { useFlameOptions, useOrientation } from "../../state/flame-options.ts";
import type { FlameVerdicts } from "../../state/flame-verdicts.ts";
import type { Highlight } from "../../state/matches.ts";
import { useThemeName } from "../../state/settings.ts";
import { useText } from "../../state/text.ts";
import { flamePalette } from "../../theme/flame-colours.ts";

const FONT_SIZE = 12;

/** What the canvas shows: the boxes in the colours of the theme, by package or by verdict. */
export function useFlameScene(
  model: FlameModel,
  highlight: Highlight,
  verdicts: FlameVerdicts | null,
  badges: Uint8Array | null,
): FlameScene {
  const { t } = useText();
  const theme = useThemeName();
  const orientation = useOrientation();
  const { colours } = useFlameOptions();
  const slotOfBox =
    colours === "verdict" && verdicts !== null
      ? verdicts.slotOfBox
      : model.slotOfBox;
  const rootName = t("frame.root");
  const frameName = useCallback(
    (frame: number) => (frame < 0 ? rootName : model.nameOf(frame)),
    [model, rootName],
  );
  return useMemo(() => {
    const palette = flamePalette(theme);
    const styles = getComputedStyle(document.documentElement);
    return {
      boxes: model.boxes,
      frameName,
      style: {
        paint: { ...palette, slotOfBox },
        ...(badges !== null && {
          marks: {
            markOfBox: badges,
            outlineCss: palette.textCss,
            hatchCss: palette.textCss,
            badgeCss: palette.badgeCss,
          },
        }),
        labelColours: {
          text: palette.textCss,
          dimText: palette.dimTextCss,
          matchText: palette.matchTextCss,
        },
        backgroundCss: palette.backgroundCss,
      },
      overlay: { hoverCss: palette.textCss, focusCss: palette.focusCss },
      fontFamily: styles.getPropertyValue("--ls-font").trim(),
      fontSize: FONT_SIZE,
      orientation,
      matches: highlight.matches,
    };
  }, [
    model,
    slotOfBox,
    badges,
    frameName,
    theme,
    orientation,
    highlight.matches,
  ]);
}
