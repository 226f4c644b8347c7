import { readFileSync } from "node:fs";
import { utcZone, type ZoneAt } from "#text/pprof/profile-labels.ts";
import { parseZoneFile, type Zone } from "./zone-file.ts";

/** Where Go looks for the tz database on Unix (time/zoneinfo_unix.go). */
const ZONE_FOLDERS = [
  "/usr/share/zoneinfo/",
  "/usr/share/lib/zoneinfo/",
  "/usr/lib/locale/TZ/",
  "/etc/zoneinfo/",
];

function readZone(path: string): Zone | undefined {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    if (error instanceof Error && "code" in error) return undefined;
    throw error;
  }
  return parseZoneFile(bytes);
}

/** The zone Go would use: `TZ` as a name or a path, `/etc/localtime` without it. */
function findZone(tz: string | undefined): Zone | undefined {
  if (tz === undefined) return readZone("/etc/localtime");
  const name = tz.startsWith(":") ? tz.slice(1) : tz;
  if (name.startsWith("/")) return readZone(name);
  for (const folder of ZONE_FOLDERS) {
    const zone = readZone(folder + name);
    if (zone !== undefined) return zone;
  }
  return undefined;
}

/** Offsets as `GMT+2`, where the system has no tz database (Windows). */
function intlZone(timeZone: string | undefined): ZoneAt {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    timeZoneName: "longOffset",
  });
  return (unixSeconds) => {
    const name =
      format
        .formatToParts(new Date(unixSeconds * 1000))
        .find((part) => part.type === "timeZoneName")?.value ?? "GMT";
    const [, sign = "+", hours = "0", minutes = "0"] =
      /GMT(?:([+-])(\d+):(\d+))?/.exec(name) ?? [];
    const offset = Number(hours) * 3600 + Number(minutes) * 60;
    return {
      offsetSeconds: sign === "-" ? -offset : offset,
      abbreviation: "",
    };
  };
}

/**
 * Local time as Go sees it, with the abbreviations of the tz database. Without a database the
 * offset stands in for the abbreviation, where Go on Windows has a name from the registry.
 */
export function localZone(
  env: Readonly<Record<string, string | undefined>>,
): ZoneAt {
  const tz = env["TZ"];
  if (tz === "" || tz === "UTC" || tz === ":UTC") return utcZone;
  const zone = findZone(tz);
  if (zone !== undefined) return zone;
  if (process.platform === "win32") return intlZone(tz);
  // An unknown name is UTC, as in Go.
  return utcZone;
}
