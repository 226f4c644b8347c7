import type { OpenProfile } from "#contract/open-profile.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import { isGoroutineKind } from "#contract/goroutines.ts";
import { chooseComparison } from "./compare-choice.ts";
import { readyProfiles, seriesOf, type ReadyProfile } from "./compare-pair.ts";
import { noteGesture } from "./gestures.ts";
import { leakChoice, leakSetting } from "./leak-choice.ts";
import { activateProfile, useProfiles } from "./profiles.ts";
import { adjust } from "./tabs.ts";

/** Files that appear within this time of one another came in one gesture. */
const GESTURE_MILLIS = 700;

/** After this long without another file the gesture is over: news of one arrive in any order. */
const QUIET_MILLIS = 150;

/** Profiles that came together and are not all settled yet. */
let gesture: Set<ProfileId> = new Set();
let lastAddedAt = -Infinity;
let quietTimer = 0;

/**
 * Two files dropped, picked or named on the command line together are compared at once, the newer
 * one in front; three or more of one kind show their trend, goroutines of two moments their verdicts. Call for each profile that is news.
 */
export function compareWhatCameTogether(
  profile: OpenProfile,
  isNew: boolean,
): void {
  // A sample says itself what it opens on: `openSampleSet`.
  if (profile.source.type === "sample") return;
  if (isNew) {
    const now = performance.now();
    const startsGesture = now - lastAddedAt > GESTURE_MILLIS;
    if (startsGesture) gesture = new Set();
    lastAddedAt = now;
    gesture.add(profile.id);
    noteGesture(profile.id, startsGesture);
  }
  if (!gesture.has(profile.id) || gesture.size < 2) return;
  window.clearTimeout(quietTimer);
  quietTimer = window.setTimeout(compareGesture, QUIET_MILLIS);
}

/** What came together just now is shown by whoever opened it. */
export function endGesture(): void {
  window.clearTimeout(quietTimer);
  gesture = new Set();
}

function compareGesture(): void {
  const { profiles } = useProfiles.getState();
  const together = profiles.filter(({ id }) => gesture.has(id));
  if (together.some(({ state }) => state.status === "loading")) return;
  gesture = new Set();
  // Two that don't fit were hardly meant to be compared; of more, those of one kind were.
  const isPair = together.length === 2;
  if (isPair && readyProfiles(together).length < 2) return;
  compareTogether(together.map(({ id }) => id));
}

/** They belong to a zip, folder or saved comparison, which says itself what is shown. */
export function leaveGesture(ids: readonly ProfileId[]): void {
  for (const id of ids) gesture.delete(id);
}

/**
 * Shows what `ids` hold: each kind of which there are two or more as a comparison or a trend, in the tab of
 * its newest; the largest of these series comes to the front.
 */
export function compareTogether(ids: readonly ProfileId[]): void {
  const { profiles } = useProfiles.getState();
  let rest = readyProfiles(profiles.filter(({ id }) => ids.includes(id)));
  const all: (readonly ReadyProfile[])[] = [];
  while (rest.length > 0) {
    const series = seriesOf(rest[0], rest);
    rest = rest.filter((one) => !series.includes(one));
    if (series.length > 1) all.push(series);
  }
  // Last, so that it is the one in front.
  all.sort((a, b) => a.length - b.length);
  for (const series of all) showSeries(series);
}

function showSeries(series: readonly ReadyProfile[]): void {
  const oldest = series[0];
  const newest = series[series.length - 1];
  chooseComparison(newest.profile.id, {
    otherId: oldest.profile.id,
    isSwapped: false,
    picture: series.length > 2 ? "trend" : "side",
  });
  activateProfile(newest.profile.id);
  adjust(newest.profile.id, {
    view: isOneStory(series) ? "leaks" : "compare",
  });
}

/**
 * Goroutines of one or two moments: their verdicts say what grew and why, so they come first, the
 * comparison is the tab beside. A profile and a dump that are joined are one moment.
 */
function isOneStory(series: readonly ReadyProfile[]): boolean {
  if (!isGoroutineKind(series[0].summary.kind)) return false;
  const { profiles } = useProfiles.getState();
  const joined = series.filter(
    ({ profile: { id } }) =>
      leakSetting(id, profiles, leakChoice(id)).partner !== undefined,
  ).length;
  return series.length - Math.floor(joined / 2) <= 2;
}
