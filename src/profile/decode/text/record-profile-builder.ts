import {
  ProfileBuilder,
  type NewLine,
  type ProfileHeader,
} from "../../profile-builder.ts";
import type { NewLabel } from "../../label-tables.ts";
import type { FunctionIndex, LocationIndex, Profile } from "../../profile.ts";
import type { SymbolLine } from "./stack-record.ts";

/** One record of a debug=1 text: its return PCs, leaf first, and the frames printed for them. */
export interface TextRecord {
  readonly pcs: readonly bigint[];
  readonly symbols: readonly SymbolLine[];
}

/** Frames of one location, innermost first, under the address of its call. */
interface LocationDraft {
  readonly address: bigint;
  readonly symbols: SymbolLine[];
}

function entryOf(symbol: SymbolLine): bigint {
  return symbol.pc - symbol.offset;
}

/**
 * Locations of a record, leaf first. Leading PCs without a symbol become locations without lines:
 * they are runtime frames that printStackRecord hides, and how many there are tells a map from a
 * slice (leak-signatures.md section 4). PCs without a symbol behind the last shown frame are
 * `runtime.goexit`, which the protobuf form leaves out as well.
 *
 * ```
 *   @ 0x40fa6e 0x680972 0x68090c 0x46b161       0x40fa6d  -
 *   #  0x680971 main.load                  ==>  0x680971  main.load
 *   #  0x68090b main.main.func2                 0x68090b  main.main.func2
 * ```
 */
export function locationsOfRecord(record: TextRecord): LocationDraft[] {
  const { pcs, symbols } = record;
  const drafts: LocationDraft[] = [];
  let next = 0;
  for (const [i, symbol] of symbols.entries()) {
    const at = pcs.findIndex(
      (pc, j) => j >= next && (pc === symbol.pc || pc - 1n === symbol.pc),
    );
    if (i === 0) {
      for (const pc of pcs.slice(0, Math.max(at, 0))) {
        drafts.push({ address: pc - 1n, symbols: [] });
      }
    }
    const previous = drafts.at(-1);
    const inner = symbols[i - 1] as SymbolLine | undefined;
    // Inlined: printed with the offset from the outer function's entry, or under the same PC.
    const isOuter =
      inner !== undefined &&
      inner.name !== symbol.name &&
      entryOf(inner) === entryOf(symbol);
    if (previous !== undefined && inner !== undefined && (isOuter || at < 0)) {
      previous.symbols.push(symbol);
    } else {
      drafts.push({ address: symbol.pc, symbols: [symbol] });
    }
    if (at >= 0) next = at + 1;
  }
  if (symbols.length === 0) {
    return pcs.map((pc) => ({ address: pc - 1n, symbols: [] }));
  }
  return drafts;
}

/** Builds a profile from the records of a debug=1 text. */
export class RecordProfileBuilder {
  private readonly builder: ProfileBuilder;
  private readonly locationByKey = new Map<string, LocationIndex>();
  private readonly functionByKey = new Map<string, FunctionIndex>();

  constructor(header: ProfileHeader) {
    this.builder = new ProfileBuilder(header);
  }

  /** `labels`: texts and numbers; a number's unit is `bytes`. */
  add(
    record: TextRecord,
    values: readonly bigint[],
    labels: readonly (readonly [string, string | bigint])[] = [],
  ): void {
    const locations = locationsOfRecord(record).map((draft) =>
      this.location(draft),
    );
    const { strings } = this.builder;
    this.builder.addSample(
      locations.reverse(),
      values,
      labels.map(([key, value]): NewLabel =>
        typeof value === "string"
          ? { key: strings.intern(key), str: strings.intern(value) }
          : {
              key: strings.intern(key),
              num: value,
              unit: strings.intern("bytes"),
            },
      ),
    );
  }

  build(): Profile {
    return this.builder.build();
  }

  private location(draft: LocationDraft): LocationIndex {
    const lines = draft.symbols.map((symbol): NewLine => ({
      func: this.func(symbol),
      line: symbol.line,
      column: 0,
    }));
    const key = `${draft.address} ${lines.map((line) => `${line.func}:${line.line}`).join()}`;
    const known = this.locationByKey.get(key);
    if (known !== undefined) return known;
    const index = this.builder.addLocation({
      mapping: -1,
      address: draft.address,
      lines,
      isFolded: false,
    });
    this.locationByKey.set(key, index);
    return index;
  }

  private func({ name, file }: SymbolLine): FunctionIndex {
    const key = `${name}\n${file}`;
    const known = this.functionByKey.get(key);
    if (known !== undefined) return known;
    const { strings } = this.builder;
    const nameIndex = strings.intern(name);
    const index = this.builder.addFunction({
      name: nameIndex,
      systemName: nameIndex,
      filename: strings.intern(file),
      startLine: 0,
    });
    this.functionByKey.set(key, index);
    return index;
  }
}
