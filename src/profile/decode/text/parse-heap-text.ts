import { err, ok, type Result } from "#base/result.ts";
import { emptyHeader } from "../../profile-builder.ts";
import type { ValueType } from "../../profile.ts";
import { RecordProfileBuilder } from "./record-profile-builder.ts";
import { parsePcs } from "./stack-record.ts";
import {
  groupRecords,
  truncated,
  type MemStats,
  type TextProfile,
  type TextProfileError,
} from "./text-profile.ts";

/** legacy_profile.go: heapHeaderRE and heapSampleRE. */
const HEADER =
  /heap profile: *(\d+): *(\d+) *\[ *(\d+): *(\d+) *\] *@ *(heap[_a-z0-9]*)\/?(\d*)/;
const SAMPLE = /(-?\d+): *(-?\d+) *\[ *(\d+): *(\d+) *\] @([ x0-9a-f]*)/;

interface HeapHeader {
  /** Average bytes between samples; 0 and 1 mean: do not scale. */
  readonly rate: bigint;
  readonly isScaled: boolean;
  readonly hasAlloc: boolean;
}

/** legacy_profile.go: parseHeapHeader. Go prints twice the rate behind `heap/` (rule G2). */
function parseHeader(line: string): HeapHeader | null {
  const match = HEADER.exec(line);
  if (match === null) return null;
  const [, inuse, inuseBytes, alloc, allocBytes, kind, rateText] = match;
  const rate = rateText === "" ? 0n : BigInt(rateText);
  const hasAlloc =
    (alloc !== inuse && alloc !== "0") ||
    (allocBytes !== inuseBytes && allocBytes !== "0");
  if (kind === "heapz_v2" || kind === "heap_v2") {
    return { rate, isScaled: true, hasAlloc };
  }
  if (kind === "heapprofile") return { rate: 1n, isScaled: false, hasAlloc };
  return kind === "heap" ? { rate: rate / 2n, isScaled: true, hasAlloc } : null;
}

/** legacy_profile.go: scaleHeapSample. */
function scale(count: bigint, size: bigint, rate: bigint): [bigint, bigint] {
  if (count === 0n || size === 0n) return [0n, 0n];
  if (rate <= 1n) return [count, size];
  const average = Number(size) / Number(count);
  const factor = 1 / (1 - Math.exp(-average / Number(rate)));
  return [truncated(Number(count) * factor), truncated(Number(size) * factor)];
}

const ALLOC_TYPES: readonly ValueType[] = [
  { type: "alloc_objects", unit: "count" },
  { type: "alloc_space", unit: "bytes" },
  { type: "inuse_objects", unit: "count" },
  { type: "inuse_space", unit: "bytes" },
];
const PLAIN_TYPES: readonly ValueType[] = [
  { type: "objects", unit: "count" },
  { type: "space", unit: "bytes" },
];

function parseMemStats(comments: readonly string[]): MemStats {
  const stats: Record<string, string> = {};
  for (const comment of comments) {
    const match = /^# (\w+) = (.*)$/.exec(comment);
    if (match !== null) stats[match[1]] = match[2];
  }
  return stats;
}

/**
 * Reads heap debug=1 text into a profile with the values scaled up as pprof does (rule G2), object
 * sizes as the numeric label `bytes`, and the printed frames as lines. Hidden leading runtime PCs
 * stay as locations without lines (see `locationsOfRecord`). `not-a-text-profile` where no line is a
 * heap header.
 */
export function parseHeapText(
  text: string,
): Result<TextProfile, TextProfileError> {
  const lines = text.split("\n");
  const headerIndex = lines.findIndex((line) => HEADER.test(line));
  const header = headerIndex < 0 ? null : parseHeader(lines[headerIndex]);
  if (header === null) return err({ code: "not-a-text-profile" });
  const { records, comments, unparsed, unparsedCount } = groupRecords(
    lines.slice(headerIndex + 1),
    headerIndex + 2,
    SAMPLE,
  );
  const builder = new RecordProfileBuilder({
    ...emptyHeader(header.hasAlloc ? ALLOC_TYPES : PLAIN_TYPES),
    periodType: { type: "space", unit: "bytes" },
    period: header.rate,
  });
  const memStats: string[] = [...comments];
  for (const { match, symbols, comments: own } of records) {
    memStats.push(...own);
    const [, inuse, inuseBytes, alloc, allocBytes, pcs] = match;
    let blockBytes = 0n;
    const pair = (countText: string, sizeText: string): [bigint, bigint] => {
      const count = BigInt(countText);
      const size = BigInt(sizeText);
      if (count === 0n) return [count, size];
      blockBytes = size / count;
      return header.isScaled ? scale(count, size, header.rate) : [count, size];
    };
    const values = [
      ...(header.hasAlloc ? pair(alloc, allocBytes) : []),
      ...pair(inuse, inuseBytes),
    ];
    builder.add({ pcs: parsePcs(pcs), symbols }, values, [
      ["bytes", blockBytes],
    ]);
  }
  return ok({
    kind: "heap",
    profile: builder.build(),
    memStats: parseMemStats(memStats),
    unparsed,
    unparsedCount,
  });
}
