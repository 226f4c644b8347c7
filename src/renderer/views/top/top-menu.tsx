import type { ReactNode } from "react";
import type { ProfileId } from "#contract/profile-id.ts";
import { useFindingWords } from "../../state/finding-words.ts";
import {
  copyNameEntry,
  filterEntries,
  placeEntries,
} from "../../state/function-entries.ts";
import { openFinding } from "../../state/open-finding.ts";
import type { SiteFinding } from "../../state/site-findings.ts";
import { useText } from "../../state/text.ts";
import type { GridPoint } from "../../widgets/grid-column.ts";
import { PointMenu, type MenuEntry } from "../../widgets/point-menu.tsx";

export interface TopMenuProps {
  readonly profileId: ProfileId;
  /** Function of the selected row; null for none. */
  readonly name: string | null;
  readonly point: GridPoint | null;
  /** Findings that point to the function. */
  readonly found: readonly SiteFinding[];
  readonly onClose: () => void;
  readonly onShowInFlame: () => void;
  readonly onCopyRow: () => void;
}

/** Findings offered for a function. */
const MAX_FINDINGS = 5;

/** What can be done with a row of Top. */
export function TopMenu(props: TopMenuProps): ReactNode {
  const { profileId, name, point, onClose } = props;
  const { t } = useText();
  const words = useFindingWords();
  if (name === null) return null;
  const entries: MenuEntry[] = [
    {
      id: "flame",
      label: t("top.showInFlame"),
      shortcut: "Enter",
      onSelect: props.onShowInFlame,
    },
    ...placeEntries(t, profileId, name, "top")
      .filter(({ id }) => id === "show-callers")
      .map((entry) => ({ ...entry, startsGroup: false })),
    ...props.found
      .slice(0, MAX_FINDINGS)
      .map(({ profileId: owner, finding }, i): MenuEntry => ({
        id: `finding-${i}`,
        label: t("flame.menu.openFinding", { title: words.title(finding) }),
        startsGroup: i === 0,
        onSelect: () => openFinding(owner, finding),
      })),
    ...filterEntries(t, profileId, name),
    copyNameEntry(t, name),
    {
      id: "copy-row",
      label: t("top.copyRow"),
      shortcut: "Mod+C",
      onSelect: props.onCopyRow,
    },
  ];
  return (
    <PointMenu label={name} point={point} entries={entries} onClose={onClose} />
  );
}
