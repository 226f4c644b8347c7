/**
 * What `leakscope report --format json` prints (schema `leakscope-report/1`,
 * resources/schema/leakscope-report-1.schema.json). A contract with scripts: fields may be added,
 * never changed or removed.
 */
import type { Confidence, Verdict } from "#analysis/leaks/leak-finding.ts";
import type { ProfileKind } from "#analysis/profile-kind.ts";

/** The value of `LeakReport.schema`. */
export const LEAK_REPORT_SCHEMA = "leakscope-report/1";

/** One text in every language. */
export interface LocalizedText {
  readonly en: string;
  readonly "zh-CN": string;
}

/** How an input was written. */
export type ReportFormat =
  | "pprof"
  | "goroutine-debug1"
  | "goroutine-debug2"
  | "goleak"
  | "heap-debug1"
  | "other-debug1";

/** Earlier snapshot, or one to judge. */
export type ReportRole = "base" | "current";

/** Something odd in an input; `message` is in the language of the run. */
export interface ReportWarning {
  readonly code: string;
  readonly message: string;
}

/** One snapshot of one file. */
export interface ReportInput {
  readonly path: string;
  /** Which snapshot of the file, from 1; absent where the file has one. */
  readonly part?: number;
  readonly role: ReportRole;
  readonly kind: ProfileKind;
  readonly format: ReportFormat;
  /** ISO 8601, or null where the input has no time. */
  readonly takenAt: string | null;
  /** How many the input holds; null for other kinds. */
  readonly goroutines: number | null;
  /** Totals are decimal strings: int64. */
  readonly sampleTypes: readonly {
    readonly type: string;
    readonly unit: string;
    readonly total: string;
  }[];
  readonly warnings: readonly ReportWarning[];
}

/** A function at a line. */
export interface ReportPlace {
  readonly function: string;
  readonly file: string;
  readonly line: number;
}

/** A finding; see `LeakFinding` for the meaning of the fields. */
export interface ReportFinding {
  readonly kind: "goroutine" | "heap";
  readonly category: string;
  readonly mechanism: string | null;
  readonly verdict: Verdict;
  readonly confidence: Confidence | null;
  readonly key: string;
  readonly count: number;
  readonly baseCount: number | null;
  readonly series: readonly number[];
  /** Decimal strings; null for goroutines. */
  readonly bytes: string | null;
  readonly baseBytes: string | null;
  readonly waitReason: string | null;
  readonly waitMinutesAtLeast: number | null;
  readonly site: ReportPlace | null;
  readonly createdBy: ReportPlace | null;
  readonly labels: Readonly<Record<string, readonly string[]>>;
  readonly evidence: readonly {
    readonly code: string;
    readonly values: Readonly<Record<string, string | number>>;
    readonly text: LocalizedText;
  }[];
  readonly title: LocalizedText;
  readonly summary: LocalizedText;
  readonly harmlessIf: LocalizedText;
  readonly fix: LocalizedText;
  readonly stack: readonly ReportPlace[];
  readonly stackCount: number;
  readonly lockedToThread: number;
  /** Helper goroutines of `relatedTo`: never fail a build. */
  readonly companion: boolean;
  /** Indices into `findings`. */
  readonly relatedTo: readonly number[];
}

/** The whole report. */
export interface LeakReport {
  readonly schema: typeof LEAK_REPORT_SCHEMA;
  readonly inputs: readonly ReportInput[];
  readonly findings: readonly ReportFinding[];
}
