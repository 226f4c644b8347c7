import { request } from "../state/backend.ts";

let isOpen = false;

/** Asks main for the native dialog; a second press while it is open does nothing. */
export function openDialog(): void {
  if (isOpen) return;
  isOpen = true;
  void request("profile/open-dialog", {}).finally(() => {
    isOpen = false;
  });
}
