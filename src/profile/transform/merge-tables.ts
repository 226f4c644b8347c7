/**
 * Tables of a merged profile while it is being filled. Each de-duplicates its rows by the key pprof
 * uses (pprof profile/merge.go; rule M2), in the order of first use.
 */
import { SequenceMap } from "#base/sequence-map.ts";
import type {
  FunctionIndex,
  FunctionTable,
  LabelIndex,
  LabelSetIndex,
  LocationIndex,
  LocationTable,
  MappingIndex,
  MappingTable,
  Profile,
} from "../profile.ts";
import { LabelTableBuilder } from "../label-tables.ts";
import type { NewMapping } from "../profile-builder.ts";
import { StringTableBuilder, type StringIndex } from "../string-table.ts";

const NOT_YET = -2;

function notYet(length: number): Int32Array {
  return new Int32Array(length).fill(NOT_YET);
}

/** Strings of one source in the merged table, interned when first asked for. */
export class StringMap {
  private readonly indices: Int32Array;

  constructor(
    private readonly source: Profile,
    private readonly merged: StringTableBuilder,
  ) {
    this.indices = notYet(source.strings.length);
  }

  map(index: StringIndex): StringIndex {
    if (this.indices[index] === NOT_YET) {
      this.indices[index] = this.merged.intern(this.source.strings.get(index));
    }
    return this.indices[index];
  }
}

/** pprof rounds the size of a mapping up to pages before comparing (merge.go: mapsizeRounding). */
const MAPPING_SIZE_ROUNDING = 0x1000n;

/** Mappings by size, file offset and build id or file. */
export class MergedMappings {
  private readonly rows: NewMapping[] = [];
  private readonly indexByKey = new Map<string, MappingIndex>();

  get length(): number {
    return this.rows.length;
  }

  startOf(index: MappingIndex): bigint {
    return this.rows[index].start;
  }

  add(table: MappingTable, source: MappingIndex, strings: StringMap): number {
    const start = table.start[source];
    const filename = strings.map(table.filename[source]);
    const buildId = strings.map(table.buildId[source]);
    const size = BigInt.asUintN(
      64,
      table.limit[source] - start + MAPPING_SIZE_ROUNDING - 1n,
    );
    const pages = size - (size % MAPPING_SIZE_ROUNDING);
    // A mapping with neither is a fake one: all fakes of one size and offset are the same.
    const name = buildId === 0 ? filename : buildId;
    const key = `${pages},${table.offset[source]},${name}`;
    const known = this.indexByKey.get(key);
    if (known !== undefined) return known;
    const index = this.rows.push({
      start,
      limit: table.limit[source],
      offset: table.offset[source],
      filename,
      buildId,
      flags: table.flags[source],
    });
    this.indexByKey.set(key, index - 1);
    return index - 1;
  }

  build(): MappingTable {
    const { rows } = this;
    return {
      length: rows.length,
      start: BigUint64Array.from(rows, (m) => m.start),
      limit: BigUint64Array.from(rows, (m) => m.limit),
      offset: BigUint64Array.from(rows, (m) => m.offset),
      filename: Uint32Array.from(rows, (m) => m.filename),
      buildId: Uint32Array.from(rows, (m) => m.buildId),
      flags: Uint8Array.from(rows, (m) => m.flags),
    };
  }
}

/** More than there are strings. */
const NUMERIC = 2 ** 32;
const LOW_32 = 0xffff_ffffn;

/** An integer that a double holds, as two of 32 bits. */
function pushInt53(keys: SequenceMap, value: number): void {
  keys.push(value | 0);
  keys.push(Math.floor(value / 2 ** 32));
}

/** Functions by start line, name, system name and file. */
export class MergedFunctions {
  private readonly columns: {
    readonly name: number[];
    readonly systemName: number[];
    readonly filename: number[];
    readonly startLine: number[];
  } = { name: [], systemName: [], filename: [], startLine: [] };
  private readonly keys = new SequenceMap();

  add(table: FunctionTable, source: FunctionIndex, strings: StringMap): number {
    const name = strings.map(table.name[source]);
    const systemName = strings.map(table.systemName[source]);
    const filename = strings.map(table.filename[source]);
    const startLine = table.startLine[source];
    const { columns, keys } = this;
    const next = keys.size;
    pushInt53(keys, startLine);
    keys.push(name);
    keys.push(systemName);
    keys.push(filename);
    const index = keys.close();
    if (index < next) return index;
    columns.systemName.push(systemName);
    columns.filename.push(filename);
    columns.startLine.push(startLine);
    columns.name.push(name);
    return index;
  }

  build(): FunctionTable {
    const { columns } = this;
    return {
      length: columns.name.length,
      name: Uint32Array.from(columns.name),
      systemName: Uint32Array.from(columns.systemName),
      filename: Uint32Array.from(columns.filename),
      startLine: Float64Array.from(columns.startLine),
    };
  }
}

/** Locations by address in their mapping, mapping, lines and folding. */
export class MergedLocations {
  private readonly mapping: MappingIndex[] = [];
  private readonly address: bigint[] = [];
  private readonly isFolded: number[] = [];
  private readonly lineStart: number[] = [0];
  private readonly lines = {
    func: [] as number[],
    line: [] as number[],
    column: [] as number[],
  };
  private readonly keys = new SequenceMap();

  /**
   * @param funcs of the location's lines, in the merged function table
   * @param address relative to the merged mapping's start like the source's to its own
   */
  add(
    source: Profile,
    from: LocationIndex,
    merged: {
      readonly mapping: MappingIndex;
      readonly address: bigint;
      readonly funcs: readonly FunctionIndex[];
    },
  ): LocationIndex {
    const { lineStart, isFolded } = source.locations;
    const { line, column } = source.lines;
    const start = lineStart[from];
    const count = lineStart[from + 1] - start;
    const { keys } = this;
    const next = keys.size;
    keys.push(Number(merged.address & LOW_32));
    keys.push(Number(merged.address >> 32n));
    keys.push(merged.mapping);
    keys.push(isFolded[from]);
    for (let i = 0; i < count; i += 1) {
      keys.push(merged.funcs[i]);
      pushInt53(keys, line[start + i]);
    }
    // Quirk M4: pprof overwrites all columns but the last line's while it makes its key.
    if (count > 0) pushInt53(keys, column[start + count - 1]);
    const index = keys.close();
    if (index < next) return index;
    for (let i = 0; i < count; i += 1) {
      this.lines.func.push(merged.funcs[i]);
      this.lines.line.push(line[start + i]);
      this.lines.column.push(column[start + i]);
    }
    this.lineStart.push(this.lines.func.length);
    this.address.push(merged.address);
    this.isFolded.push(isFolded[from]);
    this.mapping.push(merged.mapping);
    return index;
  }

  build(): Pick<Profile, "locations" | "lines"> {
    const locations: LocationTable = {
      length: this.mapping.length,
      mapping: Int32Array.from(this.mapping),
      address: BigUint64Array.from(this.address),
      lineStart: Uint32Array.from(this.lineStart),
      isFolded: Uint8Array.from(this.isFolded),
    };
    const lines = {
      length: this.lines.func.length,
      func: Uint32Array.from(this.lines.func),
      line: Float64Array.from(this.lines.line),
      column: Float64Array.from(this.lines.column),
    };
    return { locations, lines };
  }
}

/**
 * Label sets, equal when they have the same values for the same keys: the order of keys does not
 * count, that of the values of one key does, and string and numeric labels are apart (merge.go:
 * sampleKey).
 */
export class MergedLabels {
  private readonly tables = new LabelTableBuilder();
  /** Of each merged label: its key, behind all string labels' where it is numeric. */
  private readonly order: number[] = [];
  private readonly set: LabelIndex[] = [];
  private readonly sorted: LabelIndex[] = [];

  /** `row` of the source's labels in the merged table. */
  addLabel(
    { labels }: Profile,
    row: LabelIndex,
    strings: StringMap,
  ): LabelIndex {
    const key = strings.map(labels.key[row]);
    const isNumeric = labels.isNumeric[row] === 1;
    const index = this.tables.add(
      isNumeric
        ? { key, num: labels.num[row], unit: strings.map(labels.unit[row]) }
        : { key, str: strings.map(labels.str[row]) },
    );
    this.order[index] = key + (isNumeric ? NUMERIC : 0);
    return index;
  }

  /** `mapped` gives the merged row of a label of the source. */
  add(
    { labelSets }: Profile,
    from: LabelSetIndex,
    mapped: (label: LabelIndex) => LabelIndex,
  ): LabelSetIndex {
    const { set, sorted, order } = this;
    const { labelStart, label } = labelSets;
    const start = labelStart[from];
    const count = labelStart[from + 1] - start;
    set.length = count;
    sorted.length = count;
    for (let i = 0; i < count; i += 1) {
      const index = mapped(label[start + i]);
      set[i] = index;
      // Sets are small. Labels of one key keep their order.
      let j = i - 1;
      for (; j >= 0 && order[sorted[j]] > order[index]; j -= 1) {
        sorted[j + 1] = sorted[j];
      }
      sorted[j + 1] = index;
    }
    return this.tables.addSet(set, sorted);
  }

  build(): Pick<Profile, "labels" | "labelSets"> {
    return this.tables.build();
  }
}

/** The merged tables a source's rows are looked up in, and the maps of one source into them. */
export class SourceMaps {
  private readonly strings: StringMap;
  private readonly mappings: Int32Array;
  private readonly functions: Int32Array;
  private readonly locations: Int32Array;
  private readonly labels: Int32Array;
  private readonly labelSets: Int32Array;

  constructor(
    private readonly source: Profile,
    private readonly merged: MergedTables,
  ) {
    this.strings = new StringMap(source, merged.strings);
    this.mappings = notYet(source.mappings.length);
    this.functions = notYet(source.functions.length);
    this.locations = notYet(source.locations.length);
    this.labels = notYet(source.labels.length);
    this.labelSets = notYet(source.labelSets.length);
  }

  mapping(index: MappingIndex): MappingIndex {
    if (index < 0) return -1;
    if (this.mappings[index] === NOT_YET) {
      this.mappings[index] = this.merged.mappings.add(
        this.source.mappings,
        index,
        this.strings,
      );
    }
    return this.mappings[index];
  }

  location(index: LocationIndex): LocationIndex {
    if (this.locations[index] !== NOT_YET) return this.locations[index];
    const { source, merged } = this;
    const { locations, lines, mappings } = source;
    const mapping = this.mapping(locations.mapping[index]);
    const moved =
      mapping < 0
        ? 0n
        : merged.mappings.startOf(mapping) -
          mappings.start[locations.mapping[index]];
    const funcs: FunctionIndex[] = [];
    const end = locations.lineStart[index + 1];
    for (let line = locations.lineStart[index]; line < end; line += 1) {
      funcs.push(this.func(lines.func[line]));
    }
    this.locations[index] = merged.locations.add(source, index, {
      mapping,
      address: BigInt.asUintN(64, locations.address[index] + moved),
      funcs,
    });
    return this.locations[index];
  }

  labelSet(index: LabelSetIndex): LabelSetIndex {
    if (this.labelSets[index] === NOT_YET) {
      this.labelSets[index] = this.merged.labels.add(
        this.source,
        index,
        this.label,
      );
    }
    return this.labelSets[index];
  }

  private readonly label = (index: LabelIndex): LabelIndex => {
    if (this.labels[index] === NOT_YET) {
      this.labels[index] = this.merged.labels.addLabel(
        this.source,
        index,
        this.strings,
      );
    }
    return this.labels[index];
  };

  private func(index: FunctionIndex): FunctionIndex {
    if (this.functions[index] === NOT_YET) {
      this.functions[index] = this.merged.functions.add(
        this.source.functions,
        index,
        this.strings,
      );
    }
    return this.functions[index];
  }
}

/** All tables of a merged profile but stacks and samples. */
export class MergedTables {
  readonly strings = new StringTableBuilder();
  readonly mappings = new MergedMappings();
  readonly functions = new MergedFunctions();
  readonly locations = new MergedLocations();
  readonly labels = new MergedLabels();
}
