import {
  addEvidence,
  raiseConfidence,
  type Suspect,
} from "../series/suspect.ts";
import type { RelationContext } from "./relation-context.ts";

function total(suspects: readonly Suspect[]): number {
  return suspects.reduce((sum, suspect) => sum + suspect.count, 0);
}

/**
 * Who waits for a connection is not the leak: unclosed Rows and unfinished Tx keep the connections.
 * Both there and both minutes old is a pool that does not recover.
 */
export function judgeSqlPool({ suspects }: RelationContext): void {
  const rows = suspects.filter(
    ({ mechanism }) => mechanism === "sql-rows-not-closed",
  );
  const transactions = suspects.filter(
    ({ mechanism }) => mechanism === "sql-tx-not-finished",
  );
  const holders = [...rows, ...transactions];
  for (const waiter of suspects) {
    if (waiter.mechanism !== "sql-pool-exhausted") continue;
    if (holders.length === 0) {
      addEvidence(waiter, "pool-holder-unknown");
      continue;
    }
    addEvidence(waiter, "pool-holders", {
      rows: total(rows),
      transactions: total(transactions),
    });
    for (const holder of holders) {
      waiter.related.add(holder);
      if (holder.maxWaitMinutes >= 2 && waiter.maxWaitMinutes >= 1) {
        raiseConfidence(holder, "high");
        raiseConfidence(waiter, "high");
      }
    }
  }
}
