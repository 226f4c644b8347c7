import type { Mechanism } from "../mechanism/mechanism.ts";
import {
  addEvidence,
  confidenceRank,
  raiseConfidence,
  type Suspect,
} from "../series/suspect.ts";
import type { RelationContext } from "./relation-context.ts";

/** Not blocked, or waiting for others in turn. */
const NO_LEADER: ReadonlySet<Mechanism> = new Set<Mechanism>([
  "running",
  "busy-loop",
  "waitgroup-wait",
  "runtime",
]);

/** Function that called `WaitGroup.Wait`; "" where it is not the user's. */
function waitingFunction({ groups }: Suspect): string {
  const { visible } = groups[0].view;
  const at = visible.findIndex(({ func }) => func === "sync.(*WaitGroup).Wait");
  const caller = at < 0 ? undefined : visible.at(at + 1);
  return caller?.kind === "user" ? caller.func : "";
}

/** Whether all goroutines of the suspect are below a call of `func` made by it. */
function isBelow(suspect: Suspect, func: string): boolean {
  return suspect.groups.every(({ view }) => {
    const first = view.visible.findIndex(({ kind }) => kind === "user");
    return view.visible.some((frame, i) => i > first && frame.func === func);
  });
}

/**
 * Calls made once for many callers (singleflight): the callers wait on a `WaitGroup` in the function
 * that the one caller who does the work is still inside of. He never grows; those who wait for him do.
 *
 * ```
 *   17  waitgroup-wait  sync.(*WaitGroup).Wait, (*flight).do
 *    1  chan-recv       main.load, (*flight).do                -> they wait for it
 * ```
 *
 * False positives: a slow call that ends; then the callers do not grow.
 */
export function judgeSharedCalls({ suspects }: RelationContext): void {
  for (const waiters of suspects) {
    if (
      waiters.mechanism !== "waitgroup-wait" ||
      waiters.count < 2 ||
      confidenceRank(waiters.confidence) < confidenceRank("medium")
    ) {
      continue;
    }
    const func = waitingFunction(waiters);
    if (func === "") continue;
    const leaders = suspects.filter(
      (leader) =>
        leader.confidence !== null &&
        leader.count < waiters.count &&
        !NO_LEADER.has(leader.mechanism) &&
        isBelow(leader, func),
    );
    for (const leader of leaders) {
      waiters.related.add(leader);
      raiseConfidence(leader, "medium");
      addEvidence(leader, "waited-for", { func, count: waiters.count });
    }
  }
}
