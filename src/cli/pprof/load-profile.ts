import { open } from "node:fs/promises";
import { ExtendedStrings } from "#analysis/extended-strings.ts";
import { ByteBudget } from "#base/byte-budget.ts";
import { JobControl } from "#base/cancel-flag.ts";
import type { Result } from "#base/result.ts";
import type { DecodeSource } from "#contract/worker-messages.ts";
import type { MergeError } from "#profile/transform/merge-error.ts";
import {
  combineProfiles,
  withMainMapping,
} from "#profile/transform/combine.ts";
import type { Profile } from "#profile/profile.ts";
import { openProfile } from "#session/open/open-profile.ts";
import type { CliIo } from "../cli-io.ts";
import { CliFailureError, failure } from "../failure.ts";
import type { ReportSettings } from "./report-settings.ts";

async function openOne(path: string, io: CliIo): Promise<Profile> {
  const source: DecodeSource =
    path === "-"
      ? { type: "bytes", bytes: await io.readStdin() }
      : { type: "path", path };
  const opened = await openProfile(source, {
    control: new JobControl(),
    budget: new ByteBudget(Infinity),
  });
  if (opened.ok) return opened.value.profile;
  throw new CliFailureError({
    kind: "file",
    fileError: { path, error: opened.error },
  });
}

/** Merged profile, or the end of the run. */
function ensureMerged(
  result: Result<Profile, MergeError>,
  paths: readonly string[],
): Profile {
  if (result.ok) return result.value;
  throw new CliFailureError(
    failure(`cli.${result.error.code}`, { files: paths.join(", ") }),
  );
}

const EXECUTABLE_MAGICS = ["\x7fELF", "MZ", "\xfe\xed\xfa", "\xcf\xfa\xed\xfe"];

/** Whether pprof would take the file for the program behind the profile: `pprof PROGRAM FILE`. */
async function isExecutable(path: string): Promise<boolean> {
  if (path === "-") return false;
  const head = Buffer.alloc(4);
  try {
    const file = await open(path, "r");
    try {
      await file.read(head, 0, 4);
    } finally {
      await file.close();
    }
  } catch (error) {
    // Opening it as a profile says what is wrong with it.
    if (error instanceof Error) return false;
    throw error;
  }
  const text = head.toString("latin1");
  return EXECUTABLE_MAGICS.some((magic) => text.startsWith(magic));
}

async function openAll(paths: readonly string[], io: CliIo): Promise<Profile> {
  const profiles: Profile[] = [];
  for (const path of paths) profiles.push(await openOne(path, io));
  return ensureMerged(combineProfiles(profiles), paths);
}

/** A program named first, and `-buildid` where the profile has none, describe the main binary. */
function withMainBinary(
  profile: Profile,
  program: string,
  buildId: string,
): Profile {
  if (program === "" && buildId === "") return profile;
  const { mappings, locations } = withMainMapping(profile);
  const strings = new ExtendedStrings(profile.strings);
  const filenames = mappings.filename.slice();
  const buildIds = mappings.buildId.slice();
  if (program !== "") filenames[0] = strings.intern(program);
  if (buildId !== "" && profile.strings.get(buildIds[0]) === "") {
    buildIds[0] = strings.intern(buildId);
  }
  return {
    ...profile,
    locations,
    strings: strings.build(),
    mappings: { ...mappings, filename: filenames, buildId: buildIds },
  };
}

/** What Go's url.Parse takes for an absolute URL; `C:\\x` is one, of scheme `c`. */
const ABSOLUTE_URL =
  /^[a-z][a-z0-9+.-]*:(?!\/.*%(?![0-9a-f]{2}))[^\x00-\x1f\x7f]*$/i;

/**
 * Mappings without a build id that are named by a URL lose the name: pprof keeps the address a
 * profile came from there for a while (fetch.go, unsourceMappings).
 */
function withoutSourceUrls(profile: Profile): Profile {
  const { mappings, strings } = profile;
  const isUrl = (mapping: number): boolean =>
    strings.get(mappings.buildId[mapping]) === "" &&
    ABSOLUTE_URL.test(strings.get(mappings.filename[mapping]));
  const filename = mappings.filename.map((name, mapping) =>
    isUrl(mapping) ? 0 : name,
  );
  return { ...profile, mappings: { ...mappings, filename } };
}

async function subtractBase(
  profile: Profile,
  paths: readonly string[],
  settings: ReportSettings,
  io: CliIo,
): Promise<Profile> {
  const { base, diffBase, normalize } = settings;
  if (base === "" && diffBase === "") return profile;
  const path = base === "" ? diffBase : base;
  const { subtractProfile } = await import("#profile/transform/subtract.ts");
  const difference = subtractProfile(profile, await openAll([path], io), {
    mode: base === "" ? "diff-base" : "subtract-base",
    isNormalised: normalize,
  });
  return ensureMerged(difference, [...paths, path]);
}

/**
 * The profile a report is made of: all files merged, the base subtracted, uninteresting frames
 * dropped, as pprof's fetchProfiles does. Ends the run where a file can't be read.
 */
export async function loadProfile(
  paths: readonly string[],
  settings: ReportSettings,
  io: CliIo,
): Promise<Profile> {
  const hasProgram = paths.length > 1 && (await isExecutable(paths[0]));
  const inputs = hasProgram ? paths.slice(1) : paths;
  let profile = await openAll(inputs, io);
  profile = withMainBinary(
    profile,
    hasProgram ? paths[0] : "",
    settings.buildId,
  );
  profile = await subtractBase(profile, inputs, settings, io);
  if (profile.dropFrames !== "") {
    const { removeUninteresting } = await import("#profile/transform/prune.ts");
    profile = removeUninteresting(profile);
  }
  profile = withoutSourceUrls(profile);
  if (settings.comment === "") return profile;
  return { ...profile, comments: [...profile.comments, settings.comment] };
}
