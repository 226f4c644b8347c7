/**
 * Columns as one block of bytes: what a worker lays out once, main streams without looking and the
 * page reads in place.
 *
 * ```
 *  0        4             8                 8-aligned        8-aligned
 * [magic u32][header bytes][JSON header .....][section 0 .....][section 1 .....]
 *                           {"meta": {...},
 *                            "sections": [["start", "f64", byteOffset, length], ...]}
 * ```
 * Little-endian, as every platform Electron runs on. Typed arrays of the reader are views on the
 * block: nothing is copied, so the block lives as long as any of them.
 */
import { checkpoint } from "#base/checkpoint.ts";
import { assert, ensureDefined } from "#base/assert.ts";
import { decodeUtf8, encodeUtf8 } from "#profile/utf8.ts";

/** A column that can travel. */
export type BulkColumn =
  Uint8Array | Uint32Array | Int32Array | Float64Array | BigInt64Array;

/** Small values beside the columns. int64 as decimal strings. */
export type BulkMeta = Readonly<Record<string, string | number | boolean>>;

type ColumnType = "u8" | "u32" | "i32" | "f64" | "i64";
type SectionHeader = readonly [
  name: string,
  type: ColumnType,
  byteOffset: number,
  length: number,
];
interface Header {
  readonly meta: BulkMeta;
  readonly sections: readonly SectionHeader[];
}

const MAGIC = 0x4b4c424c;
const PREFIX_BYTES = 8;
const ALIGN = 8;

/** Bytes asked for at a time when a block is streamed (architecture.md, data flow 5). */
export const BULK_CHUNK_BYTES = 1024 * 1024;

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGN) * ALIGN;
}

function columnType(column: BulkColumn): ColumnType {
  if (column instanceof Float64Array) return "f64";
  if (column instanceof BigInt64Array) return "i64";
  if (column instanceof Int32Array) return "i32";
  return column instanceof Uint32Array ? "u32" : "u8";
}

/** A block whose columns are still to be filled, in place. */
export interface BulkDraft {
  readonly block: Uint8Array;
  /** By the names given; all 0. */
  readonly columns: Readonly<Record<string, BulkColumn>>;
}

/** Kind and length of a column that is still to be filled. */
export interface PlannedColumn {
  readonly type: ColumnType;
  readonly length: number;
}

const COLUMN_TYPES = {
  u8: Uint8Array,
  u32: Uint32Array,
  i32: Int32Array,
  f64: Float64Array,
  i64: BigInt64Array,
} as const;

/**
 * A block with the given columns, all 0: for what is computed straight into it, since copying tens of
 * megabytes costs as much as making them. `allocate` makes the memory, zeroed: pass one that books a
 * budget or makes a `SharedArrayBuffer`.
 */
export function draftBulk(
  meta: BulkMeta,
  plan: Readonly<Record<string, PlannedColumn>>,
  allocate: (byteLength: number) => ArrayBufferLike = (byteLength) =>
    new ArrayBuffer(byteLength),
): BulkDraft {
  // Offsets depend on the header's length and the header on the offsets: sections are placed
  // relative to the end of the header, so one pass does.
  let end = 0;
  const sections = Object.entries(plan).map(
    ([name, { type, length }]): SectionHeader => {
      const at = end;
      end = aligned(at + length * COLUMN_TYPES[type].BYTES_PER_ELEMENT);
      return [name, type, at, length];
    },
  );
  const header = encodeUtf8(
    JSON.stringify({ meta, sections } satisfies Header),
  );
  const base = aligned(PREFIX_BYTES + header.length);
  const block = new Uint8Array(allocate(base + end));
  new Uint32Array(block.buffer, 0, 2).set([MAGIC, header.length]);
  block.set(header, PREFIX_BYTES);
  const columns = Object.fromEntries(
    sections.map(([name, type, offset, length]) => [
      name,
      // Either kind of memory does, which the constructors' types don't say.
      new COLUMN_TYPES[type](
        block.buffer as ArrayBuffer,
        base + offset,
        length,
      ),
    ]),
  );
  return { block, columns };
}

/** What `column` is, as a plan. */
export function plannedLike(column: BulkColumn): PlannedColumn {
  return { type: columnType(column), length: column.length };
}

/** Copies a column into a planned one. */
export function fillColumn(planned: BulkColumn, column: BulkColumn): void {
  checkpoint();
  // Both are of one kind, which the type checker can't see across the union.
  (planned as Float64Array).set(column as Float64Array);
}

/** Packs columns into one block; see `draftBulk`. The columns are copied and not kept. */
export function encodeBulk(
  meta: BulkMeta,
  columns: Readonly<Record<string, BulkColumn>>,
  allocate?: (byteLength: number) => ArrayBufferLike,
): Uint8Array {
  const entries = Object.entries(columns);
  const draft = draftBulk(
    meta,
    Object.fromEntries(
      entries.map(([name, column]) => [name, plannedLike(column)]),
    ),
    allocate,
  );
  for (const [name, column] of entries) fillColumn(draft.columns[name], column);
  return draft.block;
}

/** The columns of a block, by name. A missing name or type is a bug of the program: it throws. */
export class BulkReader {
  readonly meta: BulkMeta;
  private readonly base: number;
  private readonly sections: ReadonlyMap<string, SectionHeader>;

  /** @param buffer the whole block, from byte 0. */
  constructor(private readonly buffer: ArrayBuffer) {
    const [magic, headerBytes] = new Uint32Array(buffer, 0, 2);
    assert(magic === MAGIC, "not a bulk block");
    const text = decodeUtf8(new Uint8Array(buffer, PREFIX_BYTES, headerBytes));
    const header = JSON.parse(text) as Header;
    this.meta = header.meta;
    this.base = aligned(PREFIX_BYTES + headerBytes);
    this.sections = new Map(
      header.sections.map((section) => [section[0], section]),
    );
  }

  private section(name: string, types: readonly ColumnType[]): SectionHeader {
    const section = ensureDefined(
      this.sections.get(name),
      `bulk block has no column ${name}`,
    );
    assert(types.includes(section[1]), `column ${name} is ${section[1]}`);
    return section;
  }

  /** Whether the block has a column of that name. */
  has(name: string): boolean {
    return this.sections.has(name);
  }

  u8(name: string): Uint8Array {
    const [, , offset, length] = this.section(name, ["u8"]);
    return new Uint8Array(this.buffer, this.base + offset, length);
  }

  u32(name: string): Uint32Array {
    const [, , offset, length] = this.section(name, ["u32"]);
    return new Uint32Array(this.buffer, this.base + offset, length);
  }

  i32(name: string): Int32Array {
    const [, , offset, length] = this.section(name, ["i32"]);
    return new Int32Array(this.buffer, this.base + offset, length);
  }

  f64(name: string): Float64Array {
    const [, , offset, length] = this.section(name, ["f64"]);
    return new Float64Array(this.buffer, this.base + offset, length);
  }

  /** A `ValueColumn`: f64 or i64, as it was sent. */
  values(name: string): Float64Array | BigInt64Array {
    const [, type, offset, length] = this.section(name, ["f64", "i64"]);
    return type === "f64"
      ? new Float64Array(this.buffer, this.base + offset, length)
      : new BigInt64Array(this.buffer, this.base + offset, length);
  }

  number(name: string): number {
    const value = this.meta[name];
    assert(typeof value === "number", `bulk meta ${name} is no number`);
    return value;
  }

  text(name: string): string {
    const value = this.meta[name];
    assert(typeof value === "string", `bulk meta ${name} is no text`);
    return value;
  }
}

/** The part of a `ReadableStreamDefaultReader` that is used: this layer has no platform. */
export interface ChunkReader {
  read(): Promise<{
    readonly done: boolean;
    readonly value?: Uint8Array;
  }>;
}

/**
 * Collects a streamed block into one preallocated buffer: each chunk is copied as it comes, so the
 * page never holds the bytes twice nor stops for long. `undefined` when the stream ends early or
 * brings more than announced (the ticket was dropped).
 */
export async function readBulk(
  reader: ChunkReader,
  byteLength: number,
): Promise<ArrayBuffer | undefined> {
  const bytes = new Uint8Array(byteLength);
  let filled = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return filled === byteLength ? bytes.buffer : undefined;
    if (value === undefined) continue;
    if (filled + value.length > byteLength) return undefined;
    bytes.set(value, filled);
    filled += value.length;
  }
}
