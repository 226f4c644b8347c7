import type { ProfileId } from "#contract/profile-id.ts";
import { useProfiles } from "./profiles.ts";

/** Resolves when the profile is loaded, or could not be. */
export function settled(id: ProfileId): Promise<void> {
  return new Promise((resolve) => {
    const isSettled = (): boolean => {
      const { profiles } = useProfiles.getState();
      const profile = profiles.find((other) => other.id === id);
      return profile !== undefined && profile.state.status !== "loading";
    };
    if (isSettled()) {
      resolve();
      return;
    }
    const stop = useProfiles.subscribe(() => {
      if (!isSettled()) return;
      stop();
      resolve();
    });
  });
}
