import { abs64, add64, int64FromFloat, type Int64 } from "#base/int64.ts";
import type {
  InlineMark,
  ReportGraph,
  ReportRow,
} from "#analysis/report/report-graph.ts";
import { decodeUtf8, encodeUtf8 } from "#profile/utf8.ts";
import { padLeft } from "./go-format.ts";
import { percentage } from "./measurement.ts";
import {
  formatValue,
  selectOutputUnit,
  trimmedPercentage,
  type ValueFormat,
} from "./report-format.ts";

/** What `reportLabels` needs beside the graph. */
export interface HeaderOptions {
  /** Lines about the profile; [] with `-compact_labels`. */
  readonly profileLabels: readonly string[];
  /** `focus=…` and so on, as given. */
  readonly activeFilters: readonly string[];
  readonly nodeFraction: number;
}

const INLINE_LABELS: Readonly<Record<InlineMark, string>> = {
  0: "",
  1: " (partial-inline)",
  2: " (inline)",
};

/** Sum of the shown flat values (report.go, graphTotal). */
function shownTotal(rows: readonly ReportRow[]): Int64 {
  return rows.reduce<Int64>((sum, row) => add64(sum, row.flat), 0);
}

function droppedLabel(
  graph: ReportGraph,
  nodeFraction: number,
  format: ValueFormat,
): string {
  const { droppedCount, total } = graph;
  const nodes = droppedCount > 1 ? "nodes" : "node";
  const cutoff = abs64(int64FromFloat(Number(total) * nodeFraction));
  return `Dropped ${droppedCount} ${nodes} (cum <= ${formatValue(cutoff, format)})`;
}

/** A filter as the header shows it: at most 80 bytes, even within a character. */
function filterLabel(filter: string): string {
  const bytes = encodeUtf8(filter);
  return `   ${bytes.length > 80 ? `${decodeUtf8(bytes, 0, 80)}…` : filter}`;
}

/** The header of a graph report (report.go, reportLabels; rule O1). */
export function reportLabels(
  graph: ReportGraph,
  format: ValueFormat,
  options: HeaderOptions,
): string[] {
  const { rows, total, originalCount, droppedCount } = graph;
  const labels = [...options.profileLabels];
  if (options.activeFilters.length > 0) {
    labels.push("Active filters:", ...options.activeFilters.map(filterLabel));
  }
  const shown = shownTotal(rows);
  labels.push(
    `Showing nodes accounting for ${formatValue(shown, format)}, ` +
      `${trimmedPercentage(shown, total)} of ${formatValue(total, format)} total`,
  );
  if (total === 0 || total === 0n) return labels;
  if (droppedCount > 0) {
    labels.push(droppedLabel(graph, options.nodeFraction, format));
  }
  if (rows.length > 0 && rows.length < originalCount) {
    labels.push(`Showing top ${rows.length} nodes out of ${originalCount}`);
  }
  return labels;
}

/** The unit a graph's figures are printed in; see `selectOutputUnit`. */
export function graphFormat(
  graph: ReportGraph,
  format: ValueFormat,
): ValueFormat {
  const outputUnit = selectOutputUnit(graph.rows, graph.total, format);
  return { ...format, outputUnit };
}

/** Lines of `go tool pprof -top` (report.go, printText; rules O1, O2). `format` is of `graphFormat`. */
export function* topReportLines(
  graph: ReportGraph,
  format: ValueFormat,
  header: HeaderOptions,
): Generator<string> {
  yield* reportLabels(graph, format, header);
  yield "      flat  flat%   sum%        cum   cum%";
  const { total, names } = graph;
  let flatSum: Int64 = 0;
  for (const { entry, flat, cum, inlined } of graph.rows) {
    flatSum = add64(flatSum, flat);
    yield (
      `${padLeft(formatValue(flat, format), 10)} ${percentage(flat, total)} ` +
      `${percentage(flatSum, total)} ${padLeft(formatValue(cum, format), 10)} ` +
      `${percentage(cum, total)}  ${names.get(entry)}${INLINE_LABELS[inlined]}`
    );
  }
}
