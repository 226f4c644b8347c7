import type {
  LabelSetTable,
  LabelTable,
  Profile,
  SampleTable,
} from "../../profile.ts";
import { StringTable } from "../../string-table.ts";
import { COLUMNS, STREAMS, type Kernel } from "./kernel.ts";
import type { KernelOutput } from "./kernel-output.ts";
import type { ColumnClass, ColumnMemory } from "./output-columns.ts";

/** Copies columns out of a kernel's memory into arrays of just their size. */
export class ColumnReader {
  constructor(
    readonly kernel: Kernel,
    readonly output: KernelOutput,
    private readonly memory: ColumnMemory,
  ) {}

  /** A new array of `length` elements, booked. */
  allocate<T>(Column: ColumnClass<T>, length: number): T {
    return new Column(this.memory.allocate(length * Column.BYTES_PER_ELEMENT));
  }

  column<T extends { set(from: T, at?: number): void }>(
    Column: ColumnClass<T>,
    index: number,
  ): T {
    const { start, end } = this.kernel.column(index);
    const length = (end - start) / Column.BYTES_PER_ELEMENT;
    const column = this.allocate(Column, length);
    column.set(new Column(this.kernel.exports.memory.buffer, start, length));
    return column;
  }

  stream<T extends { set(from: T, at?: number): void }>(
    Column: ColumnClass<T>,
    index: number,
    length: number,
  ): T {
    const column = this.allocate(Column, length);
    let at = 0;
    for (const { start, end } of this.kernel.stream(index)) {
      const count = (end - start) / Column.BYTES_PER_ELEMENT;
      const { buffer } = this.kernel.exports.memory;
      column.set(new Column(buffer, start, count), at);
      at += count;
    }
    return column;
  }
}

function readStrings(reader: ColumnReader): StringTable {
  const ends = reader.kernel.column(COLUMNS.stringEnd);
  const length = (ends.end - ends.start) / 4;
  const offsets = reader.allocate(Uint32Array, length + 1);
  offsets.set(reader.kernel.words(ends.start, length), 1);
  const bytes = reader.column(Uint8Array, COLUMNS.stringBytes);
  return new StringTable({ bytes, offsets });
}

function readLabels(reader: ColumnReader): {
  readonly labels: LabelTable;
  readonly labelSets: LabelSetTable;
} {
  const { kernel } = reader;
  const rows = kernel.column(COLUMNS.labelRow);
  const length = (rows.end - rows.start) / 32;
  // Per label: key, str, num, unit, each 64 bits, of which all but num use the lower 32.
  const words = kernel.words(rows.start, length * 8);
  const numbers = new BigInt64Array(words.buffer, rows.start, length * 4);
  const labels = {
    length,
    key: reader.allocate(Uint32Array, length),
    isNumeric: reader.allocate(Uint8Array, length),
    str: reader.allocate(Uint32Array, length),
    num: reader.allocate(BigInt64Array, length),
    unit: reader.allocate(Uint32Array, length),
  };
  for (let i = 0; i < length; i += 1) {
    labels.key[i] = words[i * 8];
    labels.str[i] = words[i * 8 + 2];
    labels.isNumeric[i] = words[i * 8 + 2] === 0 ? 1 : 0;
    labels.num[i] = numbers[i * 4 + 2];
    labels.unit[i] = words[i * 8 + 6];
  }
  const labelStart = reader.output.setStart.finish(Uint32Array);
  const label = reader.output.setLabel.finish(Uint32Array);
  return {
    labels,
    labelSets: { length: labelStart.length - 1, labelStart, label },
  };
}

function readSamples(reader: ColumnReader, typeCount: number): SampleTable {
  const count = reader.kernel.exports.samples();
  return {
    count,
    stack: reader.stream(Int32Array, STREAMS.sampleStack, count),
    labelSet: reader.output.sampleLabelSet.finish(Uint32Array),
    values: reader.output.finishValues(typeCount),
  };
}

function readTables(
  reader: ColumnReader,
): Pick<Profile, "mappings" | "functions" | "locations" | "lines"> {
  const u64 = (index: number): BigUint64Array =>
    reader.column(BigUint64Array, index);
  const u32 = (index: number): Uint32Array => reader.column(Uint32Array, index);
  const f64 = (index: number): Float64Array =>
    reader.column(Float64Array, index);
  const u8 = (index: number): Uint8Array => reader.column(Uint8Array, index);
  const start = u64(COLUMNS.mappingStart);
  const name = u32(COLUMNS.functionName);
  const address = u64(COLUMNS.locationAddress);
  const func = u32(COLUMNS.lineFunction);
  return {
    mappings: {
      length: start.length,
      start,
      limit: u64(COLUMNS.mappingLimit),
      offset: u64(COLUMNS.mappingOffset),
      filename: u32(COLUMNS.mappingFile),
      buildId: u32(COLUMNS.mappingBuildId),
      flags: u8(COLUMNS.mappingFlags),
    },
    functions: {
      length: name.length,
      name,
      systemName: u32(COLUMNS.functionSystemName),
      filename: u32(COLUMNS.functionFile),
      startLine: f64(COLUMNS.functionStartLine),
    },
    locations: {
      length: address.length,
      mapping: reader.column(Int32Array, COLUMNS.locationMapping),
      address,
      lineStart: u32(COLUMNS.locationLineStart),
      isFolded: u8(COLUMNS.locationIsFolded),
    },
    lines: {
      length: func.length,
      func,
      line: f64(COLUMNS.lineLine),
      column: f64(COLUMNS.lineColumn),
    },
  };
}

/** The profile a finished kernel holds. Throws `KernelFailure` when the budget does not suffice. */
export function readProfile(reader: ColumnReader): Profile {
  const { kernel } = reader;
  const { exports } = kernel;
  reader.output.takeRest(kernel, Math.max(exports.values(), 0));
  const strings = readStrings(reader);
  const header = new BigInt64Array(
    exports.memory.buffer,
    exports.headerAt(),
    7,
  );
  const [drop, keep, defaultType, docUrl, time, duration, period] = header;
  const text = (index: bigint | number): string => strings.get(Number(index));
  const indices = (column: number): Uint32Array => {
    const { start, end } = kernel.column(column);
    return kernel.words(start, (end - start) / 4);
  };
  const units = indices(COLUMNS.sampleTypeUnit);
  const sampleTypes = Array.from(
    indices(COLUMNS.sampleTypeType),
    (type, i) => ({
      type: text(type),
      unit: text(units[i]),
    }),
  );
  return {
    sampleTypes,
    defaultSampleType: text(defaultType),
    timeNanos: time,
    durationNanos: duration,
    periodType: {
      type: text(exports.periodType()),
      unit: text(exports.periodUnit()),
    },
    period,
    comments: Array.from(indices(COLUMNS.comments), text),
    docUrl: text(docUrl),
    dropFrames: text(drop),
    keepFrames: text(keep),
    samples: readSamples(reader, sampleTypes.length),
    stacks: {
      length: exports.nodes(),
      parent: reader.stream(Int32Array, STREAMS.nodeParent, exports.nodes()),
      location: reader.stream(
        Uint32Array,
        STREAMS.nodeLocation,
        exports.nodes(),
      ),
    },
    ...readTables(reader),
    ...readLabels(reader),
    strings,
  };
}
