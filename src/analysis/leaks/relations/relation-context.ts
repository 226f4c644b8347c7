import type { ClassifiedSnapshot } from "../series/classified-snapshot.ts";
import type { Suspect } from "../series/suspect.ts";

/** What a pass over the suspects may look at. Passes change the suspects in place. */
export interface RelationContext {
  /** Oldest first. */
  readonly series: readonly ClassifiedSnapshot[];
  readonly newest: ClassifiedSnapshot;
  readonly suspects: readonly Suspect[];
}
