/**
 * Text from outside as it can be shown: a name may hold characters that hide, that turn the text
 * around them, or a megabyte. Names stay what identifies a function, so this is done once, before
 * views are made, and not by each view.
 *
 * ```
 *   main.<U+202E>oof   ->  main.\u202eoof
 *   a line<LF>break    ->  a line\nbreak
 *   xxxx... (1 MB)     ->  xxxx...[1044480 characters]...xxxx
 * ```
 */
import type { Profile, ValueType } from "./profile.ts";
import { StringTable } from "./string-table.ts";
import { encodeUtf8 } from "./utf8.ts";

/** Longest text shown whole, in UTF-16 code units: the longest generic Go names stay below. */
const MAX_LENGTH = 8192;
const KEPT_AT_EACH_END = 2048;

/**
 * Control characters (C0, DEL, C1), soft hyphen, characters without width, marks, embeddings,
 * overrides and isolates of direction, line separators, byte order mark.
 */
const HIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;
const ALL_HIDDEN = new RegExp(HIDDEN, "g");
const SHORT: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

function escaped(char: string): string {
  const hex = char.charCodeAt(0).toString(16).padStart(4, "0");
  return SHORT[char] ?? `\\u${hex}`;
}

/** Whether `visibleText` would change it. */
export function isVisible(text: string): boolean {
  return text.length <= MAX_LENGTH && !HIDDEN.test(text);
}

/** See the file header; the same string where there is nothing to change. */
export function visibleText(text: string): string {
  if (isVisible(text)) return text;
  const left = text.length - 2 * KEPT_AT_EACH_END;
  const short =
    text.length <= MAX_LENGTH
      ? text
      : `${text.slice(0, KEPT_AT_EACH_END)}…[${left} characters]…${text.slice(-KEPT_AT_EACH_END)}`;
  return short.replace(ALL_HIDDEN, escaped);
}

/** Lines of text with what hides written out; line ends and tabs stay. Nothing is cut. */
export function visibleLines(text: string): string {
  return text.replace(ALL_HIDDEN, (char) =>
    char === "\n" || char === "\t" ? char : escaped(char),
  );
}

/** Whether `visibleText` might change the UTF-8 of `[start, end)`: a first look, without decoding. */
export function mayHide(
  bytes: Uint8Array,
  start: number,
  end: number,
): boolean {
  if (end - start > MAX_LENGTH) return true;
  for (let i = start; i < end; i += 1) {
    const byte = bytes[i];
    if (byte < 0x20 || byte === 0x7f) return true;
    // U+0080-U+00BF, U+061C, U+2000-U+206F, U+FEFF.
    if (byte === 0xc2 || byte === 0xd8) return true;
    if (byte === 0xe2 && (bytes[i + 1] === 0x80 || bytes[i + 1] === 0x81)) {
      return true;
    }
    if (byte === 0xef && bytes[i + 1] === 0xbb) return true;
  }
  return false;
}

function visibleType({ type, unit }: ValueType): ValueType {
  return { type: visibleText(type), unit: visibleText(unit) };
}

/** What is not in the table of strings: types, units, comments; the patterns of frames to drop stay. */
function withVisibleHead(profile: Profile): Profile {
  const { sampleTypes, defaultSampleType, periodType, comments, docUrl } =
    profile;
  const isSame = [
    ...[...sampleTypes, periodType].flatMap(({ type, unit }) => [type, unit]),
    ...[...comments, defaultSampleType, docUrl],
  ].every(isVisible);
  if (isSame) return profile;
  return {
    ...profile,
    sampleTypes: sampleTypes.map(visibleType),
    defaultSampleType: visibleText(defaultSampleType),
    periodType: visibleType(periodType),
    comments: comments.map(visibleText),
    docUrl: visibleText(docUrl),
  };
}

/** The same profile with all its strings visible; itself where they are, as they nearly always are. */
export function withVisibleStrings(profile: Profile): Profile {
  const { strings } = profile;
  const { bytes, offsets } = strings.columns;
  const replaced = new Map<number, Uint8Array>();
  let byteLength = 0;
  for (let i = 0; i < strings.length; i += 1) {
    byteLength += offsets[i + 1] - offsets[i];
    if (!mayHide(bytes, offsets[i], offsets[i + 1])) continue;
    const text = strings.get(i);
    if (isVisible(text)) continue;
    const visible = encodeUtf8(visibleText(text));
    replaced.set(i, visible);
    byteLength += visible.length - (offsets[i + 1] - offsets[i]);
  }
  if (replaced.size === 0) return withVisibleHead(profile);
  const columns = {
    bytes: new Uint8Array(byteLength),
    offsets: new Uint32Array(offsets.length),
  };
  for (let i = 0; i < strings.length; i += 1) {
    const part = replaced.get(i) ?? bytes.subarray(offsets[i], offsets[i + 1]);
    columns.bytes.set(part, columns.offsets[i]);
    columns.offsets[i + 1] = columns.offsets[i] + part.length;
  }
  return {
    ...withVisibleHead(profile),
    strings: new StringTable(columns),
  };
}
