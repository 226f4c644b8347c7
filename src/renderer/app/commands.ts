import type { MenuCommand } from "#contract/channels.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import type { MessageKey } from "#text/translator.ts";
import { request } from "../state/backend.ts";
import { startFilter } from "../state/filters.ts";
import { openGuide } from "../state/guide.ts";
import { saveComparison } from "../state/compare-save.ts";
import { showCapture } from "../state/captures.ts";
import {
  activateProfile,
  neighbourOf,
  useProfiles,
} from "../state/profiles.ts";
import { showOverlay, toggleSidebar } from "../state/shell.ts";
import { goInHistory, navigate } from "../state/tabs.ts";
import { copyDiagnostics } from "./copy-diagnostics.ts";
import { goToRegion } from "./focus-places.ts";
import { FILTER_BUTTON_ID } from "./filter-bar.tsx";
import { openDialog, openFolderDialog } from "./open-dialog.ts";
import { SEARCH_INPUT_ID } from "./search-box.tsx";

/** Something the user can do from anywhere in the window. */
export interface Command {
  readonly id: string;
  readonly title: MessageKey;
  /** As `isShortcut` reads them; the first is shown. Empty: only in menu and palette. */
  readonly keys: readonly string[];
  readonly run: () => void;
}

function withActive(run: (id: ProfileId) => void): () => void {
  return () => {
    const { activeId } = useProfiles.getState();
    if (activeId !== null) run(activeId);
  };
}

function focusSearch(): void {
  const input = document.getElementById(SEARCH_INPUT_ID);
  if (!(input instanceof HTMLInputElement)) return;
  input.focus();
  input.select();
}

/** Where the view in front has no filters, the flame graph comes first. */
function startFilterWhereShown(id: ProfileId): void {
  if (document.getElementById(FILTER_BUTTON_ID) === null) {
    navigate(id, { view: "flame" });
  }
  startFilter(id);
}

function goToNeighbour(step: 1 | -1): void {
  const id = neighbourOf(useProfiles.getState(), step);
  if (id !== null) activateProfile(id);
}

/** Everything with a key of its own, in the order of the shortcut list. */
export const COMMANDS: readonly Command[] = [
  { id: "open", title: "keys.open", keys: ["Mod+O"], run: openDialog },
  {
    id: "open-folder",
    title: "keys.openFolder",
    keys: ["Mod+Shift+O"],
    run: openFolderDialog,
  },
  {
    id: "guide",
    title: "guide.title",
    keys: ["Mod+G"],
    run: () => openGuide(),
  },
  {
    id: "capture",
    title: "capture.menu",
    keys: ["Mod+L"],
    run: () => showCapture(true),
  },
  {
    id: "close-tab",
    title: "keys.closeFile",
    keys: ["Mod+W"],
    run: withActive((profileId) => {
      void request("profile/close", { profileId });
    }),
  },
  {
    id: "reload-file",
    title: "keys.reloadFile",
    keys: ["Mod+R"],
    run: withActive((profileId) => {
      void request("profile/reopen", { profileId });
    }),
  },
  {
    id: "next-file",
    title: "keys.nextFile",
    keys: ["Mod+PageDown"],
    run: () => goToNeighbour(1),
  },
  {
    id: "previous-file",
    title: "keys.previousFile",
    keys: ["Mod+PageUp"],
    run: () => goToNeighbour(-1),
  },
  {
    id: "compare",
    title: "compare.command",
    keys: ["Mod+D"],
    run: withActive((id) => navigate(id, { view: "compare" })),
  },
  {
    id: "save-comparison",
    title: "bundle.save",
    keys: ["Mod+S"],
    run: withActive((id) => void saveComparison(id)),
  },
  { id: "find", title: "keys.find", keys: ["Mod+F", "/"], run: focusSearch },
  {
    id: "filter",
    title: "filter.add",
    keys: ["Mod+Shift+F"],
    run: withActive(startFilterWhereShown),
  },
  {
    id: "next-part",
    title: "keys.nextPart",
    keys: ["F6"],
    run: () => goToRegion(1),
  },
  {
    id: "previous-part",
    title: "keys.previousPart",
    keys: ["Shift+F6"],
    run: () => goToRegion(-1),
  },
  {
    id: "command-palette",
    title: "keys.commands",
    keys: ["Mod+K"],
    run: () => showOverlay("commands"),
  },
  {
    id: "back",
    title: "keys.back",
    keys: ["["],
    run: withActive((id) => goInHistory(id, -1)),
  },
  {
    id: "forward",
    title: "keys.forward",
    keys: ["]"],
    run: withActive((id) => goInHistory(id, 1)),
  },
  {
    id: "sidebar",
    title: "action.toggleSidebar",
    keys: ["Mod+B"],
    run: toggleSidebar,
  },
  {
    id: "settings",
    title: "keys.settings",
    keys: ["Mod+,"],
    run: () => showOverlay("settings"),
  },
  {
    id: "shortcuts",
    title: "keys.shortcuts",
    keys: ["?"],
    run: () => showOverlay("shortcuts"),
  },
  {
    id: "copy-diagnostics",
    title: "keys.diagnostics",
    keys: [],
    run: () => void copyDiagnostics(),
  },
];

/** Runs what a native menu item stands for. */
export function runMenuCommand(command: MenuCommand): void {
  const id = command === "about" ? "settings" : command;
  COMMANDS.find((other) => other.id === id)?.run();
}
