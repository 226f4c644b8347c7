import { cleanPath } from "#base/go-path.ts";
import { PairMap } from "#base/pair-map.ts";
import type { LocationIndex, Profile } from "#profile/profile.ts";
import type { StringIndex, StringTable } from "#profile/string-table.ts";
import { CanonicalStrings } from "../canonical-strings.ts";
import { trimSourcePath } from "./trim-source-path.ts";

/** Row of an `EntryTable`. */
export type EntryIndex = number;

/** What makes two frames one entry (pprof's granularity flags; rule C4). */
export type Granularity =
  "functions" | "filefunctions" | "files" | "lines" | "addresses";

/** How frames become entries; the names are pprof's flags. */
export interface EntryOptions {
  readonly granularity: Granularity;
  /** Only the outermost function of each location. */
  readonly noInlines: boolean;
  /** Keep columns at `lines`; `addresses` always keeps them. */
  readonly showColumns: boolean;
  /** Prefixes to take off file names, see `trimSourcePath`; `undefined` leaves names alone. */
  readonly trimPath: string | undefined;
  readonly sourcePath: string;
}

/** Granularity `functions`, nothing trimmed: pprof's default. */
export const DEFAULT_ENTRY_OPTIONS: EntryOptions = {
  granularity: "functions",
  noInlines: false,
  showColumns: false,
  trimPath: "",
  sourcePath: "",
};

/**
 * The entries of a report, as pprof tells them apart (graph.go: NodeInfo). A column is 0 or "" where
 * the granularity leaves the field out.
 */
export interface EntryTable {
  readonly length: number;
  readonly strings: StringTable;
  /** String index of the function name. */
  readonly name: Uint32Array;
  /** Index into `files`. */
  readonly file: Uint32Array;
  /** Cleaned file names; `files[0]` is "". */
  readonly files: readonly string[];
  readonly line: Float64Array;
  readonly column: Float64Array;
  readonly address: BigUint64Array;
  /** String index of the mapping's file; set only for entries without a name. */
  readonly objectFile: Uint32Array;
  readonly startLine: Float64Array;
}

/** Entries of a profile and which of them each location is. */
export interface EntryAssignment {
  readonly entries: EntryTable;
  /** `locations + 1` offsets into `list`. */
  readonly start: Uint32Array;
  /** Entries of a location, innermost first; never empty. All but the last are inlined. */
  readonly list: Int32Array;
}

interface EntryRow {
  readonly name: StringIndex;
  readonly file: number;
  readonly line: number;
  readonly column: number;
  readonly address: bigint;
  readonly objectFile: StringIndex;
  readonly startLine: number;
}

/** Numbers tuples densely: pairs of pairs. */
class TupleMap {
  private readonly levels: PairMap[] = [];

  add(parts: readonly number[]): number {
    let id = parts[0];
    for (let i = 1; i < parts.length; i += 1) {
      this.levels[i] ??= new PairMap();
      id = this.levels[i].add(id, parts[i]);
    }
    return id;
  }
}

/** Numbers values densely by `Map` equality; the first given is 0. */
class Interner<T> {
  private readonly indexByValue = new Map<T, number>();

  constructor(zero: T) {
    this.indexByValue.set(zero, 0);
  }

  add(value: T): number {
    const known = this.indexByValue.get(value);
    if (known !== undefined) return known;
    const index = this.indexByValue.size;
    this.indexByValue.set(value, index);
    return index;
  }

  values(): T[] {
    return [...this.indexByValue.keys()];
  }
}

/** Entries that are more than a name, by number; all others are a name alone. */
type DetailRows = ReadonlyMap<EntryIndex, EntryRow>;

function tableOf(
  strings: StringTable,
  names: readonly StringIndex[],
  details: DetailRows,
  files: readonly string[],
): EntryTable {
  const { length } = names;
  const table = {
    length,
    strings,
    name: new Uint32Array(names),
    file: new Uint32Array(length),
    files,
    line: new Float64Array(length),
    column: new Float64Array(length),
    address: new BigUint64Array(length),
    objectFile: new Uint32Array(length),
    startLine: new Float64Array(length),
  };
  for (const [entry, row] of details) {
    table.file[entry] = row.file;
    table.line[entry] = row.line;
    table.column[entry] = row.column;
    table.address[entry] = row.address;
    table.objectFile[entry] = row.objectFile;
    table.startLine[entry] = row.startLine;
  }
  return table;
}

class EntryTableBuilder {
  private readonly names: StringIndex[] = [];
  private readonly details = new Map<EntryIndex, EntryRow>();
  private readonly files = new Interner("");
  private readonly canonical: CanonicalStrings;
  private readonly fileOfString = new Map<StringIndex, number>();
  private readonly numbers = new Interner(0);
  private readonly addresses = new Interner(0n);
  private readonly tuples = new TupleMap();
  /** Entry of each tuple, and of each name that is an entry by itself; -1 for none. */
  private readonly entryOfTuple: EntryIndex[] = [];
  private readonly entryOfName: Int32Array;
  private readonly hasFunction: boolean;
  private readonly hasFile: boolean;
  private readonly hasLine: boolean;
  private readonly hasColumn: boolean;
  private readonly hasAddress: boolean;

  constructor(
    private readonly profile: Profile,
    private readonly options: EntryOptions,
  ) {
    const { granularity, showColumns, noInlines } = options;
    this.canonical = new CanonicalStrings(profile.strings);
    this.entryOfName = new Int32Array(profile.strings.length).fill(-1);
    this.hasFunction = granularity !== "files";
    this.hasFile = granularity !== "functions";
    this.hasAddress = granularity === "addresses";
    this.hasLine = granularity === "lines" || this.hasAddress;
    // pprof leaves an inlined profile at `addresses` as it is, columns included (driver.go, aggregate).
    this.hasColumn =
      this.hasLine && (showColumns || (this.hasAddress && !noInlines));
  }

  /** Whether the function alone decides which entry a line is: then its lines need no look each. */
  isByFunction(func: number): boolean {
    return (
      this.hasFunction &&
      !this.hasLine &&
      this.nameOf(this.profile.functions.name[func]) !== 0
    );
  }

  /** Entry of a location without lines. */
  ofLocation(location: LocationIndex): EntryIndex {
    return this.add({
      name: 0,
      file: 0,
      line: 0,
      column: 0,
      address: this.hasAddress ? this.profile.locations.address[location] : 0n,
      objectFile: this.objectFileOf(location),
      startLine: 0,
    });
  }

  ofLine(location: LocationIndex, line: number): EntryIndex {
    const { locations, lines, functions } = this.profile;
    const func = lines.func[line];
    const name = this.hasFunction ? this.nameOf(functions.name[func]) : 0;
    if (name !== 0 && !this.hasFile) return this.ofName(name);
    return this.add({
      name,
      file: this.hasFile ? this.fileOf(functions.filename[func]) : 0,
      line: this.hasLine ? lines.line[line] : 0,
      column: this.hasColumn ? lines.column[line] : 0,
      address: this.hasAddress ? locations.address[location] : 0n,
      // Names are kept apart by binary only where there is no function name (graph.go, nodeInfo).
      objectFile: name === 0 ? this.objectFileOf(location) : 0,
      startLine: name === 0 ? functions.startLine[func] : 0,
    });
  }

  build(): EntryTable {
    return tableOf(
      this.profile.strings,
      this.names,
      this.details,
      this.files.values(),
    );
  }

  private ofName(name: StringIndex): EntryIndex {
    const known = this.entryOfName[name];
    if (known >= 0) return known;
    const entry = this.names.push(name) - 1;
    this.entryOfName[name] = entry;
    return entry;
  }

  private add(row: EntryRow): EntryIndex {
    const tuple = this.tuples.add([
      row.name,
      row.file,
      this.numbers.add(row.line),
      this.numbers.add(row.column),
      this.addresses.add(row.address),
      row.objectFile,
      this.numbers.add(row.startLine),
    ]);
    if (tuple < this.entryOfTuple.length) return this.entryOfTuple[tuple];
    const entry = this.names.push(row.name) - 1;
    this.entryOfTuple.push(entry);
    this.details.set(entry, row);
    return entry;
  }

  /** Canonical index of a name; 0 for every empty one. */
  private nameOf(name: StringIndex): StringIndex {
    const { offsets } = this.profile.strings.columns;
    return offsets[name] === offsets[name + 1] ? 0 : this.canonical.of(name);
  }

  private fileOf(filename: StringIndex): number {
    const known = this.fileOfString.get(filename);
    if (known !== undefined) return known;
    const { trimPath, sourcePath } = this.options;
    const path = this.profile.strings.get(filename);
    const text =
      trimPath === undefined
        ? path
        : trimSourcePath(path, trimPath, sourcePath);
    const file = text === "" ? 0 : this.files.add(cleanPath(text));
    this.fileOfString.set(filename, file);
    return file;
  }

  private objectFileOf(location: LocationIndex): StringIndex {
    const mapping = this.profile.locations.mapping[location];
    return mapping < 0
      ? 0
      : this.nameOf(this.profile.mappings.filename[mapping]);
  }
}

/** The entries of all locations of `profile`, in order of first use by the location table. */
export function assignEntries(
  profile: Profile,
  options: EntryOptions = DEFAULT_ENTRY_OPTIONS,
): EntryAssignment {
  const { locations, lines, functions } = profile;
  const { lineStart } = locations;
  const builder = new EntryTableBuilder(profile, options);
  const start = new Uint32Array(locations.length + 1);
  const list = new Int32Array(lines.length + locations.length);
  const ofFunction = new Int32Array(functions.length).fill(-1);
  let length = 0;
  for (let location = 0; location < locations.length; location += 1) {
    start[location] = length;
    const from = lineStart[location];
    const end = lineStart[location + 1];
    if (from === end) list[length++] = builder.ofLocation(location);
    for (
      let line = options.noInlines && end > from ? end - 1 : from;
      line < end;
      line += 1
    ) {
      const func = lines.func[line];
      let entry = ofFunction[func];
      if (entry < 0) {
        entry = builder.ofLine(location, line);
        if (builder.isByFunction(func)) ofFunction[func] = entry;
      }
      list[length++] = entry;
    }
  }
  start[locations.length] = length;
  return { entries: builder.build(), start, list: list.subarray(0, length) };
}
