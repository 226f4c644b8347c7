import { create } from "zustand";
import type { ComparisonWidth } from "#analysis/compare/layout-comparison.ts";
import type { GroupChange } from "#analysis/compare/compare-goroutines.ts";
import type { ProfileId } from "#contract/profile-id.ts";

/** Which part of a merged tree is in view: a node, by its path, and a range of its width. */
export interface NodeZoom {
  /** Tree nodes from the root to the one the range is of. */
  readonly path: readonly number[];
  /** Shares of the node's width, 0..1. */
  readonly start: number;
  readonly end: number;
}

/** What a comparison shows, kept per profile. */
export interface CompareChoice {
  /** The profile it is compared with; null: the view picks one. */
  readonly otherId: ProfileId | null;
  /** The older one is current, and the newer one base. */
  readonly isSwapped: boolean;
  readonly picture: "side" | "merged" | "trend";
  /** Widths of the merged picture. */
  readonly width: ComparisonWidth;
  /** pprof's `-diff_base` (shares of the base) or `-base` (shares of the sum of changes). */
  readonly mode: "diff-base" | "subtract-base";
  readonly isNormalised: boolean;
  readonly isFolded: boolean;
  readonly rows: "functions" | "groups";
  readonly measure: "flat" | "cum";
  /** Classes the table is filtered by; null for all. */
  readonly shownChange: GroupChange | null;
  /** Tree node with the focus; -1 for none. */
  readonly focusedNode: number;
}

const DEFAULT_CHOICE: CompareChoice = {
  otherId: null,
  isSwapped: false,
  picture: "side",
  width: "larger",
  mode: "diff-base",
  isNormalised: false,
  isFolded: false,
  rows: "functions",
  measure: "flat",
  shownChange: null,
  focusedNode: -1,
};

interface CompareState {
  readonly choices: ReadonlyMap<ProfileId, CompareChoice>;
}

const useChoices = create<CompareState>(() => ({ choices: new Map() }));

export function compareChoice(id: ProfileId): CompareChoice {
  return useChoices.getState().choices.get(id) ?? DEFAULT_CHOICE;
}

/** All that were made, by tab. */
export function compareChoices(): ReadonlyMap<ProfileId, CompareChoice> {
  return useChoices.getState().choices;
}

/** Calls `listener` after each choice; returns the function that stops. */
export function onCompareChoice(listener: () => void): () => void {
  return useChoices.subscribe(listener);
}

export function useCompareChoice(id: ProfileId): CompareChoice {
  return useChoices(({ choices }) => choices.get(id) ?? DEFAULT_CHOICE);
}

/** Places in a tree mean nothing in another one. */
const NEW_TREE: Partial<CompareChoice> = { focusedNode: -1 };

export function chooseComparison(
  id: ProfileId,
  change: Partial<CompareChoice>,
): void {
  useChoices.setState(({ choices }) => {
    const old = choices.get(id) ?? DEFAULT_CHOICE;
    const isNewTree =
      "otherId" in change || "isSwapped" in change || "isFolded" in change;
    const next = { ...old, ...(isNewTree ? NEW_TREE : {}), ...change };
    return { choices: new Map(choices).set(id, next) };
  });
}

export function forgetComparison(id: ProfileId): void {
  useChoices.setState(({ choices }) => {
    const next = new Map(choices);
    next.delete(id);
    for (const [owner, choice] of next) {
      if (choice.otherId === id) next.set(owner, { ...choice, otherId: null });
    }
    return { choices: next };
  });
}
