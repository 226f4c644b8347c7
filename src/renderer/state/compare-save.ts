import type { ComparisonSide } from "#contract/comparison-file.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import { errorSentence } from "#text/error-sentence.ts";
import { request } from "./backend.ts";
import { compareChoice } from "./compare-choice.ts";
import {
  defaultOther,
  findReady,
  pairOf,
  readyProfiles,
  type Pair,
  type ReadyProfile,
} from "./compare-pair.ts";
import { comparisonSettings } from "./compare-settings.ts";
import { addNotice } from "./notices.ts";
import { useProfiles } from "./profiles.ts";
import { showNote } from "./shell.ts";
import { tabView } from "./tabs.ts";
import { currentText } from "./text.ts";

function sideOf({ profile }: ReadyProfile): ComparisonSide | undefined {
  const { source } = profile;
  if (source.type !== "file") return undefined;
  const { path, entry } = source;
  return entry === undefined ? { path } : { path, entry };
}

/** The two profiles a tab compares; undefined where it has nothing to compare with. */
export function pairOfTab(id: ProfileId): Pair | undefined {
  const ready = readyProfiles(useProfiles.getState().profiles);
  const one = findReady(ready, id);
  if (one === undefined) return undefined;
  const choice = compareChoice(id);
  const other = findReady(ready, choice.otherId) ?? defaultOther(one, ready);
  return other === undefined ? undefined : pairOf(one, other, choice.isSwapped);
}

function baseName(name: string): string {
  return name.replace(/\.(gz|zst)$/i, "").replace(/\.[a-z]{2,6}$/i, "");
}

/** Saves the comparison of a tab as a file, where the user says. */
export async function saveComparison(id: ProfileId): Promise<void> {
  const { t, format } = currentText();
  const pair = pairOfTab(id);
  const view = tabView(id);
  if (pair === undefined || view === null) return;
  const base = sideOf(pair.base);
  const current = sideOf(pair.current);
  if (base === undefined || current === undefined) {
    showNote(t("bundle.saveNeedsFiles"));
    return;
  }
  const { profiles } = useProfiles.getState();
  const ready = findReady(readyProfiles(profiles), id);
  const sampleType = ready?.summary.sampleTypes[view.sampleTypeIndex];
  const saved = await request("compare/save", {
    name: `${baseName(pair.base.profile.name)}-${baseName(pair.current.profile.name)}`,
    comparison: {
      base,
      current,
      view: comparisonSettings(
        compareChoice(id),
        view,
        sampleType === undefined
          ? null
          : { type: sampleType.type, unit: sampleType.unit },
      ),
    },
  });
  if (!saved.ok) {
    const { sentence, next } = errorSentence(t, format, saved.error, "");
    addNotice({ title: sentence, lines: [next], isError: true });
  } else if (saved.value.path !== "") {
    const name = saved.value.path.split(/[\\/]/).at(-1) ?? "";
    showNote(t("bundle.saved", { name }));
  }
}
