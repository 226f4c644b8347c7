import { add64, abs64, compare64, type Int64 } from "#base/int64.ts";
import { compareUtf8 } from "#analysis/report/entry-name.ts";
import type { LabelUnits } from "#analysis/report/label-units.ts";
import type { LabelSetIndex, Profile, ValueColumn } from "#profile/profile.ts";
import { percentage, scaledLabel } from "./measurement.ts";
import { formatValue, type ValueFormat } from "./report-format.ts";
import { TabWriter } from "./tab-writer.ts";

/** What `-tags` prints. */
export interface TagsInput {
  readonly profile: Profile;
  readonly values: ValueColumn;
  readonly labelUnits: LabelUnits;
  readonly format: ValueFormat;
  readonly total: Int64;
}

/** One label key: its values as printed, and the sum of the samples that bear each. */
export interface Tag {
  total: Int64;
  readonly values: Map<string, Int64>;
}

/** Sum of the values of each label set's samples. */
function sumsByLabelSet(
  profile: Profile,
  values: ValueColumn,
): Map<LabelSetIndex, Int64> {
  const sums = new Map<LabelSetIndex, Int64>();
  const { labelSet, count } = profile.samples;
  for (let sample = 0; sample < count; sample += 1) {
    const set = labelSet[sample];
    sums.set(set, add64(sums.get(set) ?? 0, values[sample]));
  }
  return sums;
}

/**
 * Tags by key. Numbers count by their printed form, so 1000 B and 1001 B may be one value
 * (report.go, printTags).
 */
export function collectTags(input: TagsInput): Map<string, Tag> {
  const { labelSets, labels, strings } = input.profile;
  const { labelStart, label } = labelSets;
  const tags = new Map<string, Tag>();
  for (const [set, sum] of sumsByLabelSet(input.profile, input.values)) {
    for (let i = labelStart[set]; i < labelStart[set + 1]; i += 1) {
      const row = label[i];
      const name = strings.get(labels.key[row]);
      const value =
        labels.isNumeric[row] === 0
          ? strings.get(labels.str[row])
          : scaledLabel(
              labels.num[row],
              input.labelUnits.get(name) ?? name,
              input.format.outputUnit,
            );
      const tag: Tag = tags.get(name) ?? { total: 0, values: new Map() };
      tags.set(name, tag);
      tag.total = add64(tag.total, sum);
      tag.values.set(value, add64(tag.values.get(value) ?? 0, sum));
    }
  }
  return tags;
}

/** Tags in the order of their keys. */
export function sortTags(tags: Map<string, Tag>): [string, Tag][] {
  return [...tags].sort(([a], [b]) => compareUtf8(a, b));
}

/** Values of a tag, largest |sum| first, then by text (graph.go, SortTags). */
export function sortTagValues(tag: Tag): [string, Int64][] {
  return [...tag.values].sort(
    ([nameA, a], [nameB, b]) =>
      compare64(abs64(b), abs64(a)) || compareUtf8(nameA, nameB),
  );
}

/** Text of `go tool pprof -tags`. */
export function tagsReport(input: TagsInput): string {
  const { format, total } = input;
  const writer = new TabWriter();
  const shareOf = (value: Int64): string =>
    total > 0 ? ` (${percentage(value, total)})` : "";
  for (const [key, tag] of sortTags(collectTags(input))) {
    writer.write(
      `${key}:\t Total ${formatValue(tag.total, format)} of ` +
        `${formatValue(total, format)}${shareOf(tag.total)}\n`,
    );
    for (const [name, value] of sortTagValues(tag)) {
      writer.write(
        ` \t${formatValue(value, format)}${shareOf(value)}:\t ${name}\n`,
      );
    }
    writer.write("\n");
  }
  return writer.take();
}
