import { request } from "../state/backend.ts";

let isOpen = false;

/** Asks main for a native dialog; a second press while one is open does nothing. */
function ask(channel: "profile/open-dialog" | "profile/open-folder"): void {
  if (isOpen) return;
  isOpen = true;
  void request(channel, {}).finally(() => {
    isOpen = false;
  });
}

export function openDialog(): void {
  ask("profile/open-dialog");
}

/** A folder of captures: what dropping one on the window does. */
export function openFolderDialog(): void {
  ask("profile/open-folder");
}
