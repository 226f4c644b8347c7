import type { HeapPlace, HeapSite } from "./heap-site.ts";

/** What a heap rule may look at beside the place itself. */
export interface HeapRuleContext {
  readonly site: HeapSite;
  /** Oldest Go minor version the profile's names and columns allow; 0 unknown. */
  readonly goMinorAtLeast: number;
}

/** One way to tell what keeps the objects of a growing place. Rules are tried in order. */
export interface HeapRule {
  /** Section 4 of leak-signatures.md, or `object-retention`. */
  readonly category: string;
  /** How sure the category is once growth is significant. */
  readonly confidence: "high" | "medium";
  /**
   * The library leaf alone is telling (who keeps opening files does not close them): a growth between
   * two and three standard deviations then counts, if it is large.
   */
  readonly isTelling?: boolean;
  matches(place: HeapPlace, context: HeapRuleContext): boolean;
}

/** Whether some frame of the place (leaf to key) has a name that matches. */
export function hasChainFrame(place: HeapPlace, name: RegExp): boolean {
  return place.chain.some((frame) => name.test(frame.func));
}

/** Whether some frame of the whole stack has a name that matches. */
export function hasStackFrame(place: HeapPlace, name: RegExp): boolean {
  return place.stack.some((frame) => name.test(frame.func));
}
