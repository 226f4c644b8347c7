import { SequenceMap } from "#base/sequence-map.ts";
import type {
  LabelIndex,
  LabelSetIndex,
  LabelSetTable,
  LabelTable,
} from "./profile.ts";
import type { StringIndex } from "./string-table.ts";

/** One label (rule L1). `unit` 0 = none. */
export type NewLabel =
  | { readonly key: StringIndex; readonly str: StringIndex }
  | {
      readonly key: StringIndex;
      readonly num: bigint;
      readonly unit: StringIndex;
    };

/** `column` with room for `least` rows. */
function grown(
  column: Uint32Array<ArrayBuffer>,
  least: number,
): Uint32Array<ArrayBuffer> {
  if (least <= column.length) return column;
  const longer = new Uint32Array(Math.max(least, column.length * 2));
  longer.set(column);
  return longer;
}

/** Builds the label tables of a profile row by row; equal labels and equal sets get one row. */
export class LabelTableBuilder {
  private readonly labels: NewLabel[] = [];
  private readonly labelByKey = new Map<string, LabelIndex>();
  private readonly identities = new SequenceMap();
  private labelStart = new Uint32Array(16);
  private setLabels = new Uint32Array(16);

  constructor() {
    this.addSet([]);
  }

  add(label: NewLabel): LabelIndex {
    const key =
      "str" in label
        ? `${label.key}s${label.str}`
        : `${label.key}n${label.num}u${label.unit}`;
    const known = this.labelByKey.get(key);
    if (known !== undefined) return known;
    const index = this.labels.push(label) - 1;
    this.labelByKey.set(key, index);
    return index;
  }

  /**
   * Row of a set of labels. Sets with the same `identity` are one, whichever came first; by default
   * the labels in their order.
   */
  addSet(
    labels: readonly LabelIndex[],
    identity: readonly LabelIndex[] = labels,
  ): LabelSetIndex {
    const { identities } = this;
    const next = identities.size;
    for (let i = 0; i < identity.length; i += 1) identities.push(identity[i]);
    const set = identities.close();
    if (set < next) return set;
    const start = this.labelStart[set];
    const end = start + labels.length;
    this.labelStart = grown(this.labelStart, set + 2);
    this.setLabels = grown(this.setLabels, end);
    for (let i = 0; i < labels.length; i += 1) {
      this.setLabels[start + i] = labels[i];
    }
    this.labelStart[set + 1] = end;
    return set;
  }

  build(): { readonly labelSets: LabelSetTable; readonly labels: LabelTable } {
    const { labels } = this;
    const { size } = this.identities;
    return {
      labelSets: {
        length: size,
        labelStart: this.labelStart.slice(0, size + 1),
        label: this.setLabels.slice(0, this.labelStart[size]),
      },
      labels: {
        length: labels.length,
        key: Uint32Array.from(labels, (l) => l.key),
        isNumeric: Uint8Array.from(labels, (l) => ("str" in l ? 0 : 1)),
        str: Uint32Array.from(labels, (l) => ("str" in l ? l.str : 0)),
        num: BigInt64Array.from(labels, (l) => ("str" in l ? 0n : l.num)),
        unit: Uint32Array.from(labels, (l) => ("str" in l ? 0 : l.unit)),
      },
    };
  }
}
