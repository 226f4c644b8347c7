import type { LeakFinding } from "#analysis/leaks/leak-finding.ts";
import type { CorpusEntry } from "./corpus.ts";

/** How one entry of the manifest was answered. */
export interface Answer {
  readonly entry: CorpusEntry;
  readonly findings: readonly LeakFinding[];
  readonly isFound: boolean;
  readonly isMechanismRight: boolean;
  readonly isVerdictRight: boolean;
  readonly isCountRight: boolean;
}

/** Flagged as section 5c scores it: not benign and at least medium. */
export function isFlagged(finding: LeakFinding): boolean {
  return (
    finding.verdict !== "benign" &&
    (finding.confidence === "proved" ||
      finding.confidence === "high" ||
      finding.confidence === "medium")
  );
}

/**
 * What the mechanism may be (leak-signatures.md, 5b and 5c): the pattern or what the manifest accepts;
 * the pattern `io-wait-no-deadline` is a category whose mechanism is `io-wait`; in text a receive of
 * unknown form is `chan-recv`.
 */
export function acceptedMechanisms(entry: CorpusEntry): string[] {
  const { pattern = "", accept = [], format } = entry;
  const accepted = [pattern, ...accept];
  if (pattern === "io-wait-no-deadline") accepted.push("io-wait");
  if (pattern === "chan-range" && format !== "proto")
    accepted.push("chan-recv");
  return accepted;
}

/** Findings an entry is about: same key and wait; where no wait agrees, same key. */
export function findingsFor(
  entry: CorpusEntry,
  findings: readonly LeakFinding[],
): LeakFinding[] {
  const isLeafKey = (finding: LeakFinding): boolean =>
    finding.category === "benign-runtime" &&
    finding.stack.at(0)?.func === entry.key;
  const sameKey = findings.filter(
    (finding) =>
      finding.key === entry.key ||
      (entry.alt_key !== undefined && finding.key === entry.alt_key) ||
      isLeafKey(finding),
  );
  const waits = (entry.wait ?? "").split("|");
  const sameWait = sameKey.filter((finding) =>
    waits.includes(finding.waitReason ?? "?"),
  );
  return sameWait.length > 0 ? sameWait : sameKey;
}

/** Scores one goroutine entry. */
export function answerFor(
  entry: CorpusEntry,
  findings: readonly LeakFinding[],
): Answer {
  const own = findingsFor(entry, findings);
  const accepted = acceptedMechanisms(entry);
  return {
    entry,
    findings: own,
    isFound: own.length > 0,
    isMechanismRight:
      own.length > 0 &&
      own.every((finding) => accepted.includes(finding.mechanism ?? "")),
    isVerdictRight:
      own.length > 0 &&
      own.some(isFlagged) === entry.leak &&
      (entry.proved !== true ||
        !entry.leak ||
        own.some(({ confidence }) => confidence === "proved")),
    isCountRight:
      own.reduce((sum, finding) => sum + finding.count, 0) === entry.count,
  };
}
