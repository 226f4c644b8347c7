import { describe, expect, it } from "vitest";
import { isShortcut, type KeyPress } from "./shortcut-keys.ts";

const press = (key: string, changes: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...changes,
});

describe("isShortcut", () => {
  it("takes Ctrl, or ⌘ on a Mac", () => {
    expect(isShortcut(press("o", { ctrlKey: true }), "Mod+O", false)).toBe(
      true,
    );
    expect(isShortcut(press("o", { ctrlKey: true }), "Mod+O", true)).toBe(
      false,
    );
    expect(isShortcut(press("o", { metaKey: true }), "Mod+O", true)).toBe(true);
    expect(isShortcut(press("o"), "Mod+O", false)).toBe(false);
  });

  it("does not care how a character is typed", () => {
    expect(isShortcut(press("?", { shiftKey: true }), "?", false)).toBe(true);
    expect(isShortcut(press("["), "[", false)).toBe(true);
    expect(isShortcut(press("[", { ctrlKey: true }), "[", false)).toBe(false);
  });

  it("tells modifiers apart", () => {
    const shifted = press("K", { ctrlKey: true, shiftKey: true });
    expect(isShortcut(shifted, "Mod+K", false)).toBe(false);
    expect(isShortcut(shifted, "Mod+Shift+K", false)).toBe(true);
  });
});
