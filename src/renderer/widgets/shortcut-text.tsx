import type { ReactNode } from "react";
import "./shortcut-text.css";

/** Keys as they are on the keyboard in use: `Mod` is ⌘ on a Mac and Ctrl elsewhere. */
export function shortcutParts(keys: string, isMac: boolean): string[] {
  return keys.split("+").map((key) => {
    switch (key) {
      case "Mod":
        return isMac ? "⌘" : "Ctrl";
      case "Shift":
        return isMac ? "⇧" : "Shift";
      case "Alt":
        return isMac ? "⌥" : "Alt";
      case "ArrowUp":
        return "↑";
      case "ArrowDown":
        return "↓";
      case "ArrowLeft":
        return "←";
      case "ArrowRight":
        return "→";
      case "Plus":
        return "+";
      default:
        return key;
    }
  });
}

export const IS_MAC = navigator.platform.startsWith("Mac");

/** A shortcut such as `Mod+Shift+C`. */
export function ShortcutText({ keys }: { readonly keys: string }): ReactNode {
  return (
    <kbd className="ls-shortcut">
      {shortcutParts(keys, IS_MAC).join(IS_MAC ? "" : "+")}
    </kbd>
  );
}
