import type { ProfileId } from "#contract/profile-id.ts";
import { useProfiles } from "./profiles.ts";

/**
 * Calls `act` once the page knows that none of `ids` loads any more; one that was closed loads no
 * more. At once where that is so, else behind the news of the last one.
 */
export function whenSettled(ids: readonly ProfileId[], act: () => void): void {
  const seen = new Set<ProfileId>();
  const isSettled = (id: ProfileId): boolean => {
    const { profiles } = useProfiles.getState();
    const profile = profiles.find((one) => one.id === id);
    if (profile === undefined) return seen.has(id);
    seen.add(id);
    return profile.state.status !== "loading";
  };
  // All of them each time: the ones that are seen are noted.
  const areSettled = (): boolean => ids.map(isSettled).every(Boolean);
  if (areSettled()) {
    act();
    return;
  }
  const stop = useProfiles.subscribe(() => {
    if (!areSettled()) return;
    stop();
    // The tab of the last one is made behind this news.
    queueMicrotask(act);
  });
}
