import {
  addEvidence,
  confidenceRank,
  type Suspect,
} from "../series/suspect.ts";
import type { RelationContext } from "./relation-context.ts";

/** Who keeps HTTP/1 client connections open. */
function isConnectionHolder(suspect: Suspect): boolean {
  const leaf = suspect.groups[0].view.visible.at(0)?.func ?? "";
  switch (suspect.mechanism) {
    case "http-body-unclosed":
    case "http-idle":
      return suspect.key === "net/http.(*persistConn).readLoop";
    case "http-roundtrip-blocked":
      return leaf === "net/http.(*persistConn).roundTrip";
    default:
      return false;
  }
}

/**
 * A writeLoop is one of the two goroutines of a client connection and as harmless or harmful as what
 * holds the connection: it takes the verdict of its readLoops and of the calls in flight, relates to
 * them, and is never counted with them.
 */
export function judgeHttpCompanions({ suspects }: RelationContext): void {
  const holders = suspects.filter(isConnectionHolder);
  for (const suspect of suspects) {
    if (suspect.mechanism !== "http-writeloop") continue;
    const causes = holders.filter((holder) => holder.confidence !== null);
    for (const cause of causes) suspect.related.add(cause);
    const worst = causes.reduce<Suspect | undefined>(
      (most, cause) =>
        confidenceRank(cause.confidence) >
        confidenceRank(most?.confidence ?? null)
          ? cause
          : most,
      undefined,
    );
    addEvidence(suspect, "companion", {
      of: worst?.key ?? "net/http.(*persistConn).readLoop",
    });
    if (worst === undefined) {
      suspect.benign = "benign-http-idle";
      suspect.confidence = null;
    } else {
      suspect.confidence =
        worst.confidence === "proved" && suspect.leakedCount === 0
          ? "high"
          : worst.confidence;
    }
  }
}
