import {
  addEvidence,
  confidenceRank,
  raiseConfidence,
} from "../series/suspect.ts";
import type { RelationContext } from "./relation-context.ts";

/**
 * Copiers of a child's output live as long as the child: they relate to the goroutines that wait for
 * it, and are at least as suspect.
 */
export function judgeExecCopiers({ suspects }: RelationContext): void {
  const waiters = suspects.filter(
    (suspect) =>
      suspect.mechanism === "exec-wait" && suspect.confidence !== null,
  );
  for (const copier of suspects) {
    if (copier.mechanism !== "exec-copy" || copier.confidence === null)
      continue;
    for (const waiter of waiters) {
      copier.related.add(waiter);
      if (
        confidenceRank(waiter.confidence) > confidenceRank(copier.confidence)
      ) {
        raiseConfidence(
          copier,
          waiter.confidence === "proved"
            ? "high"
            : (waiter.confidence ?? "low"),
        );
      }
    }
    if (waiters.length > 0) {
      addEvidence(copier, "companion", { of: waiters[0].key });
    }
  }
}
