import type { ByteRange } from "./byte-range.ts";

/** Text found in a JSON log line; lines of one `stream` belong together. */
export interface UnwrappedLine {
  readonly stream: string;
  readonly lines: readonly string[];
}

const HEADER_IN_TEXT = /(?:^|\n)goroutine \d+ \[/;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function linesOf(text: string): string[] {
  return text.replace(/\n$/, "").split("\n");
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
  const { log, Output: output, stream, Package: pack, Test: test } = entry;
  if (typeof log === "string") {
    return { stream: `docker ${String(stream)}`, lines: linesOf(log) };
  }
  if (typeof output === "string") {
    return {
      stream: `test ${String(pack)} ${String(test)}`,
      lines: linesOf(output),
    };
  }
  const trace = embeddedTrace(entry);
  return trace === null ? null : { stream: "entry", lines: linesOf(trace) };
}
