import type { LeakFinding } from "./leak-finding.ts";
import { confidenceRank } from "./series/suspect.ts";

/**
 * Puts a goroutineleak profile's findings together with those of a goroutine profile of the same
 * moment: what both have becomes `proved` in place, so that no goroutine is counted twice; what only
 * the leak profile has is added. Without goroutine findings the leak profile's are all. Ranked anew.
 */
export function addLeakProfile(
  findings: readonly LeakFinding[],
  proved: readonly LeakFinding[],
): LeakFinding[] {
  if (findings.length === 0) return [...proved];
  const taken = new Set<LeakFinding>();
  const merged = findings.map((finding) => {
    const proof = proved.find(
      (one) => !taken.has(one) && isSameGoroutines(one, finding),
    );
    if (proof === undefined) return finding;
    taken.add(proof);
    return {
      ...finding,
      category:
        finding.verdict === "benign" ? proof.category : finding.category,
      verdict: "leak" as const,
      confidence: "proved" as const,
      evidence: [
        {
          code: "runtime-proof" as const,
          values: { leaked: proof.count, count: finding.count },
        },
        ...finding.evidence,
      ],
    };
  });
  const rest = proved.filter((one) => !taken.has(one));
  return byConfidence([
    ...merged,
    ...rest.map((one) => ({ ...one, relatedTo: [] })),
  ]);
}

/** Stable: surest first, `relatedTo` following. */
function byConfidence(findings: readonly LeakFinding[]): LeakFinding[] {
  const order = findings
    .map((finding, index) => ({ finding, index }))
    .sort(
      (a, b) =>
        confidenceRank(b.finding.confidence) -
        confidenceRank(a.finding.confidence),
    );
  const rankOf = new Map(order.map(({ index }, rank) => [index, rank]));
  return order.map(({ finding }) => ({
    ...finding,
    relatedTo: finding.relatedTo
      .map((index) => rankOf.get(index) ?? 0)
      .sort((a, b) => a - b),
  }));
}

/** Both inputs may lack what the other has: creators, the form of a receive. */
function isSameGoroutines(a: LeakFinding, b: LeakFinding): boolean {
  const family = (mechanism: string | null): string | null =>
    mechanism === "chan-range" ? "chan-recv" : mechanism;
  const isCreatorEqual =
    a.createdBy === null ||
    b.createdBy === null ||
    a.createdBy.func === b.createdBy.func;
  return (
    a.key === b.key &&
    family(a.mechanism) === family(b.mechanism) &&
    isCreatorEqual
  );
}
