/**
 * The report as SARIF 2.1.0 (OASIS), for code scanning and editors. Rules are the categories, results
 * the findings: leak = error, medium = warning, low = note. Harmless findings only when all are shown,
 * as `kind: "informational"`. Schema: tests/fixtures/sarif.
 */
import type {
  LeakReport,
  ReportFinding,
  ReportPlace,
} from "#contract/leak-report.ts";
import { CATEGORY_TEXTS } from "../leaks/categories.ts";
import type { CategoryText } from "../leaks/category-text.ts";
import { snippetFor } from "../leaks/snippets.ts";
import { isLargeEnough, sectionOf, type ReportView } from "./report-view.ts";

interface SarifRule {
  readonly id: string;
  readonly name: string;
  readonly shortDescription: { readonly text: string };
  readonly fullDescription: { readonly text: string };
  readonly help: { readonly text: string; readonly markdown?: string };
}

/** `ChanSend` of `chan-send`: SARIF wants rule names in Pascal case. */
function ruleName(category: string): string {
  return category
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join("");
}

function rule(finding: ReportFinding, { locale }: ReportView): SarifRule {
  const texts: Readonly<Record<string, CategoryText | undefined>> =
    CATEGORY_TEXTS[locale];
  const text = texts[finding.category];
  const snippet = snippetFor(finding.category);
  const fix = finding.fix[locale] || finding.summary[locale];
  return {
    id: finding.category,
    name: ruleName(finding.category),
    shortDescription: { text: finding.title[locale] },
    fullDescription: {
      text: text === undefined ? finding.title[locale] : text.harmlessIf,
    },
    help: {
      text: fix,
      ...(snippet !== null && {
        markdown: `${fix}\n\n\`\`\`go\n${snippet.right}\n\`\`\``,
      }),
    },
  };
}

/** A path as a URI reference: absolute ones as `file:`, the module paths of -trimpath as they are. */
export function fileUri(path: string): string {
  const slashes = path.replace(/\\/g, "/");
  const encoded = slashes
    .split("/")
    .map((part) => encodeURIComponent(part).replace(/%3A$/i, ":"))
    .join("/");
  if (slashes.startsWith("/")) return `file://${encoded}`;
  return /^[A-Za-z]:\//.test(slashes) ? `file:///${encoded}` : encoded;
}

function location(place: ReportPlace): object {
  return {
    ...(place.file !== "" && {
      physicalLocation: {
        artifactLocation: { uri: fileUri(place.file) },
        ...(place.line > 0 && { region: { startLine: place.line } }),
      },
    }),
    ...(place.function !== "" && {
      logicalLocations: [
        { fullyQualifiedName: place.function, kind: "function" },
      ],
    }),
  };
}

const LEVELS = {
  leaks: "error",
  suspects: "warning",
  low: "note",
  harmless: "none",
} as const;

function result(
  finding: ReportFinding,
  index: number,
  ruleIndex: number,
  { locale }: ReportView,
): object {
  const sentences = finding.evidence.map(({ text }) => text[locale]);
  const stop = locale === "zh-CN" ? "。" : ". ";
  const join = locale === "zh-CN" ? "；" : "; ";
  const section = sectionOf(finding);
  const site = finding.site ?? {
    function: finding.key,
    file: "",
    line: 0,
  };
  return {
    ruleId: finding.category,
    ruleIndex,
    kind: section === "harmless" ? "informational" : "fail",
    level: LEVELS[section],
    message: {
      text: `${finding.summary[locale].replace(/[.。]$/, "")}${stop}${sentences.join(join)}`.trim(),
    },
    ...(location(site) && { locations: [location(site)] }),
    ...(finding.stack.length > 0 && {
      stacks: [
        {
          frames: finding.stack.map((frame) => ({ location: location(frame) })),
        },
      ],
    }),
    ...(finding.createdBy !== null && {
      relatedLocations: [{ id: 1, ...location(finding.createdBy) }],
    }),
    // Stable over runs and line numbers: the same leak is the same alert.
    partialFingerprints: {
      "leakscope/v1": [
        finding.kind,
        finding.category,
        finding.key,
        finding.waitReason ?? "",
      ].join("|"),
    },
    properties: {
      confidence: finding.confidence,
      count: finding.count,
      baseCount: finding.baseCount,
      bytes: finding.bytes,
      mechanism: finding.mechanism,
      companion: finding.companion,
      index,
    },
  };
}

/** See the file header. `version` is Leakscope's own. */
export function reportAsSarif(
  report: LeakReport,
  view: ReportView,
  version: string,
): string {
  const shown = report.findings
    .map((finding, index) => ({ finding, index }))
    .filter(
      ({ finding }) =>
        isLargeEnough(finding, view) &&
        (view.showsAll || finding.verdict !== "benign"),
    );
  const rules = new Map<string, SarifRule>();
  for (const { finding } of shown) {
    if (!rules.has(finding.category)) {
      rules.set(finding.category, rule(finding, view));
    }
  }
  const ruleIds = [...rules.keys()];
  const log = {
    $schema:
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "Leakscope",
            version,
            language: view.locale,
            rules: [...rules.values()],
          },
        },
        artifacts: report.inputs.map(({ path }) => ({
          location: { uri: fileUri(path) },
          roles: ["analysisTarget"],
        })),
        results: shown.map(({ finding, index }) =>
          result(finding, index, ruleIds.indexOf(finding.category), view),
        ),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}
