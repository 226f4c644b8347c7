import { open } from "node:fs/promises";
import {
  computeReportGraph,
  type ReportOptions,
} from "#analysis/report/report-graph.ts";
import { assignEntries } from "#analysis/report/entry-table.ts";
import { EntryNames } from "#analysis/report/entry-name.ts";
import { numLabelUnits } from "#analysis/report/label-units.ts";
import { reportTotal } from "#analysis/report/report-total.ts";
import type { Profile } from "#profile/profile.ts";
import { linesToBytes } from "#text/pprof/byte-writer.ts";
import { profileLabels } from "#text/pprof/profile-labels.ts";
import type { ValueFormat } from "#text/pprof/report-format.ts";
import { graphFormat, topReportLines } from "#text/pprof/top-report.ts";
import { tracesReportChunks } from "#text/pprof/traces-report.ts";
import type { ExitCode } from "../cli-command.ts";
import type { CliIo } from "../cli-io.ts";
import { localZone } from "../local-zone.ts";
import { loadProfile } from "./load-profile.ts";
import type { ReportName } from "./pprof-command.ts";
import type { ReportSettings } from "./report-settings.ts";
import { resolveSampleType } from "./sample-type.ts";

/** One report of one profile: what every format of it starts from. */
export interface ReportRequest {
  readonly profile: Profile;
  readonly settings: ReportSettings;
  readonly sampleTypeIndex: number;
  readonly format: ValueFormat;
  /** As the header names it. */
  readonly sampleType: string;
  readonly io: CliIo;
}

/** Options of the graph report `top`. */
export function topOptions({
  settings,
  sampleTypeIndex,
}: ReportRequest): ReportOptions {
  return {
    ...settings,
    sampleTypeIndex,
    // Text reports show everything unless told otherwise (driver.go, applyCommandOverrides).
    nodeCount: Math.max(0, settings.nodeCount),
  };
}

function topText(request: ReportRequest): Iterable<Uint8Array> {
  const { profile, settings, sampleType, io } = request;
  const graph = computeReportGraph(profile, topOptions(request));
  const format = graphFormat(graph, request.format);
  const labels = settings.compactLabels
    ? []
    : profileLabels(profile, {
        sampleType,
        format,
        total: graph.total,
        zoneAt: localZone(io.env),
      });
  return linesToBytes(
    topReportLines(graph, format, {
      profileLabels: labels,
      activeFilters: [],
      nodeFraction: settings.nodeFraction,
    }),
  );
}

function tracesText(request: ReportRequest): Iterable<Uint8Array> {
  const { profile, settings, sampleTypeIndex, format, sampleType, io } =
    request;
  const { values } = profile.samples;
  const divisors = settings.mean ? values[0] : undefined;
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
    values: values[sampleTypeIndex],
    divisors,
    labelUnits: numLabelUnits(profile),
    format,
    profileLabels: profileLabels(profile, {
      sampleType,
      format,
      total: reportTotal(profile, values[sampleTypeIndex], divisors),
      zoneAt: localZone(io.env),
    }),
  });
}

async function writeOutput(
  chunks: Iterable<Uint8Array>,
  output: string,
  io: CliIo,
): Promise<void> {
  if (output === "") {
    for (const chunk of chunks) {
      if (!(await io.writeStdout(chunk))) return;
    }
    return;
  }
  const file = await open(output, "w");
  try {
    for (const chunk of chunks) await file.write(chunk);
  } finally {
    await file.close();
  }
}

async function reportChunks(
  name: ReportName,
  request: ReportRequest,
): Promise<Iterable<Uint8Array>> {
  if (request.settings.format === "json") {
    const { reportJson } = await import("./report-json.ts");
    return reportJson(name, request);
  }
  return name === "top" ? topText(request) : tracesText(request);
}

/** Prints report `name` of the profile in `paths`. */
export async function runReport(
  name: ReportName,
  paths: readonly string[],
  settings: ReportSettings,
  io: CliIo,
): Promise<ExitCode> {
  const profile = await loadProfile(paths, settings, io);
  const sampleTypeIndex = resolveSampleType(profile, settings.sampleIndex);
  const { type, unit } = profile.sampleTypes[sampleTypeIndex];
  const chunks = await reportChunks(name, {
    profile,
    settings,
    sampleTypeIndex,
    sampleType: settings.mean ? `mean_${type}` : type,
    format: {
      sampleUnit: unit,
      outputUnit: settings.unit,
      ratio: 1 / settings.divideBy,
    },
    io,
  });
  await writeOutput(chunks, settings.output, io);
  return 0;
}
