import type {
  LeakReport,
  ReportFinding,
  ReportInput,
} from "#contract/leak-report.ts";
import type { Locale } from "../locale.ts";
import { countText } from "../leaks/plain-numbers.ts";
import { fill } from "./fill.ts";
import {
  amountOf,
  failingFindings,
  growthOf,
  inputName,
  isLargeEnough,
  placeOf,
  plural,
  reportContext,
  sectionOf,
  type ReportContext,
  type ReportView,
} from "./report-view.ts";
import { wrapLine } from "./wrap-line.ts";

/** Indent of what belongs to a finding. */
const INDENT = "     ";

function inputLine(input: ReportInput, context: ReportContext): string[] {
  const { messages } = context;
  const role = input.role === "base" ? messages.base : messages.current;
  const size =
    input.goroutines === null
      ? ""
      : plural(messages.goroutines, input.goroutines);
  const parts = [
    `${role}:`,
    inputName(input, context),
    input.kind,
    size,
    input.takenAt ?? "",
  ];
  return [
    `  ${parts.filter((part) => part !== "").join("  ")}`,
    ...input.warnings.map(
      ({ message }) => `    ${fill(messages.warning, { text: message })}`,
    ),
  ];
}

/** `#1 high  chan-send  20 (+15)  ≥ 12 min  relay.go:88`. */
function headLine(
  finding: ReportFinding,
  number: number,
  context: ReportContext,
): string {
  const { messages } = context;
  const growth = growthOf(finding);
  const minutes = finding.waitMinutesAtLeast;
  const parts = [
    `#${number}`,
    finding.confidence === null ? "" : messages.confidence[finding.confidence],
    finding.category,
    amountOf(finding) + (growth === "" ? "" : ` (${growth})`),
    minutes === null || minutes === 0
      ? ""
      : fill(messages.atLeast, { n: minutes }),
    finding.key,
    placeOf(finding),
  ];
  return parts.filter((part) => part !== "").join("  ");
}

function relations(
  finding: ReportFinding,
  numberOf: ReadonlyMap<number, number>,
  { messages }: ReportContext,
): string[] {
  const numbers = finding.relatedTo.flatMap(
    (index) => numberOf.get(index) ?? [],
  );
  if (numbers.length === 0) return [];
  const template = finding.companion
    ? messages.companionOf
    : messages.relatedTo;
  return [INDENT + fill(template, { n: numbers.join(", #") })];
}

/** Codes whose sentence repeats the head line or the file around it. */
const REPEATED: ReadonlySet<string> = new Set(["wait-reason-inferred"]);

/** Columns of prose: what CI logs show without a scroll bar. Head lines have names and are not cut. */
const WIDTH = 80;

function titled(finding: ReportFinding, locale: Locale): string {
  const colon = locale === "zh-CN" ? "：" : ": ";
  return `${finding.title[locale]}${colon}${finding.summary[locale]}`;
}

function details(
  finding: ReportFinding,
  numberOf: ReadonlyMap<number, number>,
  context: ReportContext,
): string[] {
  const { messages, view } = context;
  const { locale } = view;
  const createdBy = finding.createdBy;
  const colon = locale === "zh-CN" ? "：" : ": ";
  const lines = [
    INDENT + titled(finding, locale),
    ...finding.evidence
      .filter(({ code }) => !REPEATED.has(code) && code !== "creator")
      .map(({ text }) => `${INDENT}- ${text[locale]}`),
    ...relations(finding, numberOf, context),
  ];
  if (createdBy !== null) {
    lines.push(
      `${INDENT}${messages.createdBy}${colon}${createdBy.function} (${createdBy.file}:${createdBy.line})`,
    );
  }
  if (!finding.companion) {
    lines.push(
      `${INDENT}${messages.harmlessIf}${colon}${finding.harmlessIf[locale]}`,
      `${INDENT}${messages.fix}${colon}${finding.fix[locale]}`,
    );
  }
  return lines.flatMap((line) => wrapLine(line, WIDTH, `${INDENT}  `));
}

interface Numbered {
  readonly finding: ReportFinding;
  readonly number: number;
}

function section(
  title: string,
  findings: readonly Numbered[],
  lines: (one: Numbered, i: number) => string[],
): string[] {
  if (findings.length === 0) return [];
  return ["", title, ...findings.flatMap(lines)];
}

/** `14 harmless (Accept loop 3, …)`: counts of goroutines, or of sites, by category. */
function harmlessSummary(
  findings: readonly Numbered[],
  context: ReportContext,
): string[] {
  if (findings.length === 0) return [];
  const { messages, view } = context;
  const byTitle = new Map<string, number>();
  let total = 0;
  for (const { finding } of findings) {
    const n = finding.kind === "heap" ? 1 : finding.count;
    const title = finding.title[view.locale];
    byTitle.set(title, (byTitle.get(title) ?? 0) + n);
    total += n;
  }
  const list = [...byTitle]
    .sort((a, b) => b[1] - a[1])
    .map(([title, n]) => `${title} ${countText(n)}`)
    .join(", ");
  return ["", fill(messages.harmlessLine, { n: countText(total), list })];
}

function headline(shown: readonly Numbered[], context: ReportContext): string {
  const { messages } = context;
  const own = shown.filter(({ finding }) => !finding.companion);
  const count = (...sections: string[]): number =>
    own.filter(({ finding }) => sections.includes(sectionOf(finding))).length;
  return fill(messages.headline, {
    leaks: plural(messages.leakCount, count("leaks")),
    suspects: plural(messages.suspectCount, count("suspects", "low")),
    harmless: countText(count("harmless")),
  });
}

function closing(report: LeakReport, context: ReportContext): string[] {
  const { messages, view } = context;
  const lines: string[] = [];
  const isAlone =
    report.findings.length > 0 &&
    report.findings.every(({ baseCount }) => baseCount === null);
  if (isAlone) lines.push("", messages.noGrowthAdvice);
  if (view.failOn !== null) {
    const n = failingFindings(report, view).length;
    lines.push(
      "",
      fill(n === 0 ? messages.failOnNone : messages.failOn, {
        level: view.failOn,
        n: countText(n),
      }),
    );
  }
  return lines;
}

/**
 * The report for a terminal or a CI log: no colours, no columns that need a width. Leaks and suspects
 * with everything, less likely ones on a line each, harmless ones as a sum unless all are wanted.
 */
export function reportAsText(report: LeakReport, view: ReportView): string {
  const context = reportContext(view);
  const { messages } = context;
  const numbered = report.findings.map((finding, i) => ({
    finding,
    number: i + 1,
    index: i,
  }));
  const shown = numbered.filter(({ finding }) => isLargeEnough(finding, view));
  const numberOf = new Map(shown.map(({ index, number }) => [index, number]));
  const of = (name: string): Numbered[] =>
    shown.filter(({ finding }) => sectionOf(finding) === name);
  const full = ({ finding, number }: Numbered, i: number): string[] => [
    ...(i > 0 ? [""] : []),
    `  ${headLine(finding, number, context)}`,
    ...details(finding, numberOf, context),
  ];
  const brief = ({ finding, number }: Numbered): string[] => [
    `  ${headLine(finding, number, context)}`,
  ];
  const harmless = of("harmless");
  const hidden = numbered.length - shown.length;
  const lines = [
    report.findings.length === 0
      ? messages.headlineNothing
      : headline(shown, context),
    ...report.inputs.flatMap((input) => inputLine(input, context)),
    ...section(messages.leaks, of("leaks"), full),
    ...section(messages.suspects, of("suspects"), full),
    ...section(messages.lowSuspects, of("low"), brief),
    ...(view.showsAll
      ? section(messages.harmlessGroups, harmless, brief)
      : harmlessSummary(harmless, context)),
    ...(hidden > 0
      ? ["", fill(messages.hidden, { n: countText(hidden) })]
      : []),
    ...closing(report, context),
  ];
  return `${lines.join("\n")}\n`;
}
