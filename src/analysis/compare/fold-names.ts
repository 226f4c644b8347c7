import { StringTable, type StringIndex } from "#profile/string-table.ts";
import { encodeUtf8 } from "#profile/utf8.ts";
import { genericName } from "../leaks/mechanism/generic-name.ts";
import type { ProfilePair } from "./pair-profiles.ts";

/** `.func1`, `.func2.3`, `.gowrap1`: numbers the compiler gives in order of appearance. */
const NUMBERED = /\.(func|gowrap|deferwrap)\d+((?:\.\d+)*)(?![\w])/g;

/**
 * A function name without what another build may number or instantiate differently:
 *
 * ```
 *   main.serve.func2          main.serve.funcN
 *   main.serve.func2.1        main.serve.funcN.N
 *   main.put[go.shape.int]    main.put[...]
 * ```
 * Names that agree folded and differ unfolded are most likely one function (or several) renumbered;
 * nothing proves it, so folding is the user's choice.
 */
export function foldName(name: string): string {
  const generic = genericName(name);
  if (!generic.includes(".func") && !generic.includes("wrap")) return generic;
  return generic.replace(
    NUMBERED,
    (_match, kind: string, inner: string) =>
      `.${kind}N${inner.replace(/\d+/g, "N")}`,
  );
}

/** False where `foldName` leaves a name as it is, without decoding it: no bracket and no digit. */
export function mayFold({ columns }: StringTable, name: StringIndex): boolean {
  const { bytes, offsets } = columns;
  const end = offsets[name + 1];
  for (let i = offsets[name]; i < end; i += 1) {
    const byte = bytes[i];
    if (byte === 0x5b || (byte >= 0x30 && byte <= 0x39)) return true;
  }
  return false;
}

/** The pair with all function names folded; itself where that changes none. */
export function foldPair(pair: ProfilePair): ProfilePair {
  const { functions, strings } = pair.profile;
  const newIndex = new Map<number, number>();
  const byText = new Map<string, number>();
  const added: Uint8Array[] = [];
  let addedBytes = 0;
  for (const name of functions.name) {
    if (newIndex.has(name)) continue;
    if (!mayFold(strings, name)) continue;
    const text = strings.get(name);
    const folded = foldName(text);
    if (folded === text) continue;
    let index = byText.get(folded);
    if (index === undefined) {
      const bytes = encodeUtf8(folded);
      index = strings.length + added.length;
      added.push(bytes);
      addedBytes += bytes.length;
      byText.set(folded, index);
    }
    newIndex.set(name, index);
  }
  if (added.length === 0) return pair;
  const end = strings.columns.offsets[strings.length];
  const bytes = new Uint8Array(end + addedBytes);
  bytes.set(strings.columns.bytes.subarray(0, end));
  const offsets = new Uint32Array(strings.length + 1 + added.length);
  offsets.set(strings.columns.offsets.subarray(0, strings.length + 1));
  let at = end;
  added.forEach((text, i) => {
    bytes.set(text, at);
    at += text.length;
    offsets[strings.length + 1 + i] = at;
  });
  return {
    ...pair,
    profile: {
      ...pair.profile,
      strings: new StringTable({ bytes, offsets }),
      functions: {
        ...functions,
        name: functions.name.map((name) => newIndex.get(name) ?? name),
      },
    },
  };
}
