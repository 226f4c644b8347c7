import type { LeakFinding, CodeSite } from "#analysis/leaks/leak-finding.ts";
import type { CategoryUserRule } from "#analysis/leaks/user-rules.ts";
import type {
  LocalizedText,
  ReportFinding,
  ReportPlace,
} from "#contract/leak-report.ts";
import { findingText, type FindingText } from "../leaks/finding-text.ts";

function place(site: CodeSite): ReportPlace {
  return { function: site.func, file: site.file, line: site.line };
}

/** A finding as the JSON contract has it, with its texts in every language. */
export function reportFinding(
  finding: LeakFinding,
  userRules: readonly CategoryUserRule[],
): ReportFinding {
  const en = findingText(finding, "en", userRules);
  const zhCn = findingText(finding, "zh-CN", userRules);
  const both = (pick: (text: FindingText) => string): LocalizedText => ({
    en: pick(en),
    "zh-CN": pick(zhCn),
  });
  return {
    kind: finding.kind,
    category: finding.category,
    mechanism: finding.mechanism,
    verdict: finding.verdict,
    confidence: finding.confidence,
    key: finding.key,
    count: finding.count,
    baseCount: finding.baseCount,
    series: finding.series,
    bytes: finding.bytes?.toString() ?? null,
    baseBytes: finding.baseBytes?.toString() ?? null,
    waitReason: finding.waitReason,
    waitMinutesAtLeast: finding.waitMinutesAtLeast,
    site: finding.site === null ? null : place(finding.site),
    createdBy: finding.createdBy === null ? null : place(finding.createdBy),
    labels: finding.labels,
    evidence: finding.evidence.map(({ code, values }, i) => ({
      code,
      values,
      text: both((text) => text.evidence[i]),
    })),
    title: both((text) => text.title),
    summary: both((text) => text.summary),
    harmlessIf: both((text) => text.harmlessIf),
    fix: both((text) => text.fix),
    stack: finding.stack.map(place),
    stackCount: finding.stackCount,
    lockedToThread: finding.lockedCount,
    companion: finding.isCompanion,
    relatedTo: finding.relatedTo,
  };
}
