import type { LeakFinding } from "#analysis/leaks/leak-finding.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import { findingId } from "./finding-words.ts";
import { chooseLeaks, NO_FILTERS } from "./leak-choice.ts";
import { activateProfile } from "./profiles.ts";
import { navigate } from "./tabs.ts";

/** Shows a finding in the Leaks view of the file it is of; filters that could hide it are off. */
export function openFinding(profileId: ProfileId, finding: LeakFinding): void {
  chooseLeaks(profileId, {
    selected: findingId(finding),
    filters: NO_FILTERS,
    ...(finding.verdict === "benign" && { showsHarmless: true }),
    ...(finding.confidence === "low" && { showsLow: true }),
  });
  activateProfile(profileId);
  navigate(profileId, { view: "leaks" });
}
