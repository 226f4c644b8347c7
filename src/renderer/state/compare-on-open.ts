import type { OpenProfile } from "#contract/open-profile.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import { chooseComparison } from "./compare-choice.ts";
import { pairOf, readyProfiles, seriesOf } from "./compare-pair.ts";
import { activateProfile, useProfiles } from "./profiles.ts";
import { adjust } from "./tabs.ts";

/** Files that appear within this time of one another came in one gesture. */
const GESTURE_MILLIS = 700;

/** Profiles that came together and are not all settled yet. */
let gesture: Set<ProfileId> = new Set();
let lastAddedAt = -Infinity;

/**
 * Two files dropped, picked or named on the command line together are compared at once, the newer
 * one in front; three or more of one kind show their trend. Call for each profile that is news.
 */
export function compareWhatCameTogether(
  profile: OpenProfile,
  isNew: boolean,
): void {
  if (isNew) {
    const now = performance.now();
    if (now - lastAddedAt > GESTURE_MILLIS) gesture = new Set();
    lastAddedAt = now;
    gesture.add(profile.id);
  }
  if (!gesture.has(profile.id) || gesture.size < 2) return;
  const { profiles } = useProfiles.getState();
  const together = profiles.filter(({ id }) => gesture.has(id));
  if (together.some(({ state }) => state.status === "loading")) return;
  gesture = new Set();
  const ready = readyProfiles(together);
  const [first] = ready;
  const series = ready.length < 2 ? [] : seriesOf(first, ready);
  if (series.length < 2 || series.length !== together.length) return;
  const oldest = series[0];
  const newest = series[series.length - 1];
  const { current } = pairOf(oldest, newest, false);
  chooseComparison(current.profile.id, {
    otherId: oldest.profile.id,
    isSwapped: false,
    picture: series.length > 2 ? "trend" : "side",
  });
  activateProfile(current.profile.id);
  adjust(current.profile.id, { view: "compare" });
}
