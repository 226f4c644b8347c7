import type { CategoryUserRule } from "#analysis/leaks/user-rules.ts";
import {
  LEAK_REPORT_SCHEMA,
  type LeakReport,
  type ReportInput,
} from "#contract/leak-report.ts";
import { fill } from "#text/report/fill.ts";
import { reportFinding } from "#text/report/report-finding.ts";
import { REPORT_MESSAGES } from "#text/report/report-messages.ts";
import { failingFindings } from "#text/report/report-view.ts";
import type { ExitCode } from "../cli-command.ts";
import type { CliIo } from "../cli-io.ts";
import { judgeInputs, type Judgement } from "./judge-inputs.ts";
import {
  loadInput,
  type InputWarning,
  type LoadedInput,
} from "./load-inputs.ts";
import type { ReportOptions } from "./report-options.ts";
import { readUserRules } from "./read-user-rules.ts";

async function loadAll(
  { baseFiles, files }: ReportOptions,
  io: CliIo,
): Promise<LoadedInput[]> {
  const loaded: LoadedInput[] = [];
  for (const path of baseFiles) {
    loaded.push(...(await loadInput({ path, role: "base" }, io)));
  }
  for (const path of files) {
    loaded.push(...(await loadInput({ path, role: "current" }, io)));
  }
  return loaded;
}

function reportInput(
  input: LoadedInput,
  more: readonly InputWarning[],
  { view }: ReportOptions,
): ReportInput {
  const texts: Readonly<Record<string, string | undefined>> =
    REPORT_MESSAGES[view.locale].warnings;
  return {
    path: input.path,
    ...(input.part > 0 && { part: input.part }),
    role: input.role,
    kind: input.kind,
    format: input.format,
    takenAt: input.takenAt,
    goroutines: input.snapshot?.goroutineCount ?? null,
    sampleTypes: input.sampleTypes,
    warnings: [...input.warnings, ...more].map(({ code, values }) => ({
      code,
      message: fill(texts[code] ?? code, values),
    })),
  };
}

function buildReport(
  inputs: readonly LoadedInput[],
  judged: Judgement,
  options: ReportOptions,
  ownCategories: readonly CategoryUserRule[],
): LeakReport {
  return {
    schema: LEAK_REPORT_SCHEMA,
    inputs: inputs.map((input, i) =>
      reportInput(input, judged.warnings.get(i) ?? [], options),
    ),
    findings: judged.findings.map((finding) =>
      reportFinding(finding, ownCategories),
    ),
  };
}

async function print(
  report: LeakReport,
  { format, view }: ReportOptions,
): Promise<string> {
  switch (format) {
    case "json":
      return `${JSON.stringify(report, null, 2)}\n`;
    case "markdown": {
      const { reportAsMarkdown } =
        await import("#text/report/report-markdown.ts");
      return reportAsMarkdown(report, view);
    }
    case "sarif": {
      const { reportAsSarif } = await import("#text/report/report-sarif.ts");
      const { VERSION } = await import("../version.ts");
      return reportAsSarif(report, view, VERSION);
    }
    case "text": {
      const { reportAsText } = await import("#text/report/report-text.ts");
      return reportAsText(report, view);
    }
  }
}

/** Reads, judges, prints. 1 where findings reach `--fail-on`, else 0; unreadable input ends it with 2. */
export async function runReport(
  options: ReportOptions,
  io: CliIo,
): Promise<ExitCode> {
  const userRules = await readUserRules(options.rulesFile);
  const inputs = await loadAll(options, io);
  const judged = judgeInputs(inputs, userRules);
  const ownCategories = userRules.rules.filter(
    (rule) => rule.kind === "category",
  );
  const report = buildReport(inputs, judged, options, ownCategories);
  await io.writeStdout(Buffer.from(await print(report, options)));
  return failingFindings(report, options.view).length > 0 ? 1 : 0;
}
