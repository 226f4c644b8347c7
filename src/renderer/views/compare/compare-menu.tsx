import type { ReactNode } from "react";
import type { ProfileId } from "#contract/profile-id.ts";
import { pathToBox } from "../../canvas/flame-boxes.ts";
import type { ClientPoint } from "../../canvas/flame-gestures.ts";
import { copyText } from "../../state/clipboard.ts";
import type { CompareModel } from "../../state/compare-model.ts";
import { placeEntries } from "../../state/function-entries.ts";
import { useText } from "../../state/text.ts";
import { PointMenu, type MenuEntry } from "../../widgets/point-menu.tsx";

export interface CompareMenuProps {
  readonly profileId: ProfileId;
  readonly model: CompareModel;
  readonly menu: { readonly box: number; readonly point: ClientPoint } | null;
  readonly onClose: () => void;
  readonly onZoom: (box: number) => void;
}

/** Stack of a box, leaf first, one function a line. */
function stackText(model: CompareModel, box: number): string {
  return pathToBox(model.boxes, box)
    .slice(1)
    .reverse()
    .map((step) => model.nameOf(model.boxes.frame[step]))
    .join("\n");
}

/** What can be done with a box of a comparison. */
export function CompareMenu(props: CompareMenuProps): ReactNode {
  const { profileId, model, menu, onClose, onZoom } = props;
  const { t } = useText();
  const box = menu?.box ?? 0;
  const name = model.nameOf(model.boxes.frame[box]);
  const copied = t("action.copied");
  const reset: MenuEntry = {
    id: "reset",
    label: t("flame.menu.reset"),
    shortcut: "0",
    startsGroup: box !== 0,
    onSelect: () => onZoom(0),
  };
  const entries: MenuEntry[] = [
    {
      id: "zoom",
      label: t("flame.menu.zoom"),
      shortcut: "Enter",
      onSelect: () => onZoom(box),
    },
    {
      id: "copy-name",
      label: t("flame.menu.copyName"),
      shortcut: "Mod+C",
      startsGroup: true,
      onSelect: () => void copyText(name, copied),
    },
    {
      id: "copy-stack",
      label: t("flame.menu.copyStack"),
      onSelect: () => void copyText(stackText(model, box), copied),
    },
    ...placeEntries(t, profileId, name, "flame"),
    reset,
  ];
  return (
    <PointMenu
      label={name}
      point={menu?.point ?? null}
      entries={box === 0 ? [reset] : entries}
      onClose={onClose}
    />
  );
}
