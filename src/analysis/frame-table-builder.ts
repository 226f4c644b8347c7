import { checkpoint, FEW } from "#base/checkpoint.ts";
import type { Profile } from "#profile/profile.ts";
import { CanonicalStrings } from "./canonical-strings.ts";
import { ExtendedStrings } from "./extended-strings.ts";
import {
  frameKindCode,
  originOfFunction,
  UNKNOWN_ORIGIN,
  type FunctionOrigin,
} from "./frame-kind.ts";
import type { FrameIndex, FrameTable } from "./frame-table.ts";

/** The frames of a profile, and which of them each line and each location without lines is. */
export interface FrameAssignment {
  readonly frames: FrameTable;
  /** `FrameIndex` per row of `LineTable`. */
  readonly ofLine: Int32Array;
  /** `FrameIndex` per row of `LocationTable`; -1 for locations that have lines. */
  readonly ofBareLocation: Int32Array;
}

interface FrameRow {
  readonly name: number;
  readonly file: number;
  readonly line: number;
  readonly origin: FunctionOrigin;
}

class FrameTableBuilder {
  readonly strings: ExtendedStrings;
  private readonly canonical: CanonicalStrings;
  private readonly rows: FrameRow[] = [];
  /** By `name * strings + file`, exact below 2^53 for tables of up to 90 million strings. */
  private readonly byNameAndFile = new Map<number, FrameIndex>();
  private readonly byAddress = new Map<bigint, FrameIndex>();

  constructor(private readonly profile: Profile) {
    this.strings = new ExtendedStrings(profile.strings);
    this.canonical = new CanonicalStrings(profile.strings);
  }

  /** -1 where the function has no name: such frames go by their address. */
  ofFunction(func: number): FrameIndex {
    const { functions, strings } = this.profile;
    const name = this.canonical.of(functions.name[func]);
    const file = this.canonical.of(functions.filename[func]);
    const { offsets } = strings.columns;
    if (offsets[name] === offsets[name + 1]) return -1;
    const key = name * strings.length + file;
    const known = this.byNameAndFile.get(key);
    if (known !== undefined) return known;
    const index =
      this.rows.push({
        name,
        file,
        line: functions.startLine[func],
        origin: originOfFunction(strings.get(name), strings.get(file)),
      }) - 1;
    this.byNameAndFile.set(key, index);
    return index;
  }

  ofAddress(address: bigint): FrameIndex {
    const known = this.byAddress.get(address);
    if (known !== undefined) return known;
    const name = address === 0n ? "<unknown>" : `0x${address.toString(16)}`;
    const index =
      this.rows.push({
        name: this.strings.intern(name),
        file: 0,
        line: 0,
        origin: UNKNOWN_ORIGIN,
      }) - 1;
    this.byAddress.set(address, index);
    return index;
  }

  build(): FrameTable {
    const { rows } = this;
    const packagePath = Uint32Array.from(rows, (row, i) => {
      if ((i & FEW) === 0) checkpoint();
      return this.strings.intern(row.origin.packagePath);
    });
    return {
      length: rows.length,
      strings: this.strings.build(),
      name: Uint32Array.from(rows, (row) => row.name),
      file: Uint32Array.from(rows, (row) => row.file),
      line: Float64Array.from(rows, (row) => row.line),
      packagePath,
      kind: Uint8Array.from(rows, (row) => frameKindCode(row.origin.kind)),
    };
  }
}

/**
 * The frames behind the locations of `profile`, in order of first use by the location table. The
 * frames' string table is the profile's with package paths and addresses behind it: string indices
 * of the profile are valid in it.
 *
 * A location without lines, and a line whose function has no name, is the frame of its address;
 * address 0 is `<unknown>`. Kept for as long as `profile` is: tree and tables share them.
 */
export function assignFrames(profile: Profile): FrameAssignment {
  let assignment = cache.get(profile);
  if (assignment === undefined) {
    assignment = assign(profile);
    cache.set(profile, assignment);
  }
  return assignment;
}

const cache = new WeakMap<Profile, FrameAssignment>();

function assign(profile: Profile): FrameAssignment {
  const { locations, lines } = profile;
  const builder = new FrameTableBuilder(profile);
  const ofFunction = new Int32Array(profile.functions.length).fill(-2);
  const ofLine = new Int32Array(lines.length);
  const ofBareLocation = new Int32Array(locations.length).fill(-1);
  for (let location = 0; location < locations.length; location += 1) {
    if ((location & FEW) === 0) checkpoint();
    const start = locations.lineStart[location];
    const end = locations.lineStart[location + 1];
    if (start === end) {
      ofBareLocation[location] = builder.ofAddress(locations.address[location]);
    }
    for (let line = start; line < end; line += 1) {
      const func = lines.func[line];
      if (ofFunction[func] === -2) ofFunction[func] = builder.ofFunction(func);
      ofLine[line] =
        ofFunction[func] >= 0
          ? ofFunction[func]
          : builder.ofAddress(locations.address[location]);
    }
  }
  return { frames: builder.build(), ofLine, ofBareLocation };
}
