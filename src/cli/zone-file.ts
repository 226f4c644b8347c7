/**
 * Compiled time zones (tzfile(5), RFC 9636): transitions as a table, and a rule in POSIX TZ syntax
 * for the time after the last of them.
 */
import type { ZoneAt, ZoneInfo } from "#text/pprof/profile-labels.ts";
import { parsePosixZone } from "./posix-zone.ts";

/** Offset and abbreviation by time. */
export type Zone = ZoneAt;

interface Header {
  readonly version: number;
  readonly transitionCount: number;
  readonly typeCount: number;
  readonly charCount: number;
  /** Bytes of the block that follows, for transitions of `timeBytes` each. */
  readonly blockBytes: (timeBytes: number) => number;
}

const HEADER_BYTES = 44;

function readHeader(view: DataView, at: number): Header | undefined {
  if (view.byteLength < at + HEADER_BYTES) return undefined;
  if (view.getUint32(at) !== 0x545a6966) return undefined;
  const [isUtCount, isStdCount, leapCount, timeCount, typeCount, charCount] = [
    20, 24, 28, 32, 36, 40,
  ].map((offset) => view.getUint32(at + offset));
  return {
    version: view.getUint8(at + 4) === 0 ? 1 : view.getUint8(at + 4) - 0x30,
    transitionCount: timeCount,
    typeCount,
    charCount,
    blockBytes: (timeBytes) =>
      timeCount * (timeBytes + 1) +
      typeCount * 6 +
      charCount +
      leapCount * (timeBytes + 4) +
      isStdCount +
      isUtCount,
  };
}

function textAt(bytes: Uint8Array, start: number): string {
  let text = "";
  for (let i = start; i < bytes.length && bytes[i] !== 0; i += 1) {
    text += String.fromCharCode(bytes[i]);
  }
  return text;
}

interface Table {
  readonly times: readonly number[];
  readonly infos: readonly ZoneInfo[];
  readonly isDst: readonly boolean[];
  readonly typeOf: readonly number[];
}

/** The block at byte `at`, whose times are 4 or 8 bytes long. */
interface Block {
  readonly header: Header;
  readonly at: number;
  readonly timeBytes: number;
}

function readTable(
  bytes: Uint8Array,
  view: DataView,
  { header, at, timeBytes }: Block,
): Table {
  const { transitionCount, typeCount } = header;
  const types = at + transitionCount * (timeBytes + 1);
  const chars = types + typeCount * 6;
  const rows = Array.from({ length: typeCount }, (_, i) => types + i * 6);
  return {
    times: Array.from({ length: transitionCount }, (_, i) =>
      timeBytes === 8
        ? Number(view.getBigInt64(at + i * 8))
        : view.getInt32(at + i * 4),
    ),
    typeOf: Array.from(
      { length: transitionCount },
      (_, i) => bytes[at + transitionCount * timeBytes + i],
    ),
    infos: rows.map((row) => ({
      offsetSeconds: view.getInt32(row),
      abbreviation: textAt(bytes, chars + bytes[row + 5]),
    })),
    isDst: rows.map((row) => bytes[row + 4] !== 0),
  };
}

/** Last transition at or before `time`; -1 before the first. */
function lastTransition(times: readonly number[], time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Type in force before the first transition: the first that is standard time (time/zoneinfo.go, lookupFirstZone). */
function firstType({ typeOf, isDst }: Table): number {
  if (!typeOf.includes(0)) return 0;
  if (typeOf.length > 0 && isDst[typeOf[0]]) {
    for (let type = typeOf[0] - 1; type >= 0; type -= 1) {
      if (!isDst[type]) return type;
    }
  }
  const standard = isDst.indexOf(false);
  return standard < 0 ? 0 : standard;
}

/** The zone of a compiled file; `undefined` where it is none. */
export function parseZoneFile(bytes: Uint8Array): Zone | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  let header = readHeader(view, at);
  if (header === undefined) return undefined;
  let timeBytes = 4;
  let footer = "";
  if (header.version >= 2) {
    at += HEADER_BYTES + header.blockBytes(4);
    header = readHeader(view, at);
    if (header === undefined) return undefined;
    timeBytes = 8;
    const end = at + HEADER_BYTES + header.blockBytes(8);
    footer = textAt(bytes, end + 1).split("\n")[0];
  }
  const table = readTable(bytes, view, {
    header,
    at: at + HEADER_BYTES,
    timeBytes,
  });
  const rule = parsePosixZone(footer);
  return (unixSeconds) => {
    const last = lastTransition(table.times, unixSeconds);
    if (last === table.times.length - 1 && rule !== undefined) {
      return rule(unixSeconds);
    }
    return table.infos[last < 0 ? firstType(table) : table.typeOf[last]];
  };
}
