import { request } from "../state/backend.ts";
import { showNote } from "../state/shell.ts";
import { translate } from "../state/text.ts";

/** Puts the facts a maintainer needs on the clipboard; nothing of what is open is among them. */
export async function copyDiagnostics(): Promise<void> {
  const diagnostics = await request("app/diagnostics", {});
  if (!diagnostics.ok) return;
  await request("clipboard/write-text", diagnostics.value);
  showNote(translate("about.diagnosticsCopied"));
}
