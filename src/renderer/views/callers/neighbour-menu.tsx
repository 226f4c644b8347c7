import type { ReactNode } from "react";
import type { ProfileId } from "#contract/profile-id.ts";
import {
  copyNameEntry,
  filterEntries,
  placeEntries,
} from "../../state/function-entries.ts";
import { useText } from "../../state/text.ts";
import type { GridPoint } from "../../widgets/grid-column.ts";
import { PointMenu } from "../../widgets/point-menu.tsx";

export interface NeighbourMenuProps {
  readonly profileId: ProfileId;
  /** Function of the selected row; null for none. */
  readonly name: string | null;
  readonly point: GridPoint | null;
  readonly onClose: () => void;
  readonly onShow: () => void;
  readonly onCopyRow: () => void;
}

/** What can be done with a caller or a callee. */
export function NeighbourMenu(props: NeighbourMenuProps): ReactNode {
  const { profileId, name, point, onClose } = props;
  const { t } = useText();
  if (name === null) return null;
  return (
    <PointMenu
      label={name}
      point={point}
      entries={[
        {
          id: "show",
          label: t("flame.menu.showCallers"),
          shortcut: "Enter",
          onSelect: props.onShow,
        },
        ...placeEntries(t, profileId, name, "callers"),
        ...filterEntries(t, profileId, name),
        copyNameEntry(t, name),
        {
          id: "copy-row",
          label: t("top.copyRow"),
          shortcut: "Mod+C",
          onSelect: props.onCopyRow,
        },
      ]}
      onClose={onClose}
    />
  );
}
