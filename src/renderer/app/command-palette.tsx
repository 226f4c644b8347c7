import { Autocomplete } from "@base-ui/react/autocomplete";
import { Dialog } from "@base-ui/react/dialog";
import { useMemo, useState, type ReactNode } from "react";
import { showOverlay } from "../state/shell.ts";
import { useText } from "../state/text.ts";
import { ShortcutText } from "../widgets/shortcut-text.tsx";
import {
  filterEntries,
  paletteEntries,
  type PaletteEntry,
} from "./palette-entries.ts";
import "./command-palette.css";

/** Every command, view, file and sample type by typing a part of its name. */
export function CommandPalette(): ReactNode {
  const { t } = useText();
  const [text, setText] = useState("");
  const entries = useMemo(() => paletteEntries(t), [t]);
  const shown = useMemo(() => filterEntries(entries, text), [entries, text]);
  const pick = (entry: PaletteEntry): void => {
    showOverlay(null);
    // After the dialog gave its focus back: a command may move it on.
    requestAnimationFrame(entry.run);
  };
  return (
    <Dialog.Root
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) showOverlay(null);
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="ls-modal__backdrop" />
        <Dialog.Popup
          className="ls-modal ls-palette"
          aria-label={t("commands.title")}
        >
          <Autocomplete.Root
            inline
            open
            items={shown}
            filter={null}
            autoHighlight="always"
            itemToStringValue={(entry: PaletteEntry) => entry.label}
            value={text}
            onValueChange={(next, { reason }) => {
              if (reason !== "item-press") setText(next);
            }}
          >
            <Autocomplete.Input
              className="ls-palette__input"
              aria-label={t("commands.title")}
              placeholder={t("commands.placeholder")}
              spellCheck={false}
            />
            <Autocomplete.Empty className="ls-palette__empty">
              {shown.length === 0 ? t("commands.none") : null}
            </Autocomplete.Empty>
            <Autocomplete.List className="ls-palette__list">
              {(entry: PaletteEntry) => (
                <Autocomplete.Item
                  key={entry.id}
                  value={entry}
                  className="ls-menu__item"
                  onClick={() => pick(entry)}
                >
                  <span className="ls-menu__label">{entry.label}</span>
                  {entry.shortcut !== undefined && (
                    <ShortcutText keys={entry.shortcut} />
                  )}
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
