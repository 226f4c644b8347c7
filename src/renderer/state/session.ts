/** Opens the tabs of the last run again, and writes them down as they change. */
import type { OpenProfile } from "#contract/open-profile.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import { request } from "./backend.ts";
import { compareChoices, onCompareChoice } from "./compare-choice.ts";
import { pairOfTab } from "./compare-save.ts";
import { comparisonSettings, restoreChoice } from "./compare-settings.ts";
import { chooseLeaks, leaksToKeep, onLeakChoice } from "./leak-choice.ts";
import { activateProfile, useProfiles } from "./profiles.ts";
import {
  sessionText,
  sourceKey,
  tabsFromText,
  type SavedComparison,
  type SavedLeaks,
  type SavedSource,
  type SavedTab,
} from "./saved-session.ts";
import { useSettings } from "./settings.ts";
import type { TabView } from "./tab-view.ts";
import { adjust, tabView, useTabs } from "./tabs.ts";

const SAVE_AFTER_MILLIS = 400;

/** Views waiting for their profile to be ready, by `sourceKey`. */
const waiting = new Map<string, TabView>();

/** Comparisons waiting for both their profiles, by `sourceKey` of the tab. */
const waitingComparisons = new Map<string, SavedComparison>();

/** What leaks are judged against, waiting for the file and its base, by `sourceKey` of the tab. */
const waitingLeaks = new Map<string, SavedLeaks>();

/** Whether a profile belongs to the tabs of the last run and still loads. */
export function isRestored(profile: OpenProfile): boolean {
  return waiting.has(sourceKey(profile.source));
}

/** Gives a restored profile the view it had; call when it is ready. */
export function restoreView(profile: OpenProfile): void {
  const key = sourceKey(profile.source);
  const view = waiting.get(key);
  if (view === undefined || profile.state.status !== "ready") return;
  waiting.delete(key);
  const { sampleTypes } = profile.state.summary;
  const isKnown = view.sampleTypeIndex < sampleTypes.length;
  adjust(profile.id, isKnown ? view : { view: view.view });
  const byKey = readyByKey();
  restoreComparisons(byKey);
  restoreLeaks(byKey);
}

type ReadyByKey = ReadonlyMap<string, ProfileId>;

function readyByKey(): ReadyByKey {
  const { profiles } = useProfiles.getState();
  return new Map(
    profiles
      .filter(({ state }) => state.status === "ready")
      .map(({ id, source }) => [sourceKey(source), id]),
  );
}

/** Those whose file is there, and the base as well; the others wait on. */
function restoreLeaks(byKey: ReadyByKey): void {
  for (const [key, { base, isJoined }] of waitingLeaks) {
    const id = byKey.get(key);
    const known =
      base === "none" || base === "earlier" ? base : byKey.get(base);
    if (id === undefined || known === undefined) continue;
    waitingLeaks.delete(key);
    chooseLeaks(id, { base: known, isJoined });
  }
}

/** Those whose profiles are both there; the others wait on. */
function restoreComparisons(byKey: ReadyByKey): void {
  for (const [key, saved] of waitingComparisons) {
    const ownId = byKey.get(key);
    const otherId = byKey.get(saved.other);
    if (ownId === undefined || otherId === undefined) continue;
    waitingComparisons.delete(key);
    const { isBase, settings } = saved;
    restoreChoice({ ownId, otherId, isBase }, settings);
  }
}

/** What is saved of a tab's comparison; null where nothing was chosen, or the other one is gone. */
function comparisonOf(id: ProfileId): SavedComparison | null {
  const choice = compareChoices().get(id);
  const pair = pairOfTab(id);
  const view = tabView(id);
  if (choice === undefined || pair === undefined || view === null) return null;
  const isBase = pair.base.profile.id === id;
  const other = isBase ? pair.current : pair.base;
  const own = isBase ? pair.base : pair.current;
  const type = own.summary.sampleTypes.at(view.sampleTypeIndex);
  return {
    other: sourceKey(other.profile.source),
    isBase,
    settings: comparisonSettings(
      choice,
      view,
      type === undefined ? null : { type: type.type, unit: type.unit },
    ),
  };
}

/** What is saved of the base of a tab's leaks; null where it comes about by itself. */
function leaksOf(id: ProfileId): SavedLeaks | null {
  const { profiles } = useProfiles.getState();
  const kept = leaksToKeep(id, profiles);
  if (kept === null) return null;
  const { base, isJoined } = kept;
  if (base === "none" || base === "earlier") return { base, isJoined };
  const file = profiles.find((each) => each.id === base);
  return file === undefined ? null : { base: sourceKey(file.source), isJoined };
}

function keepSession(): void {
  let timer = 0;
  let savedText = "";
  const save = (): void => {
    // Half of the tabs are not there yet: writing now would forget them.
    if (waiting.size > 0) return;
    const { profiles, activeId } = useProfiles.getState();
    const text = sessionText(profiles, useTabs.getState().histories, activeId, {
      comparisonOf,
      leaksOf,
    });
    if (text === savedText) return;
    savedText = text;
    void request("session/save", { text });
  };
  const soon = (): void => {
    window.clearTimeout(timer);
    timer = window.setTimeout(save, SAVE_AFTER_MILLIS);
  };
  useProfiles.subscribe(soon);
  useTabs.subscribe(soon);
  onCompareChoice(soon);
  onLeakChoice(soon);
  // Files of the command line may all be there already, and nothing may change any more.
  if (useProfiles.getState().profiles.length > 0) soon();
}

function wasReloaded(): boolean {
  const [entry] = performance.getEntriesByType("navigation");
  return (entry as PerformanceNavigationTiming | undefined)?.type === "reload";
}

/** After a crash of the page its profiles are still open: only their views are to be found again. */
function restoreViews(text: string): void {
  const { tabs, active } = tabsFromText(text);
  for (const tab of tabs) {
    const key = sourceKey(tab.source);
    const { profiles } = useProfiles.getState();
    const profile = profiles.find((each) => sourceKey(each.source) === key);
    if (profile === undefined || profile.state.status === "failed") continue;
    awaitProfile(tab);
    restoreView(profile);
  }
  if (active >= 0) bringToFront(tabs, active);
}

/**
 * Opens what was open in the last run, unless files are open already (named on the command line, or
 * the page was only loaded again: then their views). Call once, after the first list of profiles.
 */
export async function restoreSession(): Promise<void> {
  const isFirst = useProfiles.getState().profiles.length === 0;
  if (isFirst && useSettings.getState().settings.reopensFiles) {
    const saved = await request("session/load", {});
    if (saved.ok) await openTabs(saved.value.text);
  } else if (!isFirst && wasReloaded()) {
    const saved = await request("session/load", {});
    if (saved.ok) restoreViews(saved.value.text);
  }
  keepSession();
}

/** Keeps what a tab had until its profile is ready. */
function awaitProfile({ source, view, comparison, leaks }: SavedTab): void {
  const key = sourceKey(source);
  waiting.set(key, view);
  if (comparison !== null) waitingComparisons.set(key, comparison);
  if (leaks !== null) waitingLeaks.set(key, leaks);
}

async function openTabs(text: string): Promise<void> {
  const { tabs, active } = tabsFromText(text);
  for (const tab of tabs) awaitProfile(tab);
  for (const { source } of tabs) await openSource(source);
  if (active >= 0) bringToFront(tabs, active);
}

async function openSource(source: SavedSource): Promise<void> {
  if (source.type === "sample") {
    await request("profile/open-sample", { name: source.name });
    return;
  }
  const { path, entry } = source;
  await (entry === undefined
    ? request("profile/open", { paths: [path] })
    : request("profile/open-entry", { path, entry }));
}

/**
 * Puts the tab in front once all are announced: each new one comes to the front by itself, and its
 * news may arrive after the reply to its opening.
 */
function bringToFront(tabs: readonly SavedTab[], active: number): void {
  const keys = tabs.map(({ source }) => sourceKey(source));
  const look = (): boolean => {
    const { profiles } = useProfiles.getState();
    const known = new Map(
      profiles.map((profile) => [sourceKey(profile.source), profile.id]),
    );
    if (!keys.every((key) => known.has(key))) return false;
    const front = known.get(keys[active]);
    if (front !== undefined) activateProfile(front);
    return true;
  };
  if (look()) return;
  let isDone = false;
  const stop = useProfiles.subscribe(() => {
    // Activating is a change too, and must not be looked at again.
    if (isDone) return;
    isDone = true;
    isDone = look();
    if (isDone) stop();
  });
}
