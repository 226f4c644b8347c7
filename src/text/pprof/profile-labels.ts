import { basePath } from "#base/go-path.ts";
import type { Int64 } from "#base/int64.ts";
import type { Profile } from "#profile/profile.ts";
import { int64FromFloat } from "#base/int64.ts";
import { scale } from "#analysis/measurement.ts";
import { percentage, scaledLabel } from "./measurement.ts";
import { formatValue, type ValueFormat } from "./report-format.ts";

/** Offset and name of local time at a moment, e.g. 7200 and `CEST`. */
export interface ZoneInfo {
  readonly offsetSeconds: number;
  readonly abbreviation: string;
}

/** The zone in force at `unixSeconds`. */
export type ZoneAt = (unixSeconds: number) => ZoneInfo;

/** UTC at any time. */
export const utcZone: ZoneAt = () => ({
  offsetSeconds: 0,
  abbreviation: "UTC",
});

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

/** Go's layout `2006-01-02 15:04:05 MST` in the zone `zoneAt` gives. */
export function formatTime(timeNanos: bigint, zoneAt: ZoneAt): string {
  // Floor, not truncate: nanoseconds before 1970 are negative.
  const seconds = Number(
    (timeNanos -
      (((timeNanos % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n)) /
      1_000_000_000n,
  );
  const { offsetSeconds, abbreviation } = zoneAt(seconds);
  const date = new Date((seconds + offsetSeconds) * 1000);
  const day = [
    String(date.getUTCFullYear()).padStart(4, "0"),
    twoDigits(date.getUTCMonth() + 1),
    twoDigits(date.getUTCDate()),
  ].join("-");
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()]
    .map(twoDigits)
    .join(":");
  return `${day} ${time} ${abbreviation || formatOffset(offsetSeconds)}`;
}

/** What Go prints for a zone without a name: `+0545`, `-0300`. */
function formatOffset(offsetSeconds: number): string {
  const minutes = Math.trunc(Math.abs(offsetSeconds) / 60);
  const sign = offsetSeconds < 0 ? "-" : "+";
  return sign + twoDigits(Math.trunc(minutes / 60)) + twoDigits(minutes % 60);
}

/** What a report's header says besides the profile itself. */
export interface LabelContext {
  /** With `mean_` in front for means; "" leaves the line out. */
  readonly sampleType: string;
  readonly format: ValueFormat;
  readonly total: Int64;
  readonly zoneAt: ZoneAt;
}

function durationLabel(
  durationNanos: bigint,
  { format, total }: LabelContext,
): string {
  const scaled = scale(total, format.sampleUnit, "nanoseconds");
  const totalNanos = int64FromFloat(scaled.value);
  const ratio =
    scaled.unit === "ns" && scaled.value !== 0
      ? `(${percentage(totalNanos, durationNanos)})`
      : "";
  const duration = scaledLabel(durationNanos, "nanoseconds", "auto");
  return `Duration: ${duration}, Total samples = ${formatValue(total, format)} ${ratio}`;
}

/** The lines about the profile that head a report (report.go, ProfileLabels; rule O1). */
export function profileLabels(
  profile: Profile,
  context: LabelContext,
): string[] {
  const { mappings, strings } = profile;
  const labels: string[] = [];
  if (mappings.length > 0) {
    const file = strings.get(mappings.filename[0]);
    const buildId = strings.get(mappings.buildId[0]);
    if (file !== "") labels.push(`File: ${basePath(file)}`);
    if (buildId !== "") labels.push(`Build ID: ${buildId}`);
  }
  labels.push(...profile.comments.filter((line) => !line.startsWith("#")));
  if (context.sampleType !== "") labels.push(`Type: ${context.sampleType}`);
  if (profile.docUrl !== "") labels.push(`Doc: ${profile.docUrl}`);
  if (profile.timeNanos !== 0n) {
    labels.push(`Time: ${formatTime(profile.timeNanos, context.zoneAt)}`);
  }
  if (profile.durationNanos !== 0n) {
    labels.push(durationLabel(profile.durationNanos, context));
  }
  return labels;
}
