import { measureGrowth } from "../series/growth.ts";
import { countPerSnapshot, unexplained } from "../series/series-counts.ts";
import { addEvidence, type Suspect } from "../series/suspect.ts";
import type { RelationContext } from "./relation-context.ts";

const ROUND_TRIP = "net/http.(*persistConn).roundTrip";

/** A growth this large and steep is no pool warming up: DefaultTransport keeps 100 idle connections at most. */
const SURE_DELTA_MIN = 30;
const SURE_RATIO_MIN = 3;
/** DefaultTransport closes idle connections after 90 s; a zero Transport never does. */
const IDLE_MINUTES_MIN = 2;

/**
 * readLoops that wait for the next answer are an idle pool, bounded and soon closed, or one call in
 * flight each (then a caller sits in `persistConn.roundTrip`), or one forgotten Transport each. Only
 * growth beyond the calls in flight tells (leak-signatures.md: transports, 52 -> 51 when healthy).
 */
export function judgeIdleConnections({
  series,
  suspects,
}: RelationContext): void {
  const calls = countPerSnapshot(
    series,
    ({ view }) => view.visible.at(0)?.func === ROUND_TRIP,
  );
  const callers = suspects.filter(({ groups }) =>
    groups.some(({ view }) => view.visible.at(0)?.func === ROUND_TRIP),
  );
  for (const suspect of suspects) {
    if (suspect.mechanism !== "http-idle" || suspect.confidence === "proved") {
      continue;
    }
    const isHttp1 = suspect.key === "net/http.(*persistConn).readLoop";
    const idle = isHttp1
      ? unexplained(suspect.growth.counts, calls)
      : suspect.growth.counts;
    if (isHttp1 && calls[calls.length - 1] > 0) {
      addEvidence(suspect, "calls-in-flight", {
        calls: calls[calls.length - 1],
      });
      for (const caller of callers) suspect.related.add(caller);
    }
    judgeIdle(suspect, idle);
  }
}

function judgeIdle(suspect: Suspect, idle: readonly number[]): void {
  const { kind, base, current } = measureGrowth({
    counts: idle,
    populations: [],
    baseIds: null,
    currentIds: null,
  });
  if (kind !== "strong") {
    suspect.benign = "benign-http-idle";
    suspect.confidence = null;
    return;
  }
  const delta = current - base;
  const isSure =
    base > 0 && delta >= SURE_DELTA_MIN && current >= SURE_RATIO_MIN * base;
  const isOld = suspect.maxWaitMinutes >= IDLE_MINUTES_MIN;
  if (isOld) {
    addEvidence(suspect, "idle-beyond-timeout", {
      minutes: suspect.maxWaitMinutes,
    });
  }
  suspect.category = "http-transport-per-request";
  suspect.confidence = isSure || isOld ? "high" : "medium";
}
