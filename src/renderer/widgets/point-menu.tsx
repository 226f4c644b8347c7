import { Menu } from "@base-ui/react/menu";
import { useMemo, type ReactNode } from "react";
import { ShortcutText } from "./shortcut-text.tsx";
import "./point-menu.css";

/** A line of a menu. */
export interface MenuEntry {
  readonly id: string;
  readonly label: string;
  readonly shortcut?: string;
  readonly isDisabled?: boolean;
  /** A hairline above it. */
  readonly startsGroup?: boolean;
  readonly onSelect: () => void;
}

export interface PointMenuProps {
  readonly label: string;
  /** Where it opens, in page coordinates; null: it is closed. */
  readonly point: { readonly clientX: number; readonly clientY: number } | null;
  readonly entries: readonly MenuEntry[];
  readonly onClose: () => void;
}

/** A context menu at a point: by right click, or at the focused thing by keyboard. */
export function PointMenu(props: PointMenuProps): ReactNode {
  const { point, entries, label, onClose } = props;
  const anchor = useMemo(
    () =>
      point === null
        ? undefined
        : {
            getBoundingClientRect: () =>
              new DOMRect(point.clientX, point.clientY, 0, 0),
          },
    [point],
  );
  return (
    <Menu.Root
      open={point !== null}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      <Menu.Portal role="region" aria-label={label}>
        <Menu.Positioner
          className="ls-menu__positioner"
          anchor={anchor}
          align="start"
          side="bottom"
          sideOffset={2}
        >
          <Menu.Popup className="ls-menu" aria-label={label}>
            {entries.map((entry) => (
              <MenuLine key={entry.id} entry={entry} />
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function MenuLine({ entry }: { readonly entry: MenuEntry }): ReactNode {
  return (
    <>
      {entry.startsGroup === true && (
        <Menu.Separator className="ls-menu__separator" />
      )}
      <Menu.Item
        className="ls-menu__item"
        disabled={entry.isDisabled}
        onClick={entry.onSelect}
      >
        <span className="ls-menu__label">{entry.label}</span>
        {entry.shortcut !== undefined && <ShortcutText keys={entry.shortcut} />}
      </Menu.Item>
    </>
  );
}
