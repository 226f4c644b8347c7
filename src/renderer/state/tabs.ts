import { create } from "zustand";
import type { ProfileId } from "#contract/profile-id.ts";
import {
  adjustView,
  currentView,
  go,
  navigateTo,
  newTabHistory,
  withoutLayouts,
  type TabHistory,
  type TabView,
} from "./tab-view.ts";
import type { ViewId } from "./view-id.ts";

interface TabsState {
  readonly histories: ReadonlyMap<ProfileId, TabHistory>;
}

export const useTabs = create<TabsState>(() => ({ histories: new Map() }));

function update(
  id: ProfileId,
  change: (history: TabHistory) => TabHistory,
): void {
  useTabs.setState(({ histories }) => {
    const history = histories.get(id);
    if (history === undefined) return { histories };
    const next = change(history);
    return next === history
      ? { histories }
      : { histories: new Map(histories).set(id, next) };
  });
}

/** Gives a profile its first view, once. */
export function startTab(
  id: ProfileId,
  view: ViewId,
  sampleTypeIndex: number,
): void {
  useTabs.setState(({ histories }) =>
    histories.has(id)
      ? { histories }
      : {
          histories: new Map(histories).set(
            id,
            newTabHistory(view, sampleTypeIndex),
          ),
        },
  );
}

export function forgetTab(id: ProfileId): void {
  useTabs.setState(({ histories }) => {
    const next = new Map(histories);
    next.delete(id);
    return { histories: next };
  });
}

/** A step worth going back from: another view, sample type, zoom. */
export function navigate(id: ProfileId, change: Partial<TabView>): void {
  update(id, (history) => navigateTo(history, change));
}

/** A change within the view: search text, focus, a nudge of the zoom. */
export function adjust(id: ProfileId, change: Partial<TabView>): void {
  update(id, (history) => adjustView(history, change));
}

/** Call when the file is read again: its layouts will be others. */
export function forgetLayouts(id: ProfileId): void {
  update(id, withoutLayouts);
}

export function goInHistory(id: ProfileId, step: -1 | 1): void {
  update(id, (history) => go(history, step));
}

/** The view of a tab as it is now, outside React. */
export function tabView(id: ProfileId): TabView | null {
  const history = useTabs.getState().histories.get(id);
  return history === undefined ? null : currentView(history);
}

/** The view of a tab; null until it has one. */
export function useTabView(id: ProfileId): TabView | null {
  return useTabs(({ histories }) => {
    const history = histories.get(id);
    return history === undefined ? null : currentView(history);
  });
}
