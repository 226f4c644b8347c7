import type { ReactNode } from "react";
import type { GroupChange } from "#analysis/compare/compare-goroutines.ts";
import { useText } from "../../state/text.ts";

/** A shape for each change, so that it does not go by colour alone. */
const SIGNS: Readonly<Record<GroupChange, string>> = {
  new: "✚",
  removed: "✕",
  grown: "▲",
  shrunk: "▼",
  same: "＝",
  moved: "→",
};

/** What became of a row. */
export function ChangeBadge({
  change,
}: {
  readonly change: GroupChange;
}): ReactNode {
  const { t } = useText();
  return (
    <span className={`ls-change ls-change--${change}`}>
      <span aria-hidden>{SIGNS[change]}</span> {t(`compare.change.${change}`)}
    </span>
  );
}
