import { isGoroutineKind, isHeapKind } from "#contract/goroutines.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import { request } from "./backend.ts";
import { showCapture } from "./captures.ts";
import { chooseComparison } from "./compare-choice.ts";
import { endGesture } from "./compare-on-open.ts";
import {
  comparableWith,
  findReady,
  readyProfiles,
  type ReadyProfile,
} from "./compare-pair.ts";
import { chooseLeaks } from "./leak-choice.ts";
import { activateProfile, useProfiles } from "./profiles.ts";
import { settled } from "./settled.ts";
import { adjust } from "./tabs.ts";

/** Goroutines before heaps: they say more. */
function rank({ summary }: ReadyProfile): number {
  if (isGoroutineKind(summary.kind)) return 0;
  return isHeapKind(summary.kind) ? 1 : 2;
}

/**
 * Opens two moments of a service, each a file or more, and compares them kind by kind: what can be
 * judged shows its verdicts, the rest the comparison. The goroutines come to the front.
 */
export async function openPairs(
  basePaths: readonly string[],
  currentPaths: readonly string[],
): Promise<void> {
  const opened = await request("profile/open", {
    paths: [...basePaths, ...currentPaths],
  });
  if (!opened.ok) return;
  const ids = opened.value;
  await Promise.all(ids.map(settled));
  // Which files belong together is known here; nobody needs to guess.
  endGesture();
  const ready = readyProfiles(useProfiles.getState().profiles);
  const of = (some: readonly ProfileId[]): ReadyProfile[] =>
    some.flatMap((id) => findReady(ready, id) ?? []);
  const bases = of(ids.slice(0, basePaths.length));
  const currents = of(ids.slice(basePaths.length));
  for (const current of currents) showPair(current, bases);
  const front = currents.sort((a, b) => rank(a) - rank(b)).at(0);
  if (front !== undefined) activateProfile(front.profile.id);
  showCapture(false);
}

function showPair(current: ReadyProfile, bases: readonly ReadyProfile[]): void {
  const base = comparableWith(current, bases).at(0);
  if (base === undefined) return;
  const { id } = current.profile;
  const baseId = base.profile.id;
  chooseComparison(id, { otherId: baseId, isSwapped: false, picture: "side" });
  if (rank(current) > 1) {
    adjust(id, { view: "compare" });
    return;
  }
  chooseLeaks(id, { base: baseId });
  adjust(id, { view: "leaks" });
}
