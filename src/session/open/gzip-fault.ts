/**
 * Finds out, member by member, what is wrong with a gzip file that did not inflate (RFC 1952). Slow,
 * and only run then: zlib says "incorrect header check" both for a damaged file and for one that is
 * complete but has something behind it.
 *
 * ```
 *   [header][deflate data][crc32, size]   [header]...     [anything else]
 *    member 1                              member 2        trailing garbage
 * ```
 */
import { createInflateRaw } from "node:zlib";
import * as zlib from "node:zlib";
import type { InputSource } from "./input-source.ts";

/** What was found; offsets are in compressed bytes. */
export type GzipFault =
  | { readonly kind: "trailing-garbage"; readonly offset: number }
  | { readonly kind: "truncated"; readonly offset: number }
  /** Exact to `STEP_BYTES`. */
  | { readonly kind: "corrupt"; readonly offset: number };

const STEP_BYTES = 4096;
const HEADER_BYTES = 10;
const TRAILER_BYTES = 8;
const HAS_CRC = 2;
const HAS_EXTRA = 4;
const HAS_NAME = 8;
const HAS_COMMENT = 16;

type Crc32 = (data: Uint8Array, value: number) => number;
/** Node 20.15 and later. */
const crc32 = (zlib as { crc32?: Crc32 }).crc32;

/** Reads a source at a moving offset. */
class Cursor {
  constructor(
    private readonly source: InputSource,
    public offset: number,
  ) {}

  /** The next bytes, fewer at the end. */
  async take(length: number): Promise<Uint8Array> {
    const bytes = await this.source.readAt(this.offset, length);
    this.offset += bytes?.length ?? 0;
    return bytes ?? new Uint8Array(0);
  }

  /** Passes bytes up to and with the next 0; false where there is none. */
  async skipText(): Promise<boolean> {
    for (;;) {
      const bytes = await this.take(256);
      if (bytes.length === 0) return false;
      const zero = bytes.indexOf(0);
      if (zero < 0) continue;
      this.offset -= bytes.length - zero - 1;
      return true;
    }
  }
}

type Step = "ok" | "truncated" | "corrupt";

async function skipHeader(cursor: Cursor): Promise<Step> {
  const header = await cursor.take(HEADER_BYTES);
  const magic = [0x1f, 0x8b, 8];
  if (magic.some((byte, i) => i < header.length && header[i] !== byte)) {
    return "corrupt";
  }
  if (header.length < HEADER_BYTES) return "truncated";
  const flags = header[3];
  if ((flags & HAS_EXTRA) !== 0) {
    const length = await cursor.take(2);
    if (length.length < 2) return "truncated";
    cursor.offset += length[0] | (length[1] << 8);
  }
  for (const flag of [HAS_NAME, HAS_COMMENT]) {
    if ((flags & flag) !== 0 && !(await cursor.skipText())) return "truncated";
  }
  if ((flags & HAS_CRC) !== 0) cursor.offset += 2;
  return "ok";
}

/** Inflates one member's data and throws it away; leaves the cursor behind it, or at the fault. */
async function skipData(
  cursor: Cursor,
): Promise<{ readonly step: Step; readonly crc: number }> {
  const inflater = createInflateRaw();
  const start = cursor.offset;
  let crc = 0;
  let state: Step | "going" = "going";
  /** Ends the wait for what is being written. */
  let wake = (): void => undefined;
  inflater.on("data", (chunk: Buffer) => {
    if (crc32 !== undefined) crc = crc32(chunk, crc);
  });
  inflater.on("end", () => {
    state = "ok";
    wake();
  });
  inflater.on("error", () => {
    state = "corrupt";
    wake();
  });
  const isGoing = (): boolean => state === "going";
  for (let at = start; isGoing();) {
    cursor.offset = at;
    const bytes = await cursor.take(STEP_BYTES);
    if (bytes.length === 0) {
      inflater.destroy();
      return { step: "truncated", crc };
    }
    await new Promise<void>((resolve) => {
      wake = resolve;
      inflater.write(bytes, () => resolve());
    });
    // Let "end" come before the next write.
    await new Promise((resolve) => setImmediate(resolve));
    if (isGoing()) at = cursor.offset;
    else cursor.offset = at;
  }
  if ((state as string) === "ok") {
    cursor.offset = start + inflater.bytesWritten;
  }
  inflater.destroy();
  return { step: state as Step, crc };
}

async function skipTrailer(cursor: Cursor, crc: number): Promise<Step> {
  const trailer = await cursor.take(TRAILER_BYTES);
  if (trailer.length < TRAILER_BYTES) return "truncated";
  const stored = new DataView(
    trailer.buffer,
    trailer.byteOffset,
    TRAILER_BYTES,
  ).getUint32(0, true);
  return crc32 === undefined || stored === crc >>> 0 ? "ok" : "corrupt";
}

/** The fault of a gzip file; `isCancelled` is asked per member. Undefined where it can't be found. */
export async function findGzipFault(
  source: InputSource,
): Promise<GzipFault | undefined> {
  for (let offset = 0; ;) {
    const cursor = new Cursor(source, offset);
    const header = await skipHeader(cursor);
    if (header === "corrupt") {
      return offset > 0
        ? { kind: "trailing-garbage", offset }
        : { kind: "corrupt", offset: 0 };
    }
    if (header === "truncated") {
      if (cursor.offset === offset) return undefined;
      return { kind: "truncated", offset: cursor.offset };
    }
    const data = await skipData(cursor);
    if (data.step !== "ok") return { kind: data.step, offset: cursor.offset };
    const dataEnd = cursor.offset;
    const trailer = await skipTrailer(cursor, data.crc);
    if (trailer === "corrupt") return { kind: "corrupt", offset: dataEnd };
    if (trailer === "truncated") {
      return { kind: "truncated", offset: cursor.offset };
    }
    offset = cursor.offset;
  }
}
