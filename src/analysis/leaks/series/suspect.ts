import type { BenignId } from "../benign/benign-id.ts";
import type { Confidence, Evidence, Verdict } from "../leak-finding.ts";
import type { Mechanism } from "../mechanism/mechanism.ts";
import type { UserRule } from "../user-rules.ts";
import type { ClassifiedGroup } from "./classified-snapshot.ts";
import type { Growth } from "./growth.ts";

/**
 * A finding in the making: all groups of the newest snapshot with one mechanism, key, wait reason and
 * creator. Passes over the list set verdict, evidence and relations; `judge-goroutines.ts` has their
 * order.
 */
export interface Suspect {
  readonly mechanism: Mechanism;
  readonly key: string;
  readonly reason: string | null;
  /** Creator's function; "" where unknown. */
  readonly creator: string;
  /** At least one; the most frequent stack first, ties by text. */
  readonly groups: readonly ClassifiedGroup[];
  readonly count: number;
  readonly leakedCount: number;
  /** Most minutes of any member; -1 where unknown. */
  readonly maxWaitMinutes: number;
  /** Members with minutes. */
  readonly agedCount: number;
  readonly userRule: UserRule | undefined;
  growth: Growth;
  category: string;
  benign: BenignId | null;
  confidence: Confidence | null;
  readonly evidence: Evidence[];
  /** Causes and companions. */
  readonly related: Set<Suspect>;
}

/** Section 5c: leak = proved or high, suspect = medium or low, benign without confidence. */
export function verdictOf(suspect: Suspect): Verdict {
  if (suspect.confidence === null) return "benign";
  return suspect.confidence === "proved" || suspect.confidence === "high"
    ? "leak"
    : "suspect";
}

const RANK: Readonly<Record<Confidence, number>> = {
  proved: 4,
  high: 3,
  medium: 2,
  low: 1,
};

/** 4 for `proved` down to 1 for `low`, 0 for none (benign). */
export function confidenceRank(confidence: Confidence | null): number {
  return confidence === null ? 0 : RANK[confidence];
}

/** Raises `suspect` to at least `confidence`; a benign one becomes a suspect again. */
export function raiseConfidence(
  suspect: Suspect,
  confidence: Confidence,
): void {
  if (confidenceRank(suspect.confidence) < confidenceRank(confidence)) {
    suspect.confidence = confidence;
  }
}

/** Adds a piece of evidence. */
export function addEvidence(
  suspect: Suspect,
  code: Evidence["code"],
  values: Evidence["values"] = {},
): void {
  suspect.evidence.push({ code, values });
}
