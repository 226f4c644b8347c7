import { EntryNames } from "#analysis/report/entry-name.ts";
import { assignEntries } from "#analysis/report/entry-table.ts";
import { computeReportGraph } from "#analysis/report/report-graph.ts";
import { linesToBytes } from "#text/pprof/byte-writer.ts";
import { graphFormat, topReportLines } from "#text/pprof/top-report.ts";
import { tracesReportChunks } from "#text/pprof/traces-report.ts";
import {
  columnsOf,
  graphOptions,
  headerOf,
  profileLabelsOf,
  type ReportRequest,
} from "./report-request.ts";

/** `go tool pprof -top`. */
export function topText(request: ReportRequest): Iterable<Uint8Array> {
  const { profile, total } = request;
  const graph = computeReportGraph(profile, graphOptions(request), total);
  const format = graphFormat(graph, request.format);
  return linesToBytes(topReportLines(graph, format, headerOf(request, format)));
}

/** `go tool pprof -traces`. */
export function tracesText(request: ReportRequest): Iterable<Uint8Array> {
  const { profile, settings, format, labelUnits } = request;
  // -traces never trims paths: only building a graph does.
  const { entries, start, list } = assignEntries(profile, {
    ...settings,
    trimPath: undefined,
  });
  return tracesReportChunks({
    profile,
    start,
    list,
    names: new EntryNames(entries),
    ...columnsOf(request),
    labelUnits,
    format,
    profileLabels: profileLabelsOf(request, format),
  });
}
