import type { ReactNode } from "react";
import type { ProfileId } from "#contract/profile-id.ts";
import {
  copyNameEntry,
  filterEntries,
  placeEntries,
} from "../../state/function-entries.ts";
import { useText } from "../../state/text.ts";
import type { GridPoint } from "../../widgets/grid-column.ts";
import { PointMenu, type MenuEntry } from "../../widgets/point-menu.tsx";

export interface TreeMenuProps {
  readonly profileId: ProfileId;
  /** Function of the selected row; "" for the root, null for none. */
  readonly name: string | null;
  readonly point: GridPoint | null;
  readonly onClose: () => void;
  readonly onShowInFlame: () => void;
  readonly onCopyRow: () => void;
}

/** What can be done with a row of the call tree. */
export function TreeMenu(props: TreeMenuProps): ReactNode {
  const { profileId, name, point, onClose } = props;
  const { t } = useText();
  if (name === null) return null;
  const zoom: MenuEntry = {
    id: "flame",
    label: t("top.showInFlame"),
    shortcut: "Enter",
    onSelect: props.onShowInFlame,
  };
  const copyRow: MenuEntry = {
    id: "copy-row",
    label: t("top.copyRow"),
    shortcut: "Mod+C",
    startsGroup: name === "",
    onSelect: props.onCopyRow,
  };
  const places = placeEntries(t, profileId, name, "flame").map((entry) => ({
    ...entry,
    startsGroup: false,
  }));
  const entries =
    name === ""
      ? [zoom, copyRow]
      : [
          zoom,
          ...places,
          ...filterEntries(t, profileId, name),
          copyNameEntry(t, name),
          copyRow,
        ];
  return (
    <PointMenu
      label={name === "" ? t("frame.root") : name}
      point={point}
      entries={entries}
      onClose={onClose}
    />
  );
}
