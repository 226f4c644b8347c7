import { countPerSnapshot } from "../series/series-counts.ts";
import {
  addEvidence,
  confidenceRank,
  type Suspect,
} from "../series/suspect.ts";
import type { RelationContext } from "./relation-context.ts";

const ROUND_TRIP = "net/http.(*persistConn).roundTrip";
const SERVER =
  /^(net\/http\.\(\*conn\)\.serve|http2\.\(\*serverConn\)\.runHandler)$/;

/** Whether the goroutines run an HTTP handler. */
export function isServerHandler(suspect: Suspect): boolean {
  return suspect.groups[0].view.visible.some((frame) =>
    SERVER.test(frame.name),
  );
}

/**
 * A handler that waits for its client to give up is the victim of a client in the same process that
 * waits without timeout: the callers in `persistConn.roundTrip` grew by as many or more. The callers
 * are the leak, the handlers follow them.
 */
export function judgeServerHandlers({
  series,
  suspects,
}: RelationContext): void {
  const callers = suspects.filter(
    (suspect) =>
      confidenceRank(suspect.confidence) >= 2 &&
      !isServerHandler(suspect) &&
      suspect.groups.some(
        ({ view }) => view.visible.at(0)?.func === ROUND_TRIP,
      ),
  );
  if (callers.length === 0) return;
  const calls = countPerSnapshot(
    series,
    ({ view }) => view.visible.at(0)?.func === ROUND_TRIP,
  );
  const callGrowth = calls[calls.length - 1] - calls[0];
  for (const suspect of suspects) {
    const { growth } = suspect;
    const grewBy = growth.current - growth.base;
    if (
      confidenceRank(suspect.confidence) < 2 ||
      suspect.confidence === "proved" ||
      growth.counts.length < 2 ||
      !isServerHandler(suspect) ||
      grewBy > callGrowth
    ) {
      continue;
    }
    suspect.confidence = "low";
    addEvidence(suspect, "victim-of-callers", { calls: callGrowth });
    for (const caller of callers) suspect.related.add(caller);
  }
}
