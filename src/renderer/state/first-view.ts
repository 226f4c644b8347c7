import { isGoroutineKind, isHeapKind } from "#contract/goroutines.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import { leakChoice, leakSetting } from "./leak-choice.ts";
import { useProfiles } from "./profiles.ts";
import type { ViewId } from "./view-id.ts";

/** What a file shows first: verdicts where it can be judged, else the flame graph. */
export function firstView(id: ProfileId): ViewId {
  const { profiles } = useProfiles.getState();
  const state = profiles.find((profile) => profile.id === id)?.state;
  if (state?.status !== "ready") return "flame";
  const { kind } = state.summary;
  if (isGoroutineKind(kind)) return "leaks";
  if (!isHeapKind(kind)) return "flame";
  const { base } = leakSetting(id, profiles, leakChoice(id));
  return base === "none" ? "flame" : "leaks";
}
