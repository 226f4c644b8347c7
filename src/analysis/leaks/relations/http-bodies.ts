import { growthConfidence } from "../confidence.ts";
import { measureGrowth } from "../series/growth.ts";
import { countPerSnapshot, unexplained } from "../series/series-counts.ts";
import { addEvidence, type Suspect } from "../series/suspect.ts";
import type { RelationContext } from "./relation-context.ts";

const READ_LOOP = "net/http.(*persistConn).readLoop";
const HTTP1_READER = /^net\/http\.\(\*bodyEOFSignal\)\.Read$/;
const HTTP2_STREAM = /^http2\.\(\*clientStream\)\./;
const HTTP2_READER =
  /^http2\.(transportResponseBody\.Read|\(\*pipe\)\.Read|\(\*ClientConn\)\.roundTrip)$/;

/** Who is at the other end of a held response: readers of bodies, for HTTP/2 also callers in flight. */
function partnersOf(suspect: Suspect): RegExp | undefined {
  const leaf = suspect.groups[0].view.visible.at(0)?.name ?? "";
  if (leaf === READ_LOOP) return HTTP1_READER;
  return HTTP2_STREAM.test(leaf) ? HTTP2_READER : undefined;
}

/**
 * A response that is being read right now holds its connection just like one that was forgotten; but
 * then a goroutine is inside `bodyEOFSignal.Read`. As many readers as held responses: in flight.
 * Only what exceeds the readers counts, in every snapshot.
 */
export function judgeHttpBodies({ series, suspects }: RelationContext): void {
  for (const suspect of suspects) {
    if (suspect.mechanism !== "http-body-unclosed") continue;
    const partner = partnersOf(suspect);
    if (partner === undefined || suspect.confidence === "proved") continue;
    const readers = countPerSnapshot(series, ({ view }) =>
      view.visible.some((frame) => partner.test(frame.name)),
    );
    const held = unexplained(suspect.growth.counts, readers);
    const reading = readers[readers.length - 1];
    if (held[held.length - 1] === 0) {
      suspect.benign = "benign-inflight-body";
      suspect.confidence = null;
      addEvidence(suspect, "body-readers", { readers: reading });
      continue;
    }
    addEvidence(suspect, reading > 0 ? "fewer-readers" : "no-reader", {
      readers: reading,
      count: suspect.count,
    });
    const corrected = measureGrowth({
      counts: held,
      populations: [],
      baseIds: null,
      currentIds: null,
    });
    suspect.growth = { ...suspect.growth, kind: corrected.kind };
    suspect.confidence = growthConfidence(suspect);
  }
}
