import {
  numLabelUnits,
  type LabelUnits,
} from "#analysis/report/label-units.ts";
import type { ReportOptions } from "#analysis/report/report-graph.ts";
import { reportTotal } from "#analysis/report/report-total.ts";
import type { Int64 } from "#base/int64.ts";
import type { Profile, ValueColumn } from "#profile/profile.ts";
import { profileLabels } from "#text/pprof/profile-labels.ts";
import type { ValueFormat } from "#text/pprof/report-format.ts";
import type { HeaderOptions } from "#text/pprof/top-report.ts";
import type { CliIo } from "../cli-io.ts";
import { localZone } from "../local-zone.ts";
import {
  activeFilters,
  hasFilters,
  type ReportSettings,
} from "./report-settings.ts";
import { resolveSampleType } from "./sample-type.ts";

/** One report to print: what each of them starts from. */
export interface ReportRequest {
  /** Filters applied. */
  readonly profile: Profile;
  readonly settings: ReportSettings;
  readonly sampleTypeIndex: number;
  /** As the header names it: `mean_` in front for means. */
  readonly sampleType: string;
  readonly format: ValueFormat;
  /** What percentages are of. */
  readonly total: Int64;
  readonly labelUnits: LabelUnits;
  readonly io: CliIo;
}

/** The column a report shows, and the divisors for means. */
export function columnsOf({
  profile,
  settings,
  sampleTypeIndex,
}: Pick<ReportRequest, "profile" | "settings" | "sampleTypeIndex">): {
  readonly values: ValueColumn;
  readonly divisors: ValueColumn | undefined;
} {
  const { values } = profile.samples;
  return {
    values: values[sampleTypeIndex],
    divisors: settings.mean ? values[0] : undefined,
  };
}

/**
 * Applies the filters and takes the total before or after them, as `-relative_percentages` says
 * (driver.go, generateRawReport; rules C6, F4).
 */
export async function makeRequest(
  loaded: Profile,
  settings: ReportSettings,
  io: CliIo,
): Promise<ReportRequest> {
  const sampleTypeIndex = resolveSampleType(loaded, settings.sampleIndex);
  const { type, unit } = loaded.sampleTypes[sampleTypeIndex];
  const labelUnits = numLabelUnits(loaded);
  let profile = loaded;
  if (hasFilters(settings.filters)) {
    const { applyFilters, withLabelFrames } =
      await import("./apply-filters.ts");
    profile = withLabelFrames(profile, settings.filters, settings.unit, io);
    profile = applyFilters(profile, settings.filters, labelUnits, io);
  }
  const { values, divisors } = columnsOf({
    profile: settings.relativePercentages ? profile : loaded,
    settings,
    sampleTypeIndex,
  });
  const counted = settings.relativePercentages ? profile : loaded;
  return {
    profile,
    settings,
    sampleTypeIndex,
    sampleType: settings.mean ? `mean_${type}` : type,
    format: {
      sampleUnit: unit,
      outputUnit: settings.unit,
      ratio: 1 / settings.divideBy,
    },
    total: reportTotal(counted, values, divisors),
    labelUnits,
    io,
  };
}

/** Options of the graph reports. */
export function graphOptions({
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

/** The header's lines about the profile, with values in `format`. */
export function profileLabelsOf(
  { profile, sampleType, total, io }: ReportRequest,
  format: ValueFormat,
): string[] {
  const zoneAt = localZone(io.env);
  return profileLabels(profile, { sampleType, format, total, zoneAt });
}

/** The header of a graph report. */
export function headerOf(
  request: ReportRequest,
  format: ValueFormat,
): HeaderOptions {
  const { compactLabels, filters, nodeFraction } = request.settings;
  return {
    profileLabels: compactLabels ? [] : profileLabelsOf(request, format),
    activeFilters: activeFilters(filters),
    nodeFraction,
  };
}
