import { LOCK_WAITS } from "../confidence.ts";
import {
  addEvidence,
  raiseConfidence,
  type Suspect,
} from "../series/suspect.ts";
import { lockSubject } from "./lock-subject.ts";
import type { RelationContext } from "./relation-context.ts";

interface Site {
  readonly suspect: Suspect;
  /** Type whose lock is asked for. */
  readonly wanted: string;
  /** Types whose methods called down to there, whose locks may be held. */
  readonly above: ReadonlySet<string>;
}

function siteOf(suspect: Suspect): Site | undefined {
  const { view } = suspect.groups[0];
  const subject = lockSubject(view);
  if (subject === undefined || subject.receiver === "") return undefined;
  const above = new Set<string>();
  for (const frame of view.visible.slice(subject.index + 1)) {
    const receiver = /^(.*?\.\(\*[^)]*\))\./.exec(frame.func)?.[1];
    if (receiver !== undefined && frame.kind === "user") above.add(receiver);
  }
  return { suspect, wanted: subject.receiver, above };
}

/**
 * Locks of two types taken in opposite order: some goroutines wait for a lock of type B below a method
 * of A, others for a lock of A below a method of B. By types only, so without arguments it stays a
 * suspicion that needs age or growth: it names the partner and raises to `medium`.
 */
export function judgeLockOrder({ suspects }: RelationContext): void {
  const sites = suspects
    .filter(
      (suspect) =>
        LOCK_WAITS.has(suspect.mechanism) && suspect.confidence !== null,
    )
    .map(siteOf)
    .filter((site) => site !== undefined);
  for (const site of sites) {
    const partner = sites.find(
      (other) =>
        other !== site &&
        other.wanted !== site.wanted &&
        site.above.has(other.wanted) &&
        other.above.has(site.wanted),
    );
    if (partner === undefined) continue;
    site.suspect.related.add(partner.suspect);
    addEvidence(site.suspect, "lock-order", {
      wanted: site.wanted,
      held: partner.wanted,
      func: partner.suspect.key,
    });
    raiseConfidence(site.suspect, "medium");
  }
}
