import { create } from "zustand";
import type { OpenProfile } from "#contract/open-profile.ts";
import type { ProfileId } from "#contract/profile-id.ts";

/** The open profiles, in the order of opening, and the one in front. */
export interface ProfilesState {
  readonly profiles: readonly OpenProfile[];
  readonly activeId: ProfileId | null;
  /** How often each profile began to load: views of an earlier load are stale. */
  readonly loads: ReadonlyMap<ProfileId, number>;
}

export const NO_PROFILES: ProfilesState = {
  profiles: [],
  activeId: null,
  loads: new Map(),
};

function isLoading(profile: OpenProfile | undefined): boolean {
  return profile?.state.status === "loading";
}

/**
 * Takes in what main says of a profile. Old news are ignored; a new profile comes to the front, the
 * one opened last where several come at once, in whichever order.
 */
export function withProfile(
  state: ProfilesState,
  profile: OpenProfile,
): ProfilesState {
  const known = state.profiles.find((other) => other.id === profile.id);
  if (known !== undefined && known.revision >= profile.revision) return state;
  const startsLoading = isLoading(profile) && !isLoading(known);
  const loads = startsLoading
    ? new Map(state.loads).set(
        profile.id,
        (state.loads.get(profile.id) ?? 0) + 1,
      )
    : state.loads;
  if (known === undefined) {
    const isNewest = state.profiles.every(({ order }) => order < profile.order);
    return {
      profiles: [...state.profiles, profile].sort((a, b) => a.order - b.order),
      activeId: isNewest ? profile.id : state.activeId,
      loads,
    };
  }
  const profiles = state.profiles.map((other) =>
    other.id === profile.id ? profile : other,
  );
  return { profiles, activeId: state.activeId, loads };
}

/** Forgets a profile; its neighbour comes to the front. */
export function withoutProfile(
  state: ProfilesState,
  id: ProfileId,
): ProfilesState {
  const index = state.profiles.findIndex((profile) => profile.id === id);
  if (index < 0) return state;
  const profiles = state.profiles.filter((profile) => profile.id !== id);
  const neighbour = profiles[Math.min(index, profiles.length - 1)];
  return {
    ...state,
    profiles,
    activeId: state.activeId === id ? (neighbour?.id ?? null) : state.activeId,
  };
}

/** The profile `step` places after the active one, around the ends. */
export function neighbourOf(
  state: ProfilesState,
  step: number,
): ProfileId | null {
  const { profiles, activeId } = state;
  if (profiles.length === 0) return null;
  const index = profiles.findIndex((profile) => profile.id === activeId);
  const at = (index + step + profiles.length) % profiles.length;
  return profiles[at].id;
}

/**
 * Names for the list of files: the file name, with its folder before it where two files share the
 * name. Same order as `profiles`.
 */
export function displayNames(profiles: readonly OpenProfile[]): string[] {
  return profiles.map((profile) => {
    const { name, source } = profile;
    const isShared = profiles.some(
      (other) => other.id !== profile.id && other.name === name,
    );
    if (!isShared || source.type !== "file") return name;
    const whole =
      source.entry === undefined
        ? source.path
        : `${source.path}/${source.entry}`;
    const folders = whole.split(/[\\/]/).slice(0, -1);
    const folder = folders.at(-1) ?? "";
    return folder === "" ? name : `${folder}/${name}`;
  });
}

export const useProfiles = create<ProfilesState>(() => NO_PROFILES);

export function activateProfile(id: ProfileId): void {
  useProfiles.setState({ activeId: id });
}
