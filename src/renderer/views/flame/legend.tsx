import { Popover } from "@base-ui/react/popover";
import { Palette } from "lucide-react";
import type { ReactNode } from "react";
import { useThemeName } from "../../state/settings.ts";
import { useText } from "../../state/text.ts";
import { legendColours } from "../../theme/flame-colours.ts";

/** What the colours of the boxes mean. */
export function Legend(): ReactNode {
  const { t } = useText();
  const colours = legendColours(useThemeName());
  const rows: readonly [string, readonly string[]][] = [
    [t("flame.legendUser"), colours.user],
    [t("flame.legendStd"), colours.std],
    [t("flame.legendRuntime"), colours.runtime],
  ];
  return (
    <Popover.Root>
      <Popover.Trigger
        className="ls-icon-button"
        aria-label={t("flame.legend")}
      >
        <Palette size={16} strokeWidth={1.5} aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner
          className="ls-legend__positioner"
          sideOffset={4}
          align="end"
        >
          <Popover.Popup className="ls-legend">
            <Popover.Title className="ls-legend__title">
              {t("flame.legend")}
            </Popover.Title>
            <ul>
              {rows.map(([text, swatches]) => (
                <li key={text} className="ls-legend__row">
                  <span className="ls-legend__swatches" aria-hidden>
                    {swatches.map((colour) => (
                      <span key={colour} style={{ background: colour }} />
                    ))}
                  </span>
                  {text}
                </li>
              ))}
              <li className="ls-legend__row">
                <span className="ls-legend__swatches" aria-hidden>
                  <span
                    style={{
                      background: colours.user[0],
                      borderLeft: `4px solid ${colours.inlinedEdge}`,
                    }}
                  />
                </span>
                {t("flame.legendInlined")}
              </li>
            </ul>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
