import type { ComparisonSettings } from "#contract/comparison-file.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import { chooseComparison, type CompareChoice } from "./compare-choice.ts";
import { findReady, pairOf, readyProfiles } from "./compare-pair.ts";
import { useProfiles } from "./profiles.ts";
import { adjust } from "./tabs.ts";
import type { TabView } from "./tab-view.ts";

/** How a comparison is shown, as it is saved. */
export function comparisonSettings(
  choice: CompareChoice,
  view: TabView,
  sampleType: ComparisonSettings["sampleType"],
): ComparisonSettings {
  const { picture, width, mode, isNormalised, isFolded } = choice;
  const { rows, measure, shownChange } = choice;
  return {
    sampleType,
    picture,
    width,
    mode,
    isNormalised,
    isFolded,
    rows,
    measure,
    shownChange,
    search: view.search.text,
  };
}

/** The saved settings as a choice. */
export function choiceOfSettings(
  settings: ComparisonSettings,
): Partial<CompareChoice> {
  const { sampleType: _type, search: _search, shownChange, ...rest } = settings;
  return {
    ...rest,
    // Checked where it was read.
    shownChange: shownChange as CompareChoice["shownChange"],
  };
}

/** Gives a tab the choice it had: its profile is base or current, whatever their age says. */
export function restoreChoice(
  {
    ownId,
    otherId,
    isBase,
  }: {
    readonly ownId: ProfileId;
    readonly otherId: ProfileId;
    readonly isBase: boolean;
  },
  settings: ComparisonSettings,
): void {
  const ready = readyProfiles(useProfiles.getState().profiles);
  const own = findReady(ready, ownId);
  const other = findReady(ready, otherId);
  if (own === undefined || other === undefined) return;
  const isOlder = pairOf(own, other, false).base.profile.id === ownId;
  chooseComparison(ownId, {
    ...choiceOfSettings(settings),
    otherId,
    isSwapped: isOlder !== isBase,
  });
}

/** Shows `currentId` compared with `baseId`, whatever their age says; both must be ready. */
export function showComparison(
  { baseId, currentId }: { baseId: ProfileId; currentId: ProfileId },
  settings: ComparisonSettings,
): void {
  const ready = readyProfiles(useProfiles.getState().profiles);
  const current = findReady(ready, currentId);
  if (current === undefined) return;
  const roles = { ownId: currentId, otherId: baseId, isBase: false };
  restoreChoice(roles, settings);
  const { sampleTypes } = current.summary;
  const { sampleType, search } = settings;
  const index = sampleTypes.findIndex(
    ({ type, unit }) => type === sampleType?.type && unit === sampleType.unit,
  );
  adjust(currentId, {
    view: "compare",
    ...(index < 0 ? {} : { sampleTypeIndex: index }),
    search: { text: search, isRegex: false, matchCase: false },
  });
}
