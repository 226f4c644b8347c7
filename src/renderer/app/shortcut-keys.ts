/** The part of a keyboard event that decides. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/**
 * True where a press is the shortcut `keys`, e.g. `Mod+Shift+P`, `[` or `?`. Shift is part of how
 * a character is typed on some keyboards, so for characters without modifiers only the result counts.
 */
export function isShortcut(
  press: KeyPress,
  keys: string,
  isMac: boolean,
): boolean {
  const parts = keys.split("+");
  const key = parts.at(-1) ?? "";
  const wants = (modifier: string): boolean =>
    parts.slice(0, -1).includes(modifier);
  const isMod = isMac ? press.metaKey : press.ctrlKey;
  const isOtherMod = isMac ? press.ctrlKey : press.metaKey;
  if (isMod !== wants("Mod") || isOtherMod) return false;
  if (press.altKey !== wants("Alt")) return false;
  const isCharacter = key.length === 1 && parts.length === 1;
  if (!isCharacter && press.shiftKey !== wants("Shift")) return false;
  return press.key.toLowerCase() === key.toLowerCase();
}

/** Keys without a modifier belong to whoever takes text. */
export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target.isContentEditable
  );
}
