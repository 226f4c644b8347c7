/** A user without a pointer: only keys, and what has the focus. */
import { expect } from "vitest";
import type { App } from "./app.ts";

/** Name, role and place of what has the focus; "body" for nothing. */
export function focused(app: App): Promise<string> {
  return app.page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return "body";
    const name = element.getAttribute("aria-label") ?? element.textContent;
    const role = element.getAttribute("role") ?? element.localName;
    return `${role} ${name.replaceAll(/\s+/g, " ").trim()}`;
  });
}

export async function press(app: App, ...keys: string[]): Promise<void> {
  for (const key of keys) {
    await app.page.keyboard.press(key);
    await app.page.waitForTimeout(20);
  }
}

/** Waits until the focus is on what `name` fits. */
export async function expectFocus(app: App, name: RegExp): Promise<void> {
  await expect.poll(() => focused(app)).toMatch(name);
}

/** Presses Tab until what has the focus fits `name`; throws with the way there where nothing does. */
export async function tabTo(
  app: App,
  name: RegExp,
  key: "Tab" | "Shift+Tab" = "Tab",
): Promise<void> {
  const way: string[] = [];
  for (let i = 0; i < 80; i += 1) {
    await press(app, key);
    way.push(await focused(app));
    if (name.test(way[i])) return;
  }
  throw new Error(`no ${String(name)} on the way: ${way.join(" | ")}`);
}

/** Presses F6 until the focus is on what `name` fits. */
export async function partTo(app: App, name: RegExp): Promise<void> {
  const way: string[] = [];
  for (let i = 0; i < 8; i += 1) {
    await press(app, "F6");
    way.push(await focused(app));
    if (name.test(way[i])) return;
  }
  throw new Error(`no ${String(name)} by F6: ${way.join(" | ")}`);
}
