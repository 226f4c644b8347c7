import type { ReactNode } from "react";
import type { ProfileId } from "#contract/profile-id.ts";
import { copyText } from "../../state/clipboard.ts";
import { navigate } from "../../state/tabs.ts";
import { useText } from "../../state/text.ts";
import type { GridPoint } from "../../widgets/grid-column.ts";
import { PointMenu, type MenuEntry } from "../../widgets/point-menu.tsx";

export interface TopMenuProps {
  readonly profileId: ProfileId;
  /** Function of the selected row; null for none. */
  readonly name: string | null;
  readonly point: GridPoint | null;
  readonly onClose: () => void;
  readonly onShowInFlame: () => void;
  readonly onCopyRow: () => void;
}

/** What can be done with a row of Top. */
export function TopMenu(props: TopMenuProps): ReactNode {
  const { profileId, name, point, onClose } = props;
  const { t } = useText();
  if (name === null) return null;
  const entries: MenuEntry[] = [
    {
      id: "flame",
      label: t("top.showInFlame"),
      shortcut: "Enter",
      onSelect: props.onShowInFlame,
    },
    {
      id: "callers",
      label: t("top.showCallers"),
      onSelect: () =>
        navigate(profileId, { view: "callers", calledName: name }),
    },
    {
      id: "copy-name",
      label: t("top.copyName"),
      startsGroup: true,
      onSelect: () => void copyText(name, t("action.copied")),
    },
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
