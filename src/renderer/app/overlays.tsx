import { Suspense, type ReactNode } from "react";
import type { AppFacts } from "#contract/channels.ts";
import { useShell } from "../state/shell.ts";
import { latePart } from "./late-part.tsx";

const CommandPalette = latePart((parts) => parts.CommandPalette);
const SettingsDialog = latePart((parts) => parts.SettingsDialog);
const ShortcutList = latePart((parts) => parts.ShortcutList);

export interface OverlaysProps {
  readonly facts: AppFacts | null;
}

/** What floats above the window; at most one. */
export function Overlays(props: OverlaysProps): ReactNode {
  return (
    <Suspense>
      <Overlay {...props} />
    </Suspense>
  );
}

function Overlay({ facts }: OverlaysProps): ReactNode {
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
