import type { UnparsedText } from "../../goroutines/goroutine-snapshot.ts";
import { UNPARSED_KEPT_MAX } from "../../goroutines/goroutine-snapshot.ts";
import type { Profile } from "../../profile.ts";
import { parseSymbolLine, type SymbolLine } from "./stack-record.ts";

/**
 * `runtime.MemStats` as heap debug=1 prints it behind the records (runtime/pprof:
 * writeHeapInternal): names as printed, values as text, e.g. `HeapAlloc` → `24648424`, `Stack` →
 * `360448 / 360448`, `PauseNs` → `[138438 …]`.
 */
export type MemStats = Readonly<Record<string, string>>;

/** A debug=1 text as a profile. */
export interface TextProfile {
  readonly kind: "heap" | "count" | "contention";
  readonly profile: Profile;
  /** Heap only; empty where the text has none. */
  readonly memStats: MemStats;
  /** Lines that fit nowhere, the first `UNPARSED_KEPT_MAX` of them. */
  readonly unparsed: readonly UnparsedText[];
  readonly unparsedCount: number;
}

/** Why a text is no debug=1 profile. */
export interface TextProfileError {
  readonly code: "not-a-text-profile";
}

/** A record line and the `#` lines below it. `match` is the record pattern's match. */
export interface RecordText {
  readonly match: RegExpExecArray;
  readonly symbols: readonly SymbolLine[];
  readonly comments: readonly string[];
}

/** The lines of a debug=1 text behind its header, as records, comments and unparsed rest. */
export interface RecordTexts {
  readonly records: readonly RecordText[];
  /** `#` lines that belong to no record. */
  readonly comments: readonly string[];
  readonly unparsed: readonly UnparsedText[];
  readonly unparsedCount: number;
}

/**
 * Groups `lines` (the first is line `firstLine` of the input) into records: a line that `pattern`
 * matches, with the `#` lines up to the next blank one. Ends at pprof's memory map sentinels, as
 * pprof does. `pattern` must not be global.
 */
export function groupRecords(
  lines: readonly string[],
  firstLine: number,
  pattern: RegExp,
): RecordTexts {
  const records: {
    match: RegExpExecArray;
    symbols: SymbolLine[];
    comments: string[];
  }[] = [];
  const comments: string[] = [];
  const unparsed: UnparsedText[] = [];
  let unparsedCount = 0;
  let open: (typeof records)[number] | null = null;
  for (const [i, raw] of lines.entries()) {
    const text = raw.trim();
    if (isMemoryMapStart(text)) break;
    if (text === "") {
      open = null;
      continue;
    }
    if (text.startsWith("#")) {
      const symbol = parseSymbolLine(text);
      if (symbol !== null && open !== null) open.symbols.push(symbol);
      else (open?.comments ?? comments).push(text);
      continue;
    }
    const match = pattern.exec(text);
    if (match !== null) {
      open = { match, symbols: [], comments: [] };
      records.push(open);
      continue;
    }
    unparsedCount += 1;
    if (unparsed.length < UNPARSED_KEPT_MAX) {
      unparsed.push({ line: firstLine + i, text: raw });
    }
  }
  return { records, comments, unparsed, unparsedCount };
}

/** legacy_profile.go: isMemoryMapSentinel. */
function isMemoryMapStart(text: string): boolean {
  return (
    text.includes("--- Memory map: ---") || text.includes("MAPPED_LIBRARIES:")
  );
}

/** `int64(x)` of Go for a finite number: towards zero. */
export function truncated(value: number): bigint {
  return Number.isFinite(value) ? BigInt(Math.trunc(value)) : 0n;
}
