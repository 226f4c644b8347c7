import type { LeakReport, ReportFinding } from "#contract/leak-report.ts";
import { snippetFor } from "../leaks/snippets.ts";
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

/** Text that must not become markup; newlines would end a table row. */
function escape(text: string): string {
  return text.replace(/[\\|<>*_`[\]#]/g, "\\$&").replace(/\s*\n\s*/g, " ");
}

/** Code, with a fence longer than any run of backticks inside. */
function code(text: string): string {
  if (text === "") return "";
  const runs = text.match(/`+/g) ?? [];
  const fence = "`".repeat(1 + Math.max(0, ...runs.map((run) => run.length)));
  const pad = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** A pipe inside code still ends a table cell. */
function cell(text: string): string {
  return text.replace(/\|/g, "\\|").replace(/\s*\n\s*/g, " ");
}

function table(
  findings: readonly ReportFinding[],
  context: ReportContext,
): string[] {
  const { columns, confidence } = context.messages;
  return [
    `| ${columns.confidence} | ${columns.category} | ${columns.count} | ${columns.growth} | ${columns.where} |`,
    "| --- | --- | ---: | ---: | --- |",
    ...findings.map((finding) => {
      const cells = [
        finding.confidence === null ? "" : confidence[finding.confidence],
        finding.category,
        amountOf(finding),
        growthOf(finding),
        `${code(finding.key)} ${escape(placeOf(finding))}`.trim(),
      ];
      return `| ${cells.map(cell).join(" | ")} |`;
    }),
  ];
}

function details(finding: ReportFinding, context: ReportContext): string[] {
  const { messages, view } = context;
  const { locale } = view;
  const snippet = snippetFor(finding.category);
  const fenced = (title: string, go: string): string[] => [
    `${title}:`,
    "",
    "```go",
    go,
    "```",
    "",
  ];
  return [
    `### ${escape(finding.title[locale])}: ${code(finding.key)}`,
    "",
    escape(finding.summary[locale]),
    "",
    ...finding.evidence.map(({ text }) => `- ${escape(text[locale])}`),
    "",
    `**${messages.harmlessIf}**: ${escape(finding.harmlessIf[locale])}`,
    "",
    `**${messages.fix}**: ${escape(finding.fix[locale])}`,
    "",
    ...(snippet === null
      ? []
      : [
          ...fenced(messages.wrong, snippet.wrong),
          ...fenced(messages.right, snippet.right),
        ]),
  ];
}

/** One finding for the clipboard: heading, evidence, fix, code. */
export function findingAsMarkdown(
  finding: ReportFinding,
  view: ReportView,
): string {
  return `${details(finding, reportContext(view)).join("\n").trim()}\n`;
}

/** The report for a pull request or an issue (GitHub flavoured Markdown). */
export function reportAsMarkdown(report: LeakReport, view: ReportView): string {
  const context = reportContext(view);
  const { messages } = context;
  const shown = report.findings.filter((finding) =>
    isLargeEnough(finding, view),
  );
  const of = (...names: string[]): ReportFinding[] =>
    shown.filter((finding) => names.includes(sectionOf(finding)));
  const listed = of("leaks", "suspects", "low");
  const harmless = of("harmless");
  const lines = [
    `## ${
      report.findings.length === 0
        ? messages.headlineNothing
        : fill(messages.headline, {
            leaks: plural(
              messages.leakCount,
              of("leaks").filter(({ companion }) => !companion).length,
            ),
            suspects: plural(
              messages.suspectCount,
              of("suspects", "low").filter(({ companion }) => !companion)
                .length,
            ),
            harmless: countText(harmless.length),
          })
    }`,
    "",
    ...report.inputs.map(
      (input) =>
        `- ${input.role === "base" ? messages.base : messages.current}: ${code(inputName(input, context))} ${input.kind}${
          input.goroutines === null
            ? ""
            : `, ${plural(messages.goroutines, input.goroutines)}`
        }${input.warnings.map(({ message }) => `; ${escape(message)}`).join("")}`,
    ),
    "",
    ...(listed.length === 0 ? [] : [...table(listed, context), ""]),
    ...of("leaks", "suspects")
      .filter(({ companion }) => !companion)
      .flatMap((finding) => details(finding, context)),
    ...(view.showsAll && harmless.length > 0
      ? [`### ${messages.harmlessGroups}`, "", ...table(harmless, context), ""]
      : []),
  ];
  if (view.failOn !== null) {
    const n = failingFindings(report, view).length;
    lines.push(
      fill(n === 0 ? messages.failOnNone : messages.failOn, {
        level: view.failOn,
        n: countText(n),
      }),
    );
  }
  return `${lines.join("\n").trimEnd()}\n`;
}
