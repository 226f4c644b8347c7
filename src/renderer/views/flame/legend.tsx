import { Popover } from "@base-ui/react/popover";
import { Palette } from "lucide-react";
import type { ReactNode } from "react";
import { useThemeName } from "../../state/settings.ts";
import { useText } from "../../state/text.ts";
import {
  legendColours,
  type LegendColours,
} from "../../theme/flame-colours.ts";

export interface LegendProps {
  /** Colours say verdicts, not packages. */
  readonly byVerdict: boolean;
  /** Some functions have the dot of a finding. */
  readonly hasBadges: boolean;
}

/** What the colours of the boxes mean. */
export function Legend({ byVerdict, hasBadges }: LegendProps): ReactNode {
  const { t } = useText();
  const colours = legendColours(useThemeName());
  return (
    <Popover.Root>
      <Popover.Trigger
        className="ls-icon-button"
        aria-label={t("flame.legend")}
      >
        <Palette size={16} strokeWidth={1.5} aria-hidden />
      </Popover.Trigger>
      <Popover.Portal role="region" aria-label={t("flame.legend")}>
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
              {byVerdict ? (
                <VerdictRows colours={colours} />
              ) : (
                <PackageRows colours={colours} />
              )}
              <li className="ls-legend__row">
                <span className="ls-legend__swatches" aria-hidden>
                  <span
                    style={{
                      background: byVerdict
                        ? colours.verdicts.mixed
                        : colours.user[0],
                      borderLeft: `4px solid ${colours.inlinedEdge}`,
                    }}
                  />
                </span>
                {t("flame.legendInlined")}
              </li>
              {hasBadges && (
                <li className="ls-legend__row">
                  <span className="ls-legend__swatches" aria-hidden>
                    <i
                      className="ls-legend__badge"
                      style={{ background: colours.badge }}
                    />
                  </span>
                  {t("flame.legendBadge")}
                </li>
              )}
            </ul>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Row(props: {
  readonly text: string;
  readonly swatches: readonly string[];
}): ReactNode {
  return (
    <li className="ls-legend__row">
      <span className="ls-legend__swatches" aria-hidden>
        {props.swatches.map((colour) => (
          <span key={colour} style={{ background: colour }} />
        ))}
      </span>
      {props.text}
    </li>
  );
}

interface RowsProps {
  readonly colours: LegendColours;
}

function PackageRows({ colours }: RowsProps): ReactNode {
  const { t } = useText();
  return (
    <>
      <Row text={t("flame.legendUser")} swatches={colours.user} />
      <Row text={t("flame.legendStd")} swatches={colours.std} />
      <Row text={t("flame.legendRuntime")} swatches={colours.runtime} />
    </>
  );
}

/** The verdicts that have a word of their own everywhere. */
const LEVELS = ["proved", "high", "medium", "low", "benign"] as const;

function VerdictRows({ colours }: RowsProps): ReactNode {
  const { t } = useText();
  const { verdicts } = colours;
  return (
    <>
      {LEVELS.map((level) => (
        <Row
          key={level}
          text={`${t(`leaks.confidence.${level}`)}: ${t(`leaks.confidenceHint.${level}`)}`}
          swatches={[verdicts[level]]}
        />
      ))}
      <Row text={t("flame.legendMixed")} swatches={[verdicts.mixed]} />
      <Row text={t("flame.legendUnjudged")} swatches={[verdicts.unjudged]} />
    </>
  );
}

/** The verdict colours beside the picture, in words. */
export function VerdictKey(): ReactNode {
  const { t } = useText();
  const { verdicts } = legendColours(useThemeName());
  return (
    <ul className="ls-verdict-key" aria-label={t("flame.legend")}>
      {LEVELS.map((level) => (
        <li key={level}>
          <i style={{ background: verdicts[level] }} aria-hidden />
          {t(`leaks.confidence.${level}`)}
        </li>
      ))}
    </ul>
  );
}
