import { checkpoint, EVERY } from "#base/checkpoint.ts";
import { PairMap } from "#base/pair-map.ts";
import type { LabelSetIndex, Profile } from "#profile/profile.ts";
import { ExtendedStrings } from "../extended-strings.ts";
import type { Filtered } from "./name-filter.ts";

/** What frames are made of labels; see `addLabelFrames`. */
export interface LabelFrameOptions {
  /** Label keys for frames at the root, outermost first. */
  readonly rootKeys: readonly string[];
  /** Label keys for frames at the leaf, innermost last. */
  readonly leafKeys: readonly string[];
  /** Text of a numeric label; the file's unit, "" where it names none. */
  readonly formatNumber: (value: bigint, unit: string) => string;
}

/** Values of one key in a label set: texts, then numbers (tagroot.go, formatLabelValues). */
function valuesOf(
  profile: Profile,
  set: LabelSetIndex,
  key: string,
  formatNumber: LabelFrameOptions["formatNumber"],
): string[] {
  const { labelSets, labels, strings } = profile;
  const texts: string[] = [];
  const numbers: string[] = [];
  const end = labelSets.labelStart[set + 1];
  for (let i = labelSets.labelStart[set]; i < end; i += 1) {
    const label = labelSets.label[i];
    if (strings.get(labels.key[label]) !== key) continue;
    if (labels.isNumeric[label] === 0)
      texts.push(strings.get(labels.str[label]));
    else {
      const unit = strings.get(labels.unit[label]);
      numbers.push(formatNumber(labels.num[label], unit));
    }
  }
  return [...texts, ...numbers];
}

/** Functions and locations behind those of a profile, one per (value, key). */
class LabelLocations {
  readonly strings: ExtendedStrings;
  private readonly locationByText = new Map<string, number>();
  private readonly names: number[] = [];
  private readonly files: number[] = [];

  constructor(private readonly profile: Profile) {
    this.strings = new ExtendedStrings(profile.strings);
  }

  add(name: string, key: string): number {
    const text = JSON.stringify([name, key]);
    const known = this.locationByText.get(text);
    if (known !== undefined) return known;
    this.names.push(this.strings.intern(name));
    const added = this.files.push(this.strings.intern(key)) - 1;
    const location = this.profile.locations.length + added;
    this.locationByText.set(text, location);
    return location;
  }

  build(): Pick<Profile, "functions" | "locations" | "lines" | "strings"> {
    const { functions, locations, lines } = this.profile;
    const count = this.names.length;
    const added = Array.from({ length: count }, (_, i) => i);
    const zeros = new Array<number>(count).fill(0);
    const join = <
      T extends Int32Array | Uint32Array | Uint8Array | Float64Array,
    >(
      column: T,
      tail: readonly number[],
    ): T => {
      const joined = new (column.constructor as new (length: number) => T)(
        column.length + count,
      );
      joined.set(column);
      joined.set(tail, column.length);
      return joined;
    };
    const address = new BigUint64Array(locations.length + count);
    address.set(locations.address);
    return {
      strings: this.strings.build(),
      functions: {
        length: functions.length + count,
        name: join(functions.name, this.names),
        systemName: join(functions.systemName, zeros),
        filename: join(functions.filename, this.files),
        startLine: join(functions.startLine, zeros),
      },
      locations: {
        length: locations.length + count,
        mapping: join(
          locations.mapping,
          zeros.map(() => -1),
        ),
        address,
        lineStart: join(
          locations.lineStart,
          added.map((i) => lines.length + i + 1),
        ),
        isFolded: join(locations.isFolded, zeros),
      },
      lines: {
        length: lines.length + count,
        func: join(
          lines.func,
          added.map((i) => functions.length + i),
        ),
        line: join(lines.line, zeros),
        column: join(lines.column, zeros),
      },
    };
  }
}

/**
 * Frames named by label values around every stack (tagroot.go, addLabelNodes; rule F6): function name
 * = values joined with ",", file = key. Samples without the label get a frame without a name.
 *
 * ```
 *   rootKeys [tenant], leafKeys [op]     main;f {tenant=t1, op=read}   ->   t1;main;f;read
 * ```
 */
export function addLabelFrames(
  profile: Profile,
  options: LabelFrameOptions,
): Filtered<"tagRoot" | "tagLeaf"> {
  const { rootKeys, leafKeys, formatNumber } = options;
  const locations = new LabelLocations(profile);
  const matched = new Set<string>();
  const framesOf = (set: LabelSetIndex, keys: readonly string[]): number[] =>
    keys.map((key) => {
      const values = valuesOf(profile, set, key, formatNumber);
      if (values.length > 0) matched.add(key);
      return locations.add(values.join(","), key);
    });
  const { samples, stacks } = profile;
  const rows = new PairMap(stacks.length * 2);
  const rootsOfSet = new Map<LabelSetIndex, number[]>();
  const leavesOfSet = new Map<LabelSetIndex, number[]>();
  const stack = new Int32Array(samples.count);
  const path: number[] = [];
  for (let sample = 0; sample < samples.count; sample += 1) {
    if ((sample & EVERY) === 0) checkpoint();
    const set = samples.labelSet[sample];
    if (!rootsOfSet.has(set)) {
      rootsOfSet.set(set, framesOf(set, rootKeys));
      leavesOfSet.set(set, framesOf(set, leafKeys));
    }
    path.length = 0;
    for (let row = samples.stack[sample]; row >= 0; row = stacks.parent[row]) {
      path.push(stacks.location[row]);
    }
    let row = -1;
    for (const location of rootsOfSet.get(set) ?? []) {
      row = rows.add(row, location);
    }
    for (let i = path.length - 1; i >= 0; i -= 1) row = rows.add(row, path[i]);
    for (const location of leavesOfSet.get(set) ?? []) {
      row = rows.add(row, location);
    }
    stack[sample] = row;
  }
  const parent = new Int32Array(rows.size);
  const location = new Uint32Array(rows.size);
  for (let row = 0; row < rows.size; row += 1) {
    parent[row] = rows.firstOf(row);
    location[row] = rows.secondOf(row);
  }
  const isUnmatched = (keys: readonly string[]): boolean =>
    keys.length > 0 && !keys.some((key) => matched.has(key));
  const unmatched: ("tagRoot" | "tagLeaf")[] = [];
  if (isUnmatched(rootKeys)) unmatched.push("tagRoot");
  if (isUnmatched(leafKeys)) unmatched.push("tagLeaf");
  return {
    profile: {
      ...profile,
      ...locations.build(),
      stacks: { length: rows.size, parent, location },
      samples: { ...samples, stack },
    },
    unmatched,
  };
}
