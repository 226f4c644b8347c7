import { abs64, add64, compare64, type Int64 } from "#base/int64.ts";
import type { EntryEdge } from "#analysis/report/entry-edges.ts";
import type { EntryIndex } from "#analysis/report/entry-table.ts";
import type { ReportGraph, ReportRow } from "#analysis/report/report-graph.ts";
import { padLeft } from "./go-format.ts";
import { percentage } from "./measurement.ts";
import { formatValue, type ValueFormat } from "./report-format.ts";
import { reportLabels, type HeaderOptions } from "./top-report.ts";

const SEPARATOR =
  "----------------------------------------------------------+-------------";
const LEGEND =
  "      flat  flat%   sum%        cum   cum%   calls calls% + context \t \t ";

/** Edges by |weight|, then by the names at their ends (graph.go, edgeList.Less). */
function sortEdges(edges: EntryEdge[], { names }: ReportGraph): EntryEdge[] {
  return edges.sort(
    (a, b) =>
      compare64(abs64(b.weight), abs64(a.weight)) ||
      names.compare(a.caller, b.caller) ||
      names.compare(a.callee, b.callee),
  );
}

function groupEdges(
  edges: readonly EntryEdge[],
  end: "caller" | "callee",
): Map<EntryIndex, EntryEdge[]> {
  const groups = new Map<EntryIndex, EntryEdge[]>();
  for (const edge of edges) {
    const group = groups.get(edge[end]);
    if (group === undefined) groups.set(edge[end], [edge]);
    else group.push(edge);
  }
  return groups;
}

function edgeLine(
  edge: EntryEdge,
  neighbour: number,
  row: ReportRow,
  context: { readonly graph: ReportGraph; readonly format: ValueFormat },
): string {
  const value = padLeft(formatValue(edge.weight, context.format), 50);
  const inline = edge.isInlined ? " (inline)" : "";
  const name = context.graph.names.get(neighbour);
  return `${value} ${percentage(edge.weight, row.cum)} |   ${name}${inline}`;
}

/**
 * Lines of `go tool pprof -peek=RE` (report.go, printTree): for each of the `matched` rows of the
 * graph its callers above and its callees below it.
 */
export function peekReportLines(
  graph: ReportGraph,
  matched: readonly ReportRow[],
  format: ValueFormat,
  header: HeaderOptions,
): string[] {
  const { names, total } = graph;
  const isWanted = new Uint8Array(graph.assignment.entries.length);
  for (const row of matched) isWanted[row.entry] = 1;
  const edges = sortEdges(graph.edgesAround(isWanted), graph);
  const callers = groupEdges(edges, "callee");
  const callees = groupEdges(edges, "caller");
  const lines = [...reportLabels(graph, format, header), SEPARATOR, LEGEND];
  const context = { graph, format };
  let flatSum: Int64 = 0;
  for (const row of matched) {
    const { entry, flat, cum } = row;
    lines.push(SEPARATOR);
    for (const edge of callers.get(entry) ?? []) {
      lines.push(edgeLine(edge, edge.caller, row, context));
    }
    flatSum = add64(flatSum, flat);
    lines.push(
      `${padLeft(formatValue(flat, format), 10)} ${percentage(flat, total)} ` +
        `${percentage(flatSum, total)} ${padLeft(formatValue(cum, format), 10)} ` +
        `${percentage(cum, total)}                | ${names.get(entry)}`,
    );
    for (const edge of callees.get(entry) ?? []) {
      lines.push(edgeLine(edge, edge.callee, row, context));
    }
  }
  return [...lines, SEPARATOR];
}
