import { useMemo } from "react";
import type { FlameScene } from "../../canvas/flame-controller.ts";
import { sceneColours } from "../../canvas/scene-colours.ts";
import type { FlameModel } from "../../state/flame-model.ts";
import { useFlameOptions } from "../../state/flame-options.ts";
import type { FlameVerdicts } from "../../state/flame-verdicts.ts";
import type { Highlight } from "../../state/matches.ts";
import { useSceneBase } from "../../state/scene-base.ts";
import { useThemeName } from "../../state/settings.ts";
import { flamePalette } from "../../theme/flame-colours.ts";

/** What the canvas shows: the boxes in the colours of the theme, by package or by verdict. */
export function useFlameScene(
  model: FlameModel,
  highlight: Highlight,
  verdicts: FlameVerdicts | null,
  badges: Uint8Array | null,
): FlameScene {
  const theme = useThemeName();
  const { colours } = useFlameOptions();
  const base = useSceneBase(model, highlight);
  const slotOfBox =
    colours === "verdict" && verdicts !== null
      ? verdicts.slotOfBox
      : model.slotOfBox;
  return useMemo(() => {
    const palette = flamePalette(theme);
    const marks =
      badges === null
        ? undefined
        : {
            markOfBox: badges,
            outlineCss: palette.textCss,
            hatchCss: palette.textCss,
            badgeCss: palette.badgeCss,
          };
    return { ...base, ...sceneColours(palette, slotOfBox, marks) };
  }, [base, slotOfBox, badges, theme]);
}
