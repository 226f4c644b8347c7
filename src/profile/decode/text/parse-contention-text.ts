import { err, ok, type Result } from "#base/result.ts";
import { emptyHeader } from "../../profile-builder.ts";
import { RecordProfileBuilder } from "./record-profile-builder.ts";
import { parsePcs } from "./stack-record.ts";
import {
  groupRecords,
  truncated,
  type TextProfile,
  type TextProfileError,
} from "./text-profile.ts";

const HEADER = /^--- (?:contentionz |mutex:|contention:)/;
/** legacy_profile.go: contentionSampleRE. */
const SAMPLE = /^(\d+) *(\d+) @([ x0-9a-f]*)$/;

/** legacy_profile.go: parseContention; `cycles/second`, `sampling period`, `ms since reset`. */
interface Attributes {
  cyclesPerSecond: bigint;
  period: bigint;
  durationNanos: bigint;
}

function readAttribute(attributes: Attributes, line: string): boolean {
  const match =
    /^(cycles\/second|sampling period|ms since reset|discarded samples) *= *(\d+)$/.exec(
      line.trim(),
    );
  if (match === null) return false;
  const value = BigInt(match[2]);
  if (match[1] === "cycles/second") attributes.cyclesPerSecond = value;
  if (match[1] === "sampling period") attributes.period = value;
  if (match[1] === "ms since reset") {
    attributes.durationNanos = value * 1_000_000n;
  }
  return true;
}

/**
 * Reads block and mutex debug=1 text into a profile `contentions`/`count`, `delay`/`nanoseconds`,
 * scaled by sampling period and cycles per second as pprof does (rule G3). `not-a-text-profile`
 * where no line is its header.
 */
export function parseContentionText(
  text: string,
): Result<TextProfile, TextProfileError> {
  const lines = text.split("\n");
  const headerIndex = lines.findIndex((line) => HEADER.test(line));
  if (headerIndex < 0) return err({ code: "not-a-text-profile" });
  const attributes: Attributes = {
    cyclesPerSecond: 0n,
    period: 1n,
    durationNanos: 0n,
  };
  let first = headerIndex + 1;
  while (first < lines.length && readAttribute(attributes, lines[first])) {
    first += 1;
  }
  const { records, unparsed, unparsedCount } = groupRecords(
    lines.slice(first),
    first + 1,
    SAMPLE,
  );
  const { period, cyclesPerSecond, durationNanos } = attributes;
  const builder = new RecordProfileBuilder({
    ...emptyHeader([
      { type: "contentions", unit: "count" },
      { type: "delay", unit: "nanoseconds" },
    ]),
    periodType: { type: "contentions", unit: "count" },
    period,
    durationNanos,
  });
  const gigahertz = Number(cyclesPerSecond) / 1e9;
  for (const { match, symbols } of records) {
    let delay = BigInt(match[1]);
    let count = BigInt(match[2]);
    if (period > 0n) {
      if (cyclesPerSecond > 0n) {
        delay = truncated((Number(delay) * Number(period)) / gigahertz);
      }
      count *= period;
    }
    builder.add({ pcs: parsePcs(match[3]), symbols }, [count, delay]);
  }
  return ok({
    kind: "contention",
    profile: builder.build(),
    memStats: {},
    unparsed,
    unparsedCount,
  });
}
