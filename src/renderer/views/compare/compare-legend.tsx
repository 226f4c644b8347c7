import type { ReactNode } from "react";
import { CHANGE_STEP_BOUNDS } from "#contract/compare.ts";
import { useThemeName } from "../../state/settings.ts";
import { useText } from "../../state/text.ts";
import { changeColours, changePalette } from "../../theme/change-colours.ts";
import { cssFromRgb } from "../../theme/oklch.ts";

const STEPS = CHANGE_STEP_BOUNDS.length;

/** What the colours mean, in numbers, and the marks of new and removed. */
export function CompareLegend(): ReactNode {
  const { t, format } = useText();
  const theme = useThemeName();
  const colours = changeColours(theme, STEPS).map(cssFromRgb);
  const { newCss, removedCss } = changePalette(theme, STEPS);
  const percent = new Intl.NumberFormat(format.locale, {
    style: "percent",
    maximumFractionDigits: 1,
  });
  const boundOf = (code: number): string => {
    if (code === STEPS) return "0";
    const bound = percent.format(
      CHANGE_STEP_BOUNDS[Math.abs(code - STEPS) - 1],
    );
    return code < STEPS ? `−${bound}` : `+${bound}`;
  };
  return (
    <div className="ls-compare__legend">
      <span className="ls-compare__legend-title">{t("compare.legend")}</span>
      <div className="ls-compare__directions">
        <Direction glyph="▼" text={t("compare.legendShrunk")} />
        <ol className="ls-compare__scale">
          {colours.map((colour, code) => (
            <li key={colour} style={{ background: colour }}>
              {boundOf(code)}
            </li>
          ))}
        </ol>
        <Direction glyph="▲" text={t("compare.legendGrown")} />
      </div>
      <span className="ls-compare__mark">
        <span style={{ border: `2px solid ${newCss}` }} aria-hidden />
        {t("compare.legendNew")}
      </span>
      <span className="ls-compare__mark">
        <span
          style={{
            background: `repeating-linear-gradient(135deg, ${removedCss} 0 2px, transparent 2px 5px)`,
          }}
          aria-hidden
        />
        {t("compare.legendRemoved")}
      </span>
    </div>
  );
}

/** The mark of one half of the scale. */
function Direction(props: {
  readonly glyph: string;
  readonly text: string;
}): ReactNode {
  return (
    <span title={props.text}>
      <span aria-hidden>{props.glyph}</span>
      <span className="ls-visually-hidden">{props.text}</span>
    </span>
  );
}
