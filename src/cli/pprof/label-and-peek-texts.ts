import {
  computeReportGraph,
  type ReportGraph,
  type ReportRow,
} from "#analysis/report/report-graph.ts";
import { compileGoRegexp, type GoRegexp } from "#profile/go-regexp.ts";
import { linesToBytes } from "#text/pprof/byte-writer.ts";
import { peekReportLines } from "#text/pprof/peek-report.ts";
import { tagsReport } from "#text/pprof/tags-report.ts";
import { graphFormat } from "#text/pprof/top-report.ts";
import { CliFailureError, failure } from "../failure.ts";
import {
  columnsOf,
  graphOptions,
  headerOf,
  type ReportRequest,
} from "./report-request.ts";

/** `go tool pprof -tags`. */
export function tagsText(request: ReportRequest): Iterable<Uint8Array> {
  const { profile, format, labelUnits, total } = request;
  const { values } = columnsOf(request);
  const text = tagsReport({ profile, values, labelUnits, format, total });
  // Laid out with its last line break.
  return linesToBytes(text === "" ? [] : [text.replace(/\n$/, "")]);
}

function ensureRegexp(pattern: string): GoRegexp {
  const compiled = compileGoRegexp(pattern);
  if (compiled.ok) return compiled.value;
  throw new CliFailureError(
    failure("cli.bad-regexp", {
      option: "-peek",
      pattern,
      detail: compiled.error.message,
    }),
  );
}

/** The untrimmed graph and the rows of it that the pattern matches; none ends the run, as in pprof. */
export function peekGraph(request: ReportRequest): {
  readonly graph: ReportGraph;
  readonly matched: readonly ReportRow[];
} {
  const { profile, settings, total } = request;
  const regexp = ensureRegexp(settings.peek);
  const untrimmed = { nodeCount: 0, nodeFraction: 0, edgeFraction: 0 };
  const graph = computeReportGraph(
    profile,
    { ...graphOptions(request), ...untrimmed },
    total,
  );
  const matched = graph.rows.filter((row) =>
    regexp.matches(graph.names.get(row.entry)),
  );
  if (matched.length > 0) return { graph, matched };
  throw new CliFailureError(
    failure("cli.no-match", { pattern: settings.peek }),
  );
}

/** `go tool pprof -peek=PATTERN`. */
export function peekText(request: ReportRequest): Iterable<Uint8Array> {
  const { graph, matched } = peekGraph(request);
  const format = graphFormat(graph, request.format);
  const header = { ...headerOf(request, format), nodeFraction: 0 };
  return linesToBytes(peekReportLines(graph, matched, format, header));
}
