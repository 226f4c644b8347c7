import { create } from "zustand";
import type { GoroutineGranularity } from "#analysis/goroutines/group-goroutines.ts";
import {
  isGoroutineKind,
  isHeapKind,
  type LeakSpec,
} from "#contract/goroutines.ts";
import type { OpenProfile } from "#contract/open-profile.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import {
  byAge,
  comparableWith,
  findReady,
  readyProfiles,
  type ReadyProfile,
} from "./compare-pair.ts";
import { cameTogether } from "./gestures.ts";
import { useProfiles } from "./profiles.ts";

/** Filters of the list of findings; "" for all. */
export interface LeakFilters {
  readonly category: string;
  readonly confidence: string;
  readonly packagePath: string;
  /** `key=value`. */
  readonly label: string;
}

/** What the Leaks and Goroutines views of a tab show, and how. */
export interface LeakChoice {
  /** `auto`: the file before it in the same folder or gesture, else earlier snapshots in the file itself. */
  readonly base: "auto" | "none" | "earlier" | ProfileId;
  /** False: not joined with another file of the same moment. */
  readonly isJoined: boolean;
  /** `findingId` of the finding in the detail pane; "" for the first. */
  readonly selected: string;
  readonly filters: LeakFilters;
  readonly showsLow: boolean;
  readonly showsHarmless: boolean;
  readonly granularity: GoroutineGranularity | "tree";
  readonly labelKey: string | null;
  /** The Goroutines view shows those of one finding only; -1 for all. */
  readonly findingIndex: number;
  /** Row of the group in the detail pane; -1 for none. */
  readonly groupRow: number;
}

export const NO_FILTERS: LeakFilters = {
  category: "",
  confidence: "",
  packagePath: "",
  label: "",
};

const DEFAULT_CHOICE: LeakChoice = {
  base: "auto",
  isJoined: true,
  selected: "",
  filters: NO_FILTERS,
  showsLow: true,
  showsHarmless: false,
  granularity: "stack",
  labelKey: null,
  findingIndex: -1,
  groupRow: -1,
};

interface LeakChoices {
  readonly choices: ReadonlyMap<ProfileId, LeakChoice>;
}

const useChoices = create<LeakChoices>(() => ({ choices: new Map() }));

export function useLeakChoice(id: ProfileId): LeakChoice {
  return useChoices(({ choices }) => choices.get(id) ?? DEFAULT_CHOICE);
}

/** The choice as it is now, outside React. */
export function leakChoice(id: ProfileId): LeakChoice {
  return useChoices.getState().choices.get(id) ?? DEFAULT_CHOICE;
}

export function chooseLeaks(id: ProfileId, change: Partial<LeakChoice>): void {
  useChoices.setState(({ choices }) => {
    const next = { ...(choices.get(id) ?? DEFAULT_CHOICE), ...change };
    return { choices: new Map(choices).set(id, next) };
  });
}

/** Calls `listener` after every change of a choice. */
export function onLeakChoice(listener: () => void): void {
  useChoices.subscribe(listener);
}

/** Forgets a closed profile, also where it is the base of another. */
export function forgetLeakChoice(id: ProfileId): void {
  useChoices.setState(({ choices }) => {
    const next = new Map(choices);
    next.delete(id);
    for (const [owner, choice] of next) {
      if (choice.base === id) next.set(owner, { ...choice, base: "auto" });
    }
    return { choices: next };
  });
}

/** Totals further apart than this are not of one moment (terminal.md, "Join"). */
const TOTAL_SLACK = 5;
const TOTAL_SLACK_RATIO = 0.02;
const TIME_SLACK_NANOS = 60_000_000_000n;

function isDump({ summary }: ReadyProfile): boolean {
  return summary.goroutines?.source === "debug2";
}

function goroutineTotal({ summary }: ReadyProfile): number {
  return (
    summary.goroutines?.goroutineCount ??
    Number(summary.sampleTypes.at(0)?.total ?? 0)
  );
}

/** False where both have times, and these are too far apart for one moment. */
function isTimeAlike(one: ReadyProfile, other: ReadyProfile): boolean {
  const times = [one, other].map(({ summary }) => BigInt(summary.timeNanos));
  if (times.some((time) => time === 0n)) return true;
  const apart = times[0] - times[1];
  return (apart < 0n ? -apart : apart) < TIME_SLACK_NANOS;
}

/** Whether a profile and a dump can be of one moment; the session decides. */
function canJoin(one: ReadyProfile, other: ReadyProfile): boolean {
  if (other.summary.kind !== one.summary.kind) return false;
  const [profile, dump] = isDump(one) ? [other, one] : [one, other];
  if (!isDump(dump) || profile.summary.format !== "pprof") return false;
  if (!isTimeAlike(one, other)) return false;
  const [a, b] = [goroutineTotal(profile), goroutineTotal(dump)];
  if (dump.summary.goroutines?.isTruncated === true) return b <= a;
  return (
    Math.abs(a - b) <= Math.max(TOTAL_SLACK, Math.max(a, b) * TOTAL_SLACK_RATIO)
  );
}

/** The file of the same story that is nearest in the order of opening; undefined for none. */
function nearest(
  one: ReadyProfile,
  all: readonly ReadyProfile[],
  isWanted: (other: ReadyProfile) => boolean,
): ReadyProfile | undefined {
  const distance = ({ profile }: ReadyProfile): number =>
    Math.abs(profile.order - one.profile.order);
  return all
    .filter((other) => other.profile.id !== one.profile.id && isWanted(other))
    .filter((other) => isOfOneStory(other.profile, one.profile))
    .sort((a, b) => distance(a) - distance(b))
    .at(0);
}

/** The file of the same moment; undefined for none. */
function partnerOf(
  one: ReadyProfile,
  all: readonly ReadyProfile[],
): ReadyProfile | undefined {
  return nearest(one, all, (other) => canJoin(one, other));
}

/** The goroutineleak profile that proves goroutines of `one`; undefined for none. */
function proofOf(
  one: ReadyProfile,
  all: readonly ReadyProfile[],
): ReadyProfile | undefined {
  if (one.summary.kind !== "goroutine") return undefined;
  return nearest(
    one,
    all,
    (other) =>
      other.summary.kind === "goroutineleak" &&
      goroutineTotal(other) <= goroutineTotal(one) + TOTAL_SLACK &&
      isTimeAlike(one, other),
  );
}

/** Files of one folder, and files that came in one gesture, are taken for one process. */
export function isOfOneStory(a: OpenProfile, b: OpenProfile): boolean {
  return folderOf(a) === folderOf(b) || cameTogether(a.id, b.id);
}

function folderOf({ source }: OpenProfile): string {
  return source.type === "file"
    ? source.path.replace(/[^\\/]*$/, "")
    : source.type;
}

/** Everything a Leaks view can choose from, and what it shows now. */
export interface LeakSetting {
  readonly spec: LeakSpec;
  /** Files that can be the base, earliest first. */
  readonly bases: readonly ReadyProfile[];
  /** What is the base now. */
  readonly base: "none" | "earlier" | ProfileId;
  /** Earlier snapshots in the file itself. */
  readonly earlierCount: number;
  /** File of the same moment; undefined for none. */
  readonly partner: ReadyProfile | undefined;
  /** goroutineleak profile of the same moment; undefined for none. */
  readonly proof: ReadyProfile | undefined;
}

/** What is judged together for a tab. */
export function leakSetting(
  id: ProfileId,
  profiles: readonly OpenProfile[],
  choice: LeakChoice,
): LeakSetting {
  const ready = readyProfiles(profiles);
  const one = findReady(ready, id);
  const alone = { currentIds: [id], baseIds: [], usesEarlier: false };
  if (one === undefined) {
    return {
      spec: alone,
      bases: [],
      base: "none",
      earlierCount: 0,
      partner: undefined,
      proof: undefined,
    };
  }
  const isHeap = isHeapKind(one.summary.kind);
  const partner = isHeap ? undefined : partnerOf(one, ready);
  const proof = proofOf(one, ready);
  const bases = comparableWith(one, ready).filter(
    ({ profile, summary }) =>
      profile.id !== partner?.profile.id &&
      (isHeap ? isHeapKind : isGoroutineKind)(summary.kind),
  );
  const earlierCount = (one.summary.goroutines?.snapshotCount ?? 1) - 1;
  const base = baseOf(one, bases, choice, earlierCount);
  const baseFile = findReady(
    bases,
    base === "none" ? null : (base as ProfileId),
  );
  const basePartner =
    baseFile === undefined || isHeap
      ? undefined
      : partnerOf(
          baseFile,
          ready.filter(
            ({ profile }) =>
              profile.id !== id && profile.id !== partner?.profile.id,
          ),
        );
  // Snapshots taken between the two tell steady growth from a step. Of goroutines those of the base's
  // format: the other file of a moment would be a moment of its own.
  const between =
    baseFile === undefined
      ? []
      : bases.filter(
          (other) =>
            (isHeap || other.summary.format === baseFile.summary.format) &&
            byAge(baseFile, other) < 0 &&
            byAge(other, one) < 0 &&
            isOfOneStory(other.profile, one.profile),
        );
  const ids = (
    files: readonly (ReadyProfile | undefined)[],
  ): readonly ProfileId[] =>
    files.flatMap((file) => (file === undefined ? [] : [file.profile.id]));
  return {
    spec: {
      currentIds: ids([one, ...(choice.isJoined ? [partner, proof] : [])]),
      baseIds: ids([
        baseFile,
        ...between,
        choice.isJoined ? basePartner : undefined,
      ]),
      usesEarlier: base === "earlier",
    },
    bases,
    base,
    earlierCount,
    partner,
    proof,
  };
}

function baseOf(
  one: ReadyProfile,
  bases: readonly ReadyProfile[],
  { base }: LeakChoice,
  earlierCount: number,
): LeakSetting["base"] {
  if (base === "none" || base === "earlier") return base;
  if (base !== "auto" && findReady(bases, base) !== undefined) return base;
  if (earlierCount > 0) return "earlier";
  const before = bases.findLast(
    (other) =>
      byAge(other, one) < 0 && isOfOneStory(other.profile, one.profile),
  );
  return before?.profile.id ?? "none";
}

/**
 * What a tab is judged against, where a file opened fresh would be judged otherwise: chosen by the
 * user, or a file of another folder that came in the same gesture. null where nothing needs keeping.
 */
export function leaksToKeep(
  id: ProfileId,
  profiles: readonly OpenProfile[],
): (Pick<LeakChoice, "isJoined"> & Pick<LeakSetting, "base">) | null {
  const choice = leakChoice(id);
  const { base } = leakSetting(id, profiles, choice);
  const folder = (wanted: string): string | undefined => {
    const profile = profiles.find((each) => each.id === wanted);
    return profile === undefined ? undefined : folderOf(profile);
  };
  const isPlain =
    choice.base === "auto" &&
    choice.isJoined &&
    (base === "none" || base === "earlier" || folder(base) === folder(id));
  return isPlain ? null : { base, isJoined: choice.isJoined };
}

/** `leakSetting` of a tab, as it changes. */
export function useLeakSetting(id: ProfileId): LeakSetting {
  const choice = useLeakChoice(id);
  const profiles = useProfiles((state) => state.profiles);
  return leakSetting(id, profiles, choice);
}

/** When a file's content was taken, milliseconds since 1970; undefined where nothing tells. */
function momentMillis({ profile, summary }: ReadyProfile): number | undefined {
  const nanos = BigInt(summary.timeNanos);
  if (nanos !== 0n) return Number(nanos / 1_000_000n);
  const { source } = profile;
  return source.type === "file" ? source.modifiedMs : undefined;
}

/**
 * The file that tells the other half of the same moment: the heap for goroutines, goroutines for a
 * heap. From the same folder and taken within a minute, the nearest in time.
 */
export function companionOf(
  id: ProfileId,
  profiles: readonly OpenProfile[],
): ReadyProfile | undefined {
  const ready = readyProfiles(profiles);
  const one = findReady(ready, id);
  const at = one === undefined ? undefined : momentMillis(one);
  if (one === undefined || at === undefined) return undefined;
  const isOtherHalf = isHeapKind(one.summary.kind)
    ? isGoroutineKind
    : isHeapKind;
  const slackMillis = Number(TIME_SLACK_NANOS / 1_000_000n);
  const apart = (other: ReadyProfile): number =>
    Math.abs((momentMillis(other) ?? Number.POSITIVE_INFINITY) - at);
  return ready
    .filter(
      (other) =>
        isOtherHalf(other.summary.kind) &&
        folderOf(other.profile) === folderOf(one.profile) &&
        apart(other) <= slackMillis,
    )
    .sort((a, b) => apart(a) - apart(b))
    .at(0);
}

/** `companionOf` a tab, as it changes. */
export function useCompanion(id: ProfileId): ReadyProfile | undefined {
  const profiles = useProfiles((state) => state.profiles);
  return companionOf(id, profiles);
}
