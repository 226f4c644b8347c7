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

/** Builds the label tables of a profile row by row; equal labels and equal sets get one row. */
export class LabelTableBuilder {
  private readonly labels: NewLabel[] = [];
  private readonly labelByKey = new Map<string, LabelIndex>();
  private readonly sets: (readonly LabelIndex[])[] = [[]];
  private readonly setByKey = new Map<string, LabelSetIndex>([["", 0]]);

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
    const key = identity.join();
    const known = this.setByKey.get(key);
    if (known !== undefined) return known;
    const index = this.sets.push(labels) - 1;
    this.setByKey.set(key, index);
    return index;
  }

  build(): { readonly labelSets: LabelSetTable; readonly labels: LabelTable } {
    const { labels, sets } = this;
    const labelStart = new Uint32Array(sets.length + 1);
    sets.forEach((set, i) => {
      labelStart[i + 1] = labelStart[i] + set.length;
    });
    return {
      labelSets: {
        length: sets.length,
        labelStart,
        label: Uint32Array.from(sets.flat()),
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
