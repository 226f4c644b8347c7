import type { EntryEdge } from "#analysis/report/entry-edges.ts";
import type { EntryIndex } from "#analysis/report/entry-table.ts";
import {
  collectTags,
  sortTags,
  sortTagValues,
} from "#text/pprof/tags-report.ts";
import { peekGraph } from "./label-and-peek-texts.ts";
import { profileFacts } from "./report-facts.ts";
import { columnsOf, type ReportRequest } from "./report-request.ts";

/** `leakscope-peek/1`: callers and callees of every entry the pattern matches. */
export function peekJson(request: ReportRequest): unknown {
  const { graph, matched } = peekGraph(request);
  const isWanted = new Uint8Array(graph.assignment.entries.length);
  for (const row of matched) isWanted[row.entry] = 1;
  const edges = graph.edgesAround(isWanted);
  const side = (
    entry: EntryIndex,
    mine: "caller" | "callee",
    other: "caller" | "callee",
  ): unknown[] =>
    edges
      .filter((edge: EntryEdge) => edge[mine] === entry)
      .map((edge) => ({
        name: graph.names.get(edge[other]),
        value: String(edge.weight),
        isInlined: edge.isInlined,
      }));
  return {
    schema: "leakscope-peek/1",
    ...profileFacts(request),
    entries: matched.map(({ entry, flat, cum }) => ({
      name: graph.names.get(entry),
      flat: String(flat),
      cum: String(cum),
      callers: side(entry, "callee", "caller"),
      callees: side(entry, "caller", "callee"),
    })),
  };
}

/** `leakscope-tags/1`: labels and the sums of the samples that bear each value. */
export function tagsJson(request: ReportRequest): unknown {
  const { profile, labelUnits, format, total } = request;
  const { values } = columnsOf(request);
  const tags = collectTags({ profile, values, labelUnits, format, total });
  return {
    schema: "leakscope-tags/1",
    ...profileFacts(request),
    tags: sortTags(tags).map(([key, tag]) => ({
      key,
      total: String(tag.total),
      values: sortTagValues(tag).map(([value, sum]) => ({
        value,
        total: String(sum),
      })),
    })),
  };
}
