import { LabelTableBuilder, type NewLabel } from "./label-tables.ts";
import type {
  FunctionIndex,
  LocationIndex,
  MappingIndex,
  Profile,
  StackIndex,
  ValueType,
} from "./profile.ts";
import { StringTableBuilder, type StringIndex } from "./string-table.ts";
import { valueColumnFromBigInts } from "./value-column.ts";

/** Everything of a profile that is not a table; see `Profile` for units. */
export interface ProfileHeader {
  readonly sampleTypes: readonly ValueType[];
  readonly defaultSampleType: string;
  readonly timeNanos: bigint;
  readonly durationNanos: bigint;
  readonly periodType: ValueType;
  readonly period: bigint;
  readonly comments: readonly string[];
  readonly docUrl: string;
  readonly dropFrames: string;
  readonly keepFrames: string;
}

/** Header of a profile that says nothing about itself but `sampleTypes`. */
export function emptyHeader(sampleTypes: readonly ValueType[]): ProfileHeader {
  return {
    sampleTypes,
    defaultSampleType: "",
    timeNanos: 0n,
    durationNanos: 0n,
    periodType: { type: "", unit: "" },
    period: 0n,
    comments: [],
    docUrl: "",
    dropFrames: "",
    keepFrames: "",
  };
}

/** One row of `MappingTable` to add; `flags` are the `MAPPING_HAS_…` bits. */
export interface NewMapping {
  readonly start: bigint;
  readonly limit: bigint;
  readonly offset: bigint;
  readonly filename: StringIndex;
  readonly buildId: StringIndex;
  readonly flags: number;
}

/** One row of `FunctionTable` to add. */
export interface NewFunction {
  readonly name: StringIndex;
  readonly systemName: StringIndex;
  readonly filename: StringIndex;
  readonly startLine: number;
}

/** One frame of a location to add; `column` 0 = unknown. */
export interface NewLine {
  readonly func: FunctionIndex;
  readonly line: number;
  readonly column: number;
}

/** One row of `LocationTable` to add; `lines` innermost inlined frame first (rule S2). */
export interface NewLocation {
  readonly mapping: MappingIndex;
  readonly address: bigint;
  readonly lines: readonly NewLine[];
  readonly isFolded: boolean;
}

/**
 * Builds a `Profile` row by row, for inputs that are small next to a protobuf profile: text dumps,
 * tests. Rows keep the order in which they are added; nothing but stacks, label sets and strings is
 * de-duplicated. Not for the protobuf decoder, which fills columns directly.
 */
export class ProfileBuilder {
  readonly strings = new StringTableBuilder();
  private readonly mappings: NewMapping[] = [];
  private readonly functions: NewFunction[] = [];
  private readonly locations: NewLocation[] = [];
  private readonly stackParent: number[] = [];
  private readonly stackLocation: number[] = [];
  private readonly stackByKey = new Map<string, StackIndex>();
  private readonly labels = new LabelTableBuilder();
  private readonly sampleStack: number[] = [];
  private readonly sampleLabelSet: number[] = [];
  private readonly sampleValues: bigint[][];

  constructor(private readonly header: ProfileHeader) {
    this.sampleValues = header.sampleTypes.map(() => []);
  }

  addMapping(mapping: NewMapping): MappingIndex {
    return this.mappings.push(mapping) - 1;
  }

  addFunction(func: NewFunction): FunctionIndex {
    return this.functions.push(func) - 1;
  }

  addLocation(location: NewLocation): LocationIndex {
    return this.locations.push(location) - 1;
  }

  /** Row of the stack whose leaf is `location` called from `parent` (-1 for a root). */
  addStack(parent: StackIndex, location: LocationIndex): StackIndex {
    const key = `${parent},${location}`;
    const known = this.stackByKey.get(key);
    if (known !== undefined) return known;
    this.stackParent.push(parent);
    const index = this.stackLocation.push(location) - 1;
    this.stackByKey.set(key, index);
    return index;
  }

  /** `values` has one int64 per sample type. */
  addSample(
    locationsRootFirst: readonly LocationIndex[],
    values: readonly bigint[],
    labels: readonly NewLabel[] = [],
  ): void {
    let stack: StackIndex = -1;
    for (const location of locationsRootFirst) {
      stack = this.addStack(stack, location);
    }
    this.sampleStack.push(stack);
    this.sampleLabelSet.push(
      this.labels.addSet(labels.map((label) => this.labels.add(label))),
    );
    this.sampleValues.forEach((column, i) => {
      column.push(BigInt.asIntN(64, values[i]));
    });
  }

  build(): Profile {
    return {
      ...this.header,
      samples: {
        count: this.sampleStack.length,
        stack: Int32Array.from(this.sampleStack),
        labelSet: Uint32Array.from(this.sampleLabelSet),
        values: this.sampleValues.map(valueColumnFromBigInts),
      },
      stacks: {
        length: this.stackParent.length,
        parent: Int32Array.from(this.stackParent),
        location: Uint32Array.from(this.stackLocation),
      },
      ...this.buildLocations(),
      functions: {
        length: this.functions.length,
        name: Uint32Array.from(this.functions, (f) => f.name),
        systemName: Uint32Array.from(this.functions, (f) => f.systemName),
        filename: Uint32Array.from(this.functions, (f) => f.filename),
        startLine: Float64Array.from(this.functions, (f) => f.startLine),
      },
      mappings: {
        length: this.mappings.length,
        start: BigUint64Array.from(this.mappings, (m) => m.start),
        limit: BigUint64Array.from(this.mappings, (m) => m.limit),
        offset: BigUint64Array.from(this.mappings, (m) => m.offset),
        filename: Uint32Array.from(this.mappings, (m) => m.filename),
        buildId: Uint32Array.from(this.mappings, (m) => m.buildId),
        flags: Uint8Array.from(this.mappings, (m) => m.flags),
      },
      ...this.labels.build(),
      strings: this.strings.build(),
    };
  }

  private buildLocations(): Pick<Profile, "locations" | "lines"> {
    const { locations } = this;
    const lines = locations.flatMap((location) => location.lines);
    const lineStart = new Uint32Array(locations.length + 1);
    locations.forEach((location, i) => {
      lineStart[i + 1] = lineStart[i] + location.lines.length;
    });
    return {
      locations: {
        length: locations.length,
        mapping: Int32Array.from(locations, (l) => l.mapping),
        address: BigUint64Array.from(locations, (l) => l.address),
        lineStart,
        isFolded: Uint8Array.from(locations, (l) => (l.isFolded ? 1 : 0)),
      },
      lines: {
        length: lines.length,
        func: Uint32Array.from(lines, (l) => l.func),
        line: Float64Array.from(lines, (l) => l.line),
        column: Float64Array.from(lines, (l) => l.column),
      },
    };
  }
}
