/**
 * The bulk replies as views: packed by the session worker, unpacked by the page, both from here so
 * that the column names cannot drift apart.
 */
import { checkpoint, EVERY } from "#base/checkpoint.ts";
import type { FlameLayout } from "#analysis/flame-layout.ts";
import {
  FRAME_KINDS,
  type FrameKind,
  type FrameTable,
} from "#analysis/frame-table.ts";
import type { GrownRange } from "#analysis/inverted-tree.ts";
import type { Neighbours, NeighbourTable } from "#analysis/neighbour-table.ts";
import type { TopTable } from "#analysis/top-table.ts";
import type { ValueColumn } from "#profile/profile.ts";
import { StringTable } from "#profile/string-table.ts";
import { type BulkColumn, BulkReader, encodeBulk } from "./bulk.ts";

export { rangeToGrow } from "#analysis/inverted-tree.ts";

/** Makes the memory of a block; see `encodeBulk`. */
export type Allocate = (byteLength: number) => ArrayBufferLike;

/** A flame graph ready to draw. */
export interface FlameView {
  readonly layout: FlameLayout;
  readonly frames: FrameTable;
  /** Sum of |value| over all samples (rule C6): what "share of the total" refers to. */
  readonly total: bigint;
  /** Share of `total` that filters leave and the root box stands for, 0..1; 1 without filters. */
  readonly shownShare: number;
  /** How far callers are followed; all of them but in large inverted trees. */
  readonly grown: GrownRange;
}

/**
 * The Top table, all rows, in pprof's order. Row order for other sortings is an index array the page
 * makes. `fileStart` has `length + 1` offsets into `file`, which holds string indices.
 */
export interface TopView {
  readonly length: number;
  readonly strings: StringTable;
  readonly name: Uint32Array;
  readonly fileStart: Uint32Array;
  readonly file: Uint32Array;
  readonly flat: ValueColumn;
  readonly cum: ValueColumn;
  /** See `TopTable.inlined`. */
  readonly inlined: Uint8Array;
  readonly total: bigint;
}

/** A table with the names it uses: `strings` holds exactly these, so a small table stays small. */
export interface PackedStrings {
  readonly columns: Readonly<Record<string, BulkColumn>>;
  /** Column `i` of the argument, renumbered. */
  readonly renumbered: readonly Uint32Array[];
}

/**
 * Copies only the strings that `columns` name: a profile's string table also holds labels and the
 * names of other views. O(strings + rows). Index 0 stays the empty string.
 */
export function packStrings(
  strings: StringTable,
  columns: readonly Uint32Array[],
): PackedStrings {
  const { bytes, offsets } = strings.columns;
  const newIndex = new Uint32Array(strings.length);
  const kept: number[] = [0];
  let byteCount = 0;
  const renumbered = columns.map((column) =>
    column.map((index, row) => {
      if ((row & EVERY) === 0) checkpoint();
      if (index !== 0 && newIndex[index] === 0) {
        newIndex[index] = kept.length;
        kept.push(index);
        byteCount += offsets[index + 1] - offsets[index];
      }
      return newIndex[index];
    }),
  );
  const packedBytes = new Uint8Array(byteCount);
  const packedOffsets = new Uint32Array(kept.length + 1);
  let at = 0;
  kept.forEach((index, i) => {
    if ((i & EVERY) === 0) checkpoint();
    packedBytes.set(bytes.subarray(offsets[index], offsets[index + 1]), at);
    at += offsets[index + 1] - offsets[index];
    packedOffsets[i + 1] = at;
  });
  return {
    columns: { stringBytes: packedBytes, stringOffsets: packedOffsets },
    renumbered,
  };
}

/** The strings that `packStrings` packed. */
export function unpackStrings(reader: BulkReader): StringTable {
  return new StringTable({
    bytes: reader.u8("stringBytes"),
    offsets: reader.u32("stringOffsets"),
  });
}

/** Packs a laid-out tree and its frames; `total` as in `FlameView`. */
export function encodeFlameView(
  view: FlameView,
  allocate?: Allocate,
): Uint8Array {
  const { layout, frames } = view;
  const strings = packStrings(frames.strings, [
    frames.name,
    frames.file,
    frames.packagePath,
  ]);
  const [name, file, packagePath] = strings.renumbered;
  return encodeBulk(
    {
      total: view.total.toString(),
      shownShare: view.shownShare,
      grownStart: view.grown.start,
      grownEnd: view.grown.end,
      grownWidth: view.grown.minWidth,
      grownBase: view.grown.baseWidth,
    },
    {
      ...strings.columns,
      levelStart: layout.levelStart,
      start: layout.start,
      end: layout.end,
      parent: layout.parent,
      frame: layout.frame,
      isInlined: layout.isInlined,
      flat: layout.flat,
      cum: layout.cum,
      frameName: name,
      frameFile: file,
      frameLine: frames.line,
      framePackagePath: packagePath,
      frameKind: frames.kind,
    },
    allocate,
  );
}

/** The reply of `analysis/flame`. Views on `buffer`, nothing copied. */
export function decodeFlameView(buffer: ArrayBuffer): FlameView {
  const reader = new BulkReader(buffer);
  const start = reader.f64("start");
  const name = reader.u32("frameName");
  return {
    total: BigInt(reader.text("total")),
    shownShare: reader.number("shownShare"),
    grown: {
      start: reader.number("grownStart"),
      end: reader.number("grownEnd"),
      minWidth: reader.number("grownWidth"),
      baseWidth: reader.number("grownBase"),
    },
    layout: {
      length: start.length,
      levelStart: reader.u32("levelStart"),
      start,
      end: reader.f64("end"),
      parent: reader.i32("parent"),
      frame: reader.i32("frame"),
      isInlined: reader.u8("isInlined"),
      flat: reader.values("flat"),
      cum: reader.values("cum"),
    },
    frames: {
      length: name.length,
      strings: unpackStrings(reader),
      name,
      file: reader.u32("frameFile"),
      line: reader.f64("frameLine"),
      packagePath: reader.u32("framePackagePath"),
      kind: reader.u8("frameKind"),
    },
  };
}

/** Whose code a frame is; `unknown` for the root, frame -1. */
export function frameKindOf(view: FlameView, frame: number): FrameKind {
  return frame < 0 ? "unknown" : FRAME_KINDS[view.frames.kind[frame]];
}

/** Packs a Top table. */
export function encodeTopView(
  table: TopTable,
  allocate?: Allocate,
): Uint8Array {
  const fileStart = new Uint32Array(table.length + 1);
  for (let row = 0; row < table.length; row += 1) {
    fileStart[row + 1] = fileStart[row] + table.files[row].length;
  }
  const files = new Uint32Array(fileStart[table.length]);
  for (let row = 0; row < table.length; row += 1) {
    files.set(table.files[row], fileStart[row]);
  }
  const strings = packStrings(table.strings, [table.name, files]);
  const [name, file] = strings.renumbered;
  return encodeBulk(
    { total: table.total.toString() },
    {
      ...strings.columns,
      name,
      fileStart,
      file,
      flat: table.flat,
      cum: table.cum,
      inlined: table.inlined,
    },
    allocate,
  );
}

/** The reply of `analysis/top`. Views on `buffer`, nothing copied. */
export function decodeTopView(buffer: ArrayBuffer): TopView {
  const reader = new BulkReader(buffer);
  const name = reader.u32("name");
  return {
    length: name.length,
    strings: unpackStrings(reader),
    name,
    fileStart: reader.u32("fileStart"),
    file: reader.u32("file"),
    flat: reader.values("flat"),
    cum: reader.values("cum"),
    inlined: reader.u8("inlined"),
    total: BigInt(reader.text("total")),
  };
}

/** File names of a row of Top, as in the profile; usually one. */
export function topRowFiles(view: TopView, row: number): string[] {
  const files: string[] = [];
  for (let i = view.fileStart[row]; i < view.fileStart[row + 1]; i += 1) {
    files.push(view.strings.get(view.file[i]));
  }
  return files;
}

/** Packs callers and callees; both tables share the profile's strings. */
export function encodeNeighbourView(
  view: Neighbours,
  allocate?: Allocate,
): Uint8Array {
  const { callers, callees } = view;
  const strings = packStrings(callers.strings, [callers.name, callees.name]);
  const [callerName, calleeName] = strings.renumbered;
  return encodeBulk(
    {
      func: view.func,
      flat: view.flat.toString(),
      cum: view.cum.toString(),
      total: view.total.toString(),
    },
    {
      ...strings.columns,
      callerName,
      callerValue: callers.value,
      callerIsInlined: callers.isInlined,
      calleeName,
      calleeValue: callees.value,
      calleeIsInlined: callees.isInlined,
    },
    allocate,
  );
}

/** The reply of `analysis/neighbours`. Views on `buffer`, nothing copied. */
export function decodeNeighbourView(buffer: ArrayBuffer): Neighbours {
  const reader = new BulkReader(buffer);
  const strings = unpackStrings(reader);
  const side = (prefix: "caller" | "callee"): NeighbourTable => {
    const name = reader.u32(`${prefix}Name`);
    return {
      length: name.length,
      strings,
      name,
      value: reader.values(`${prefix}Value`),
      isInlined: reader.u8(`${prefix}IsInlined`),
    };
  };
  return {
    func: reader.text("func"),
    flat: BigInt(reader.text("flat")),
    cum: BigInt(reader.text("cum")),
    total: BigInt(reader.text("total")),
    callers: side("caller"),
    callees: side("callee"),
  };
}
