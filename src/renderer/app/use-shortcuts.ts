import { useLayoutEffect } from "react";
import { onEvent } from "../state/backend.ts";
import { useProfiles } from "../state/profiles.ts";
import { useShell } from "../state/shell.ts";
import { navigate } from "../state/tabs.ts";
import { IS_MAC } from "../widgets/shortcut-text.tsx";
import { focusViewIfNothing } from "./focus-places.ts";
import { COMMANDS, runMenuCommand } from "./commands.ts";
import { keepFocus } from "./kept-focus.ts";
import { isShortcut, takesText } from "./shortcut-keys.ts";
import { VIEWS } from "./view-registry.ts";

/** Runs what a key stands for; true where it stood for something. */
function runKey(event: KeyboardEvent): boolean {
  const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
  const isCharacter = event.key.length === 1;
  if (isPlain && isCharacter && takesText(event.target)) return false;
  const command = COMMANDS.find(({ keys }) =>
    keys.some((key) => isShortcut(event, key, IS_MAC)),
  );
  if (command !== undefined) {
    command.run();
    return true;
  }
  return isPlain && goToView(event.key);
}

/** Keys 1 to 7 show the view of that tab. */
function goToView(key: string): boolean {
  const { profiles, activeId } = useProfiles.getState();
  const state = profiles.find(({ id }) => id === activeId)?.state;
  if (activeId === null || state?.status !== "ready") return false;
  const shown = VIEWS.filter(
    ({ canShow }) => canShow === undefined || canShow(state.summary),
  );
  const view = /^[1-9]$/.test(key) ? shown[Number(key) - 1] : undefined;
  if (view === undefined) return false;
  navigate(activeId, { view: view.id });
  focusViewIfNothing();
  return true;
}

/** Keys and menu items that work anywhere in the window. */
export function useShortcuts(): void {
  // With the first paint: whoever sees the window may type.
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      if (useShell.getState().overlay !== null) return;
      if (runKey(event)) event.preventDefault();
    };
    window.addEventListener("keydown", onKeyDown);
    const stopKeeping = keepFocus();
    const stopMenu = onEvent("menu/command", ({ command }) =>
      runMenuCommand(command),
    );
    return () => {
      window.removeEventListener("keydown", onKeyDown);
      stopKeeping();
      stopMenu();
    };
  }, []);
}
