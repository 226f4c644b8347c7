/** What is filtered in a tab: changes are steps in its history. */
import { create } from "zustand";
import type { ProfileId } from "#contract/profile-id.ts";
import type {
  ViewFilter,
  ViewFilterName,
  ViewFilters,
} from "#contract/view-filters.ts";
import { request } from "./backend.ts";
import {
  withChangedFilter,
  withFilter,
  withoutFilter,
} from "./filter-patterns.ts";
import { navigate, tabView } from "./tabs.ts";

function change(
  id: ProfileId,
  how: (filters: ViewFilters) => ViewFilters,
): void {
  const filters = tabView(id)?.filters;
  if (filters === undefined) return;
  const next = how(filters);
  if (next !== filters) navigate(id, { filters: next });
}

export function addFilter(id: ProfileId, filter: ViewFilter): void {
  change(id, (filters) => withFilter(filters, filter));
}

export function changeFilter(
  id: ProfileId,
  index: number,
  filter: ViewFilter,
): void {
  change(id, (filters) => withChangedFilter(filters, index, filter));
}

export function removeFilter(id: ProfileId, index: number): void {
  change(id, (filters) => withoutFilter(filters, index));
}

export function clearFilters(id: ProfileId): void {
  change(id, (filters) => (filters.length === 0 ? filters : []));
}

/** The filter being typed, in the tab `profileId`; `index` -1: a new one. */
export interface FilterDraft {
  readonly profileId: ProfileId;
  readonly index: number;
  readonly name: ViewFilterName;
  readonly pattern: string;
}

interface FilterEditor {
  readonly draft: FilterDraft | null;
  /** The filter last typed: what the next one begins as. */
  readonly lastName: ViewFilterName;
}

export const useFilterEditor = create<FilterEditor>(() => ({
  draft: null,
  lastName: "focus",
}));

/** Opens the editor for a new filter. */
export function startFilter(profileId: ProfileId): void {
  useFilterEditor.setState(({ lastName }) => ({
    draft: { profileId, index: -1, name: lastName, pattern: "" },
  }));
}

/** Opens the editor for a filter that is on. */
export function editFilter(profileId: ProfileId, index: number): void {
  const filter = tabView(profileId)?.filters.at(index);
  if (filter === undefined) return;
  useFilterEditor.setState({ draft: { profileId, index, ...filter } });
}

export function closeFilterEditor(): void {
  useFilterEditor.setState({ draft: null });
}

/** Takes over what was typed. */
export function finishFilter(draft: FilterDraft): void {
  const { profileId, index, name, pattern } = draft;
  if (index < 0) addFilter(profileId, { name, pattern });
  else changeFilter(profileId, index, { name, pattern });
  useFilterEditor.setState({ draft: null, lastName: name });
}

/** Why an expression can't be used, in the engine's words; "" where it can. The worker tries it. */
export async function filterFault(
  profileId: ProfileId,
  filter: ViewFilter,
): Promise<string> {
  const outcome = await request("analysis/filtered", {
    profileId,
    sampleTypeIndex: 0,
    filters: [filter],
  });
  if (outcome.ok || outcome.error.code !== "bad-filter") return "";
  return outcome.error.reason.replace(/^error parsing regexp: /, "");
}
