import type { ReactNode } from "react";
import type { AppFacts } from "#contract/channels.ts";
import { useShell } from "../state/shell.ts";
import { CommandPalette } from "./command-palette.tsx";
import { SettingsDialog } from "./settings-dialog.tsx";
import { ShortcutList } from "./shortcut-list.tsx";

/** What floats above the window; at most one. */
export function Overlays({
  facts,
}: {
  readonly facts: AppFacts | null;
}): ReactNode {
  const overlay = useShell((shell) => shell.overlay);
  switch (overlay) {
    case "settings":
      return <SettingsDialog facts={facts} />;
    case "shortcuts":
      return <ShortcutList />;
    case "commands":
      return <CommandPalette />;
    case null:
      return null;
  }
}
