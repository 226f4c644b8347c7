import { useMemo } from "react";
import type { LeakFinding } from "#analysis/leaks/leak-finding.ts";
import {
  isGoroutineKind,
  isHeapKind,
  type LeaksView,
} from "#contract/goroutines.ts";
import type { OpenProfile } from "#contract/open-profile.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import type { ProfileKind } from "#analysis/profile-kind.ts";
import {
  isOfOneStory,
  leakChoice,
  leakSetting,
  useLeakSetting,
} from "./leak-choice.ts";
import { useLeaks } from "./leak-data.ts";
import {
  byAge,
  findReady,
  readyProfiles,
  type ReadyProfile,
} from "./compare-pair.ts";
import { useProfiles } from "./profiles.ts";

/** A finding that points to a function, and the file it is of. */
export interface SiteFinding {
  readonly profileId: ProfileId;
  readonly finding: LeakFinding;
  /** It is of another file of the same process. */
  readonly isElsewhere: boolean;
}

/** Findings by function, surest first; most functions have none. */
export type SiteFindings = ReadonlyMap<string, readonly SiteFinding[]>;

/** What else is judged of the same process: the newest goroutines, the newest heap that has a base. */
function judgedBeside(
  id: ProfileId,
  profiles: readonly OpenProfile[],
): { readonly goroutines: ProfileId; readonly heap: ProfileId } {
  const ready = readyProfiles(profiles);
  const one = findReady(ready, id);
  const newest = (isWanted: (file: ReadyProfile) => boolean): ProfileId =>
    ready
      .filter(
        (file) =>
          one !== undefined &&
          file.profile.id !== id &&
          isOfOneStory(file.profile, one.profile) &&
          isWanted(file),
      )
      .sort(byAge)
      .at(-1)?.profile.id ?? id;
  return {
    goroutines: newest(({ summary }) => isGoroutineKind(summary.kind)),
    heap: newest(
      ({ profile, summary }) =>
        isHeapKind(summary.kind) &&
        leakSetting(profile.id, profiles, leakChoice(profile.id)).base !==
          "none",
    ),
  };
}

/** Functions of a file's findings, with what is said of them added to `found`. */
function addSites(
  found: Map<string, SiteFinding[]>,
  profileId: ProfileId,
  { findings }: LeaksView,
  isElsewhere: boolean,
): void {
  for (const finding of findings) {
    const isDoubtful =
      finding.verdict === "benign" || finding.confidence === "low";
    // Of other files only what is sure: a badge there must be worth the way.
    if (isElsewhere && isDoubtful) continue;
    const funcs = new Set([finding.site?.func ?? finding.key, finding.key]);
    for (const func of funcs) {
      if (func === "") continue;
      const entry = { profileId, finding, isElsewhere };
      const known = found.get(func);
      if (known === undefined) found.set(func, [entry]);
      else known.push(entry);
    }
  }
}

/**
 * The findings that point to functions of a file: its own where it is judged (goroutines, a heap with
 * a base), and for heaps and CPU profiles those of the goroutines and heaps of the same process.
 */
export function useSiteFindings(profileId: ProfileId): SiteFindings {
  const profiles = useProfiles((state) => state.profiles);
  const beside = useMemo(
    () => judgedBeside(profileId, profiles),
    [profileId, profiles],
  );
  const kind = kindOf(profileId, profiles);
  const isGoroutines = kind !== undefined && isGoroutineKind(kind);
  const own = useLeakSetting(profileId);
  const goroutines = useLeakSetting(beside.goroutines);
  const heap = useLeakSetting(beside.heap);
  const isJudged =
    kind !== undefined &&
    (isGoroutines || (isHeapKind(kind) && own.base !== "none"));
  const looksBeside = kind !== undefined && !isGoroutines;
  const wanted = (id: ProfileId): boolean => looksBeside && id !== profileId;
  const { data: ownLeaks } = useLeaks(isJudged ? own.spec : null);
  const { data: goroutineLeaks } = useLeaks(
    wanted(beside.goroutines) ? goroutines.spec : null,
  );
  const { data: heapLeaks } = useLeaks(wanted(beside.heap) ? heap.spec : null);
  return useMemo(() => {
    const found = new Map<string, SiteFinding[]>();
    if (ownLeaks.status === "ready") {
      addSites(found, profileId, ownLeaks.value, false);
    }
    if (goroutineLeaks.status === "ready") {
      addSites(found, beside.goroutines, goroutineLeaks.value, true);
    }
    if (heapLeaks.status === "ready") {
      addSites(found, beside.heap, heapLeaks.value, true);
    }
    return found;
  }, [profileId, beside, ownLeaks, goroutineLeaks, heapLeaks]);
}

function kindOf(
  id: ProfileId,
  profiles: readonly OpenProfile[],
): ProfileKind | undefined {
  const state = profiles.find((profile) => profile.id === id)?.state;
  return state?.status === "ready" ? state.summary.kind : undefined;
}

/** Whether a finding is worth a mark on a picture: more than a doubt. */
export function isMarked({ finding }: SiteFinding): boolean {
  return finding.verdict !== "benign" && finding.confidence !== "low";
}
