import { expect } from "vitest";
import type { App } from "./app.ts";

/** What `copy` puts on the clipboard; what was there before, and its message, may not pass for it. */
export async function copiedText(
  app: App,
  copy: () => Promise<unknown>,
): Promise<string> {
  await app.electron.evaluate(({ clipboard }) => clipboard.clear());
  await copy();
  const text = (): Promise<string> =>
    app.electron.evaluate(({ clipboard }) => clipboard.readText());
  await expect.poll(text).not.toBe("");
  return text();
}
