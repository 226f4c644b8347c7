import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { formatTime, type ZoneAt } from "#text/pprof/profile-labels.ts";
import { parsePosixZone } from "./posix-zone.ts";
import { parseZoneFile } from "./zone-file.ts";

const zones = new URL("../../tests/fixtures/zones/", import.meta.url);
const goTimes = JSON.parse(
  readFileSync(new URL("go-times.json", zones), "utf8"),
) as Record<string, [number, string][]>;

function timeText(unixSeconds: number, zone: ZoneAt | undefined): string {
  if (zone === undefined) throw new Error("no zone");
  return formatTime(BigInt(unixSeconds) * 1_000_000_000n, zone);
}

describe("parseZoneFile", () => {
  it.each(Object.entries(goTimes))("%s as Go has it", (name, times) => {
    const zone = parseZoneFile(readFileSync(new URL(name, zones)));
    expect(times.map(([time]) => timeText(time, zone))).toEqual(
      times.map(([, text]) => text),
    );
  });

  it("does not take other files for zones", () => {
    expect(parseZoneFile(new Uint8Array())).toBeUndefined();
    expect(parseZoneFile(new TextEncoder().encode("[localtime]"))).toBe(
      undefined,
    );
  });
});

describe("parsePosixZone", () => {
  it.each([
    ["UTC0", 1_700_000_000, "2023-11-14 22:13:20 UTC"],
    ["<-03>3", 1_700_000_000, "2023-11-14 19:13:20 -03"],
    ["<+0545>-5:45", 1_700_000_000, "2023-11-15 03:58:20 +0545"],
    ["CET-1CEST,M3.5.0,M10.5.0/3", 1_790_000_000, "2026-09-21 16:13:20 CEST"],
    ["CET-1CEST,M3.5.0,M10.5.0/3", 1_795_417_200, "2026-11-23 08:00:00 CET"],
    ["EST5EDT", 1_790_000_000, "2026-09-21 10:13:20 EDT"],
    [
      "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
      1_795_417_200,
      "2026-11-23 18:00:00 +11",
    ],
  ])("%s at %s", (rule, time, text) => {
    expect(timeText(time, parsePosixZone(rule))).toBe(text);
  });

  it.each(["", "X", "CET", "CET-1CEST,M13.1.0", "CET-1CEST,nonsense,M1.1.1"])(
    "%s is no rule",
    (rule) => {
      expect(parsePosixZone(rule)).toBeUndefined();
    },
  );
});
