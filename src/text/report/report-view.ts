import type {
  LeakReport,
  ReportFinding,
  ReportInput,
} from "#contract/leak-report.ts";
import type { Locale } from "../locale.ts";
import { bytesText, countText } from "../leaks/plain-numbers.ts";
import { fill } from "./fill.ts";
import { REPORT_MESSAGES, type ReportMessages } from "./report-messages.ts";

/** Which findings a report shows and counts. */
export interface ReportView {
  readonly locale: Locale;
  /** Findings with fewer goroutines are left out. */
  readonly minCount: number;
  /** Harmless findings are listed too. */
  readonly showsAll: boolean;
  /** Least confidence that fails the run; null for never. */
  readonly failOn: "proved" | "high" | "medium" | "low" | null;
}

/** Everything the formats need at hand. */
export interface ReportContext {
  readonly view: ReportView;
  readonly messages: ReportMessages;
}

/** Messages and number formats for a view; make it once per report. */
export function reportContext(view: ReportView): ReportContext {
  return {
    view,
    messages: REPORT_MESSAGES[view.locale],
  };
}

const RANKS = { proved: 4, high: 3, medium: 2, low: 1 } as const;

function rank(confidence: ReportFinding["confidence"]): number {
  return confidence === null ? 0 : RANKS[confidence];
}

/** Whether `--min-count` keeps a finding; heap findings are no goroutines and stay. */
export function isLargeEnough(
  finding: ReportFinding,
  { minCount }: ReportView,
): boolean {
  return finding.kind === "heap" || finding.count >= minCount;
}

/** Findings at or above `--fail-on`: not harmless, no companion, large enough. */
export function failingFindings(
  report: LeakReport,
  view: ReportView,
): ReportFinding[] {
  const { failOn } = view;
  if (failOn === null) return [];
  return report.findings.filter(
    (finding) =>
      finding.verdict !== "benign" &&
      !finding.companion &&
      isLargeEnough(finding, view) &&
      rank(finding.confidence) >= RANKS[failOn],
  );
}

/** Share of the report a section shows. */
export type Section = "leaks" | "suspects" | "low" | "harmless";

/** Section of a finding: leaks, suspects worth a look, less likely ones, harmless ones. */
export function sectionOf(finding: ReportFinding): Section {
  if (finding.verdict === "benign") return "harmless";
  if (finding.verdict === "leak") return "leaks";
  return finding.confidence === "medium" ? "suspects" : "low";
}

/** A count with its noun, singular or plural. */
export function plural(
  forms: { readonly one: string; readonly other: string },
  n: number,
): string {
  return fill(n === 1 ? forms.one : forms.other, { n: countText(n) });
}

/** `812`, or bytes for heap findings. */
export function amountOf(finding: ReportFinding): string {
  return finding.bytes === null
    ? countText(finding.count)
    : bytesText(Number(finding.bytes));
}

/** `+790`, `-3`, `0`; bytes for heap findings; "" without a base. */
export function growthOf(finding: ReportFinding): string {
  const { bytes, baseBytes, count, baseCount } = finding;
  const signed = (delta: number, text: string): string =>
    delta > 0 ? `+${text}` : text;
  if (bytes !== null && baseBytes !== null) {
    const delta = Number(BigInt(bytes) - BigInt(baseBytes));
    return signed(delta, bytesText(delta));
  }
  if (baseCount === null) return "";
  const delta = count - baseCount;
  return signed(delta, countText(delta));
}

/** `relay.go:88`, with the directory where there is one: enough to find it, as short as it can be. */
export function placeOf(finding: ReportFinding): string {
  const site = finding.site;
  if (site === null) return "";
  if (site.line === 0) return site.file;
  return `${site.file}:${site.line}`;
}

/** `cur.pb.gz (part 2)`. */
export function inputName(
  { path, part }: ReportInput,
  { messages }: ReportContext,
): string {
  return part === undefined
    ? path
    : `${path} (${fill(messages.part, { n: part })})`;
}
