import type { GoRegexp } from "#profile/go-regexp.ts";
import type { LabelSetTable, Profile } from "#profile/profile.ts";
import type { Filtered } from "./name-filter.ts";

/** Label sets without the labels flagged 1; sets keep their numbers. */
function withoutLabels(
  sets: LabelSetTable,
  isRemoved: Uint8Array,
): LabelSetTable {
  const labelStart = new Uint32Array(sets.length + 1);
  const label: number[] = [];
  for (let set = 0; set < sets.length; set += 1) {
    for (let i = sets.labelStart[set]; i < sets.labelStart[set + 1]; i += 1) {
      if (isRemoved[sets.label[i]] === 0) label.push(sets.label[i]);
    }
    labelStart[set + 1] = label.length;
  }
  return { length: sets.length, labelStart, label: Uint32Array.from(label) };
}

/**
 * Takes labels off samples: those whose key `show` does not match, and those whose key `hide` does
 * (profile/filter.go, FilterTagsByName). Samples stay, label sets may become equal.
 */
export function filterTagNames(
  profile: Profile,
  show: GoRegexp | undefined,
  hide: GoRegexp | undefined,
): Filtered<"tagShow" | "tagHide"> {
  const { labels, labelSets, samples, strings } = profile;
  const isUsedSet = new Uint8Array(labelSets.length);
  for (const set of samples.labelSet) isUsedSet[set] = 1;
  const isRemoved = new Uint8Array(labels.length);
  let hasShown = false;
  let hasHidden = false;
  for (let set = 0; set < labelSets.length; set += 1) {
    if (isUsedSet[set] === 0) continue;
    const end = labelSets.labelStart[set + 1];
    for (let i = labelSets.labelStart[set]; i < end; i += 1) {
      const label = labelSets.label[i];
      const key = strings.get(labels.key[label]);
      const isShown = show === undefined || show.matches(key);
      const isHidden = hide?.matches(key) === true;
      hasShown ||= isShown;
      hasHidden ||= isHidden;
      if (!isShown || isHidden) isRemoved[label] = 1;
    }
  }
  const unmatched: ("tagShow" | "tagHide")[] = [];
  if (show !== undefined && !hasShown) unmatched.push("tagShow");
  if (hide !== undefined && !hasHidden) unmatched.push("tagHide");
  return {
    profile: { ...profile, labelSets: withoutLabels(labelSets, isRemoved) },
    unmatched,
  };
}
