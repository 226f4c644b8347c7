import type { StackFrame } from "#profile/goroutines/goroutine-snapshot.ts";
import type { EvidenceCode } from "./evidence-code.ts";

/** Section 5c of leak-signatures.md. `null` confidence goes with `benign`. */
export type Confidence = "proved" | "high" | "medium" | "low";

/** Section 5c: `leak` = proved or high, `suspect` = medium or low. */
export type Verdict = "leak" | "suspect" | "benign";

/** A place in the user's code. */
export interface CodeSite {
  readonly func: string;
  readonly file: string;
  readonly line: number;
}

/**
 * One reason for a verdict. `code` selects the sentence in `text/`, `values` fill it in (numbers,
 * function names, minutes): no display text is made here.
 */
export interface Evidence {
  readonly code: EvidenceCode;
  readonly values: Readonly<Record<string, string | number>>;
}

/**
 * A named suspicion with its evidence: one per (category, key, waitReason, createdBy.func), see
 * terminal.md.
 */
export interface LeakFinding {
  readonly kind: "goroutine" | "heap";
  /** Stable kebab-case id: leak-signatures.md sections 3, 4 and 5b, a user rule's id, or `other`. */
  readonly category: string;
  /** Section 5b; null for heap. */
  readonly mechanism: string | null;
  readonly verdict: Verdict;
  readonly confidence: Confidence | null;
  /** First frame from the leaf outside the standard library, else the entry function (terminal.md). */
  readonly key: string;
  /** Goroutines, or inuse_objects. */
  readonly count: number;
  /** The same in the base snapshot; null without one. */
  readonly baseCount: number | null;
  /** `count` in every snapshot of the series, oldest first; last = `count`. */
  readonly series: readonly number[];
  /** inuse_space; null for goroutines. */
  readonly bytes: bigint | null;
  readonly baseBytes: bigint | null;
  readonly waitReason: string | null;
  /** Lower bound in minutes (rule H6); null where unknown. */
  readonly waitMinutesAtLeast: number | null;
  readonly site: CodeSite | null;
  readonly createdBy: CodeSite | null;
  readonly labels: Readonly<Record<string, readonly string[]>>;
  readonly evidence: readonly Evidence[];
  /** The most frequent stack of the finding, leaf first. */
  readonly stack: readonly StackFrame[];
  /** How many distinct stacks the finding stands for. */
  readonly stackCount: number;
  /** Goroutines locked to an OS thread. */
  readonly lockedCount: number;
  /** Indices of findings that cause or accompany this one. */
  readonly relatedTo: readonly number[];
  /** Indices into the newest snapshot's `groups`: which groups the finding covers. */
  readonly groupIndices: readonly number[];
  /**
   * One of the helper goroutines of something else (writeLoop of a connection, copier of a child's
   * output): views nest it under `relatedTo`, and it never fails a build.
   */
  readonly isCompanion: boolean;
}
