import { basePath } from "#base/go-path.ts";
import { encodeUtf8 } from "#profile/utf8.ts";
import type { EntryIndex, EntryTable } from "./entry-table.ts";

/**
 * Order of two texts by their UTF-8 bytes, as Go compares strings; UTF-16 units order the same only
 * below the surrogates.
 */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const unitA = a.charCodeAt(i);
    const unitB = b.charCodeAt(i);
    if (unitA === unitB) continue;
    if (unitA < 0xd800 && unitB < 0xd800) return unitA - unitB;
    return compareBytes(encodeUtf8(a), encodeUtf8(b));
  }
  return a.length - b.length;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    if (a[i] !== b[i]) return a[i] - b[i];
  }
  return a.length - b.length;
}

/**
 * What pprof prints for an entry (graph.go, NameComponents; rule C7): address, function, then
 * `file:line[:column]` or file; without all of them `[binary]` or `<unknown>`.
 */
export function entryName(entries: EntryTable, entry: EntryIndex): string {
  const parts: string[] = [];
  const address = entries.address[entry];
  if (address !== 0n) parts.push(address.toString(16).padStart(16, "0"));
  const name = entries.strings.get(entries.name[entry]);
  if (name !== "") parts.push(name);
  const file = entries.files[entries.file[entry]];
  const line = entries.line[entry];
  const column = entries.column[entry];
  if (line !== 0) {
    parts.push(`${file}:${line}${column === 0 ? "" : `:${column}`}`);
  } else if (file !== "") {
    parts.push(file);
  } else if (name === "") {
    const objectFile = entries.strings.get(entries.objectFile[entry]);
    parts.push(objectFile === "" ? "<unknown>" : `[${basePath(objectFile)}]`);
  }
  return parts.join(" ");
}

/** Printed names of a table's entries, made on demand and kept. */
export class EntryNames {
  private readonly cache: (string | undefined)[];

  constructor(private readonly entries: EntryTable) {
    this.cache = new Array<string | undefined>(entries.length);
  }

  get(entry: EntryIndex): string {
    return (this.cache[entry] ??= entryName(this.entries, entry));
  }

  /** Order of two entries by printed name (graph.go, comparePrintableName); by row where equal. */
  compare(a: EntryIndex, b: EntryIndex): number {
    const addressA = this.entries.address[a];
    const addressB = this.entries.address[b];
    if (addressA !== addressB && addressA !== 0n && addressB !== 0n) {
      return addressA < addressB ? -1 : 1;
    }
    return compareUtf8(this.get(a), this.get(b)) || a - b;
  }
}
