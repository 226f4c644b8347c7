import { request } from "./backend.ts";
import { showNote } from "./shell.ts";

/** Puts text on the clipboard and says so. */
export async function copyText(text: string, note: string): Promise<void> {
  const outcome = await request("clipboard/write-text", { text });
  if (outcome.ok) showNote(note);
}
