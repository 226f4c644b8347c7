import type { ByteRange } from "./byte-range.ts";
import { encodeUtf8 } from "../../utf8.ts";
import { readDockerLine } from "./docker-line.ts";
import { prefixTime } from "./log-prefix.ts";

/** Text found in a JSON log line; lines of one `stream` belong together. */
export interface UnwrappedLine {
  readonly stream: string;
  /** UTF-8, one or more lines; the last may lack its newline. */
  readonly bytes: Uint8Array;
  /** When it was logged, as the entry says, ISO 8601; null where it doesn't. */
  readonly time: () => string | null;
}

const HEADER_IN_TEXT = /(?:^|\n)goroutine \d+ \[/;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** docker: `time`, go test: `Time`, others: `ts`, `timestamp`, `@timestamp`. */
function timeOf(entry: Record<string, unknown>): string | null {
  for (const key of ["time", "Time", "ts", "timestamp", "@timestamp"]) {
    const value = entry[key];
    if (typeof value === "string") return prefixTime(value);
  }
  return null;
}

/** A traceback in one value of a structured log entry, wherever it is. */
function embeddedTrace(value: unknown, depth = 0): string | null {
  if (typeof value === "string") {
    return HEADER_IN_TEXT.test(value) ? value : null;
  }
  if (depth > 4 || typeof value !== "object" || value === null) return null;
  for (const inner of Object.values(value)) {
    const found = embeddedTrace(inner, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

/**
 * Unwraps docker's json-file lines (`{"log":"…\n","stream":"stderr",…}`), `go test -json`
 * (`"Action":"output"`, `"Output":"…"`), and structured entries one of whose values is a whole
 * traceback. Null for all other lines.
 */
export function unwrapJsonLine(range: ByteRange): UnwrappedLine | null {
  const docker = readDockerLine(range);
  if (docker !== null) {
    const { bytes, rest } = docker;
    const stream = /"stream":"(\w+)"/.exec(rest)?.[1] ?? "";
    return {
      stream: `docker ${stream}`,
      bytes,
      time: () => prefixTime(/"time":"([^"]*)"/.exec(rest)?.[1] ?? ""),
    };
  }
  const text = range.text;
  if (!text.includes('"log"') && !text.includes('"Output"')) {
    if (!text.includes("goroutine ")) return null;
  }
  let entry: unknown;
  try {
    entry = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  if (!isRecord(entry)) return null;
  const record = entry;
  const unwrapped = (stream: string, value: string): UnwrappedLine => ({
    stream,
    bytes: encodeUtf8(value),
    time: () => timeOf(record),
  });
  const { log, Output: output, stream, Package: pack, Test: test } = entry;
  if (typeof log === "string") {
    return unwrapped(`docker ${String(stream)}`, log);
  }
  if (typeof output === "string") {
    return unwrapped(`test ${String(pack)} ${String(test)}`, output);
  }
  const trace = embeddedTrace(entry);
  return trace === null ? null : unwrapped("entry", trace);
}
