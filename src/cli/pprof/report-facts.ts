import type { ReportRequest } from "./report-request.ts";

/** What every report in JSON says of the profile; int64 values are decimal strings throughout. */
export function profileFacts({
  profile,
  sampleTypeIndex,
  settings,
  total,
}: ReportRequest): Record<string, unknown> {
  return {
    sampleType: profile.sampleTypes[sampleTypeIndex],
    isMean: settings.mean,
    total: String(total),
    timeNanos: String(profile.timeNanos),
    durationNanos: String(profile.durationNanos),
  };
}
