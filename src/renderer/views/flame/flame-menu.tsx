import type { ReactNode } from "react";
import type { ProfileId } from "#contract/profile-id.ts";
import { pathToBox } from "../../canvas/flame-boxes.ts";
import type { ClientPoint } from "../../canvas/flame-gestures.ts";
import { copyText } from "../../state/clipboard.ts";
import type { FlameModel } from "../../state/flame-model.ts";
import {
  copyNameEntry,
  filterEntries,
  placeEntries,
} from "../../state/function-entries.ts";
import { useText } from "../../state/text.ts";
import { PointMenu, type MenuEntry } from "../../widgets/point-menu.tsx";
import type { BoxVerdicts } from "./use-box-verdicts.ts";

export interface FlameMenuProps {
  readonly profileId: ProfileId;
  readonly model: FlameModel;
  readonly menu: { readonly box: number; readonly point: ClientPoint } | null;
  readonly onClose: () => void;
  readonly onZoom: (box: number) => void;
  readonly verdictsOf: (box: number) => BoxVerdicts;
}

/** Findings offered for a box. */
const MAX_FINDINGS = 5;

/** Stack of a box, leaf first, one function a line. */
function stackText(model: FlameModel, box: number): string {
  return pathToBox(model.boxes, box)
    .slice(1)
    .reverse()
    .map((step) => model.nameOf(model.boxes.frame[step]))
    .join("\n");
}

/** What can be done with a box. */
export function FlameMenu(props: FlameMenuProps): ReactNode {
  const { profileId, model, menu, onClose, onZoom } = props;
  const { t } = useText();
  const box = menu?.box ?? 0;
  const name = model.nameOf(model.boxes.frame[box]);
  const reset: MenuEntry = {
    id: "reset",
    label: t("flame.menu.reset"),
    shortcut: "0",
    startsGroup: true,
    onSelect: () => onZoom(0),
  };
  const findings = props
    .verdictsOf(box)
    .lines.slice(0, MAX_FINDINGS)
    .map(({ text, open }, i): MenuEntry => ({
      id: `finding-${i}`,
      label: t("flame.menu.openFinding", { title: text }),
      startsGroup: i === 0,
      onSelect: open,
    }));
  const entries: MenuEntry[] = [
    {
      id: "zoom",
      label: t("flame.menu.zoom"),
      shortcut: "Enter",
      onSelect: () => onZoom(box),
    },
    ...findings,
    { ...copyNameEntry(t, name), shortcut: "Mod+C" },
    {
      id: "copy-stack",
      label: t("flame.menu.copyStack"),
      onSelect: () => void copyText(stackText(model, box), t("action.copied")),
    },
    ...filterEntries(t, profileId, name),
    ...placeEntries(t, profileId, name, "flame"),
    reset,
  ];
  return (
    <PointMenu
      label={name}
      point={menu?.point ?? null}
      entries={box === 0 ? [{ ...reset, startsGroup: false }] : entries}
      onClose={onClose}
    />
  );
}
