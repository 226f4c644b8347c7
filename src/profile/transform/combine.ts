import { err, ok, type Result } from "#base/result.ts";
import { goInt64 } from "../go-number.ts";
import type { Profile, ValueType } from "../profile.ts";
import { mergedMagnitudes, mergeProfiles } from "./merge.ts";
import type { MergeError } from "./merge-error.ts";
import { scaleProfile } from "./scale.ts";
import { areUnitsCompatible, convertUnit } from "./units.ts";

/** Names of the sample types all profiles have, in the order of the first. */
function commonSampleTypes(profiles: readonly Profile[]): string[] {
  const counts = new Map<string, number>();
  for (const { sampleTypes } of profiles) {
    for (const { type } of sampleTypes) {
      counts.set(type, (counts.get(type) ?? 0) + 1);
    }
  }
  // By count, as pprof does it: a name that occurs twice in one profile is not common.
  return profiles[0].sampleTypes
    .map(({ type }) => type)
    .filter((type) => counts.get(type) === profiles.length);
}

function keepSampleTypes(profile: Profile, names: readonly string[]): Profile {
  const columns = names.map((name) =>
    profile.sampleTypes.findIndex(({ type }) => type === name),
  );
  const isUnchanged =
    names.length === profile.sampleTypes.length &&
    columns.every((column, i) => column === i);
  if (isUnchanged) return profile;
  return {
    ...profile,
    sampleTypes: columns.map((column) => profile.sampleTypes[column]),
    defaultSampleType: names.includes(profile.defaultSampleType)
      ? profile.defaultSampleType
      : names[0],
    samples: {
      ...profile.samples,
      values: columns.map((column) => profile.samples.values[column]),
    },
  };
}

/** The finest of `types`; undefined when two of them don't convert into each other. */
function finestType(types: readonly ValueType[]): ValueType | undefined {
  let finest = types[0];
  for (const type of types.slice(1)) {
    const names = [finest.type, type.type].map((name) =>
      name.endsWith("s") ? name.slice(0, -1) : name,
    );
    if (names[0] !== names[1] || !areUnitsCompatible(finest.unit, type.unit)) {
      return undefined;
    }
    if (convertUnit(1, type.unit, finest.unit) < 1) finest = type;
  }
  return finest;
}

/** `period` of `profile` in another unit, through a double as in Go. */
function convertPeriod({ period, periodType }: Profile, unit: string): bigint {
  const isNegatable = period < 0n && period > -(2n ** 63n);
  const magnitude = Number(isNegatable ? -period : period);
  const converted = convertUnit(magnitude, periodType.unit, unit);
  return goInt64(isNegatable ? -converted : converted);
}

/** All profiles in the finest unit of each type (measurement.go: ScaleProfiles). */
function scaleToFinestUnits(
  profiles: readonly Profile[],
): Result<Profile[], MergeError> {
  const first = profiles[0];
  const periodType = finestType(profiles.map((p) => p.periodType));
  if (periodType === undefined) {
    const other = profiles.find(
      (p) => finestType([first.periodType, p.periodType]) === undefined,
    );
    return err({
      code: "incompatible-period-types",
      first: first.periodType,
      second: (other ?? first).periodType,
    });
  }
  const finest = first.sampleTypes.map((_, i) =>
    finestType(profiles.map((p) => p.sampleTypes[i])),
  );
  if (finest.includes(undefined)) {
    return err({
      code: "incompatible-sample-types",
      first: first.sampleTypes,
      second: profiles[1].sampleTypes,
    });
  }
  const scaled = profiles.map((profile) => {
    const units = finest.map(
      (type, i) => (type ?? profile.sampleTypes[i]).unit,
    );
    const ratios = units.map((unit, i) =>
      convertUnit(1, profile.sampleTypes[i].unit, unit),
    );
    return {
      ...scaleProfile(profile, ratios),
      period: convertPeriod(profile, periodType.unit),
      periodType: { ...profile.periodType, unit: periodType.unit },
      sampleTypes: profile.sampleTypes.map(({ type }, i) => ({
        type,
        unit: units[i],
      })),
    };
  });
  return ok(scaled);
}

/**
 * `profile` with one nameless mapping for all its locations if it has none: pprof adds it to every
 * source (fetch.go: locateBinaries), and it takes part in merging.
 */
export function withMainMapping(profile: Profile): Profile {
  if (profile.mappings.length > 0) return profile;
  return {
    ...profile,
    mappings: {
      length: 1,
      start: new BigUint64Array(1),
      limit: new BigUint64Array(1),
      offset: new BigUint64Array(1),
      filename: new Uint32Array(1),
      buildId: new Uint32Array(1),
      flags: new Uint8Array(1),
    },
    locations: {
      ...profile.locations,
      mapping: new Int32Array(profile.locations.length),
    },
  };
}

/**
 * What `go tool pprof FILE...` computes on (fetch.go: combineProfiles): sample types that all have,
 * values in the finest unit, then merged (rules M1-M4). A single profile comes back as it is, with
 * zero samples and equal stacks unmerged: pprof has skipped that merge since Go 1.22, whatever rule
 * M0 says; only a sample type named twice is dropped. `profiles` must not be empty.
 */
export function combineProfiles(
  profiles: readonly Profile[],
): Result<Profile, MergeError> {
  const compatible = makeCompatible(profiles);
  if (!compatible.ok) return compatible;
  return compatible.value.length === 1
    ? ok(compatible.value[0])
    : mergeProfiles(compatible.value);
}

/** Sum of |value| over the samples of `combineProfiles`, per sample type it has. */
export function combinedMagnitudes(profiles: readonly Profile[]): Result<
  {
    readonly sampleTypes: readonly ValueType[];
    readonly magnitudes: readonly bigint[];
  },
  MergeError
> {
  const compatible = makeCompatible(profiles);
  if (!compatible.ok) return compatible;
  const magnitudes = mergedMagnitudes(compatible.value);
  return magnitudes.ok
    ? ok({
        sampleTypes: compatible.value[0].sampleTypes,
        magnitudes: magnitudes.value,
      })
    : magnitudes;
}

/** The profiles with the sample types all have, in the finest units. */
function makeCompatible(
  profiles: readonly Profile[],
): Result<readonly Profile[], MergeError> {
  const names = commonSampleTypes(profiles);
  if (names.length === 0) {
    return err({
      code: "no-common-sample-types",
      sampleTypes: profiles.map((p) => p.sampleTypes),
    });
  }
  const compatible = profiles.map((p) => keepSampleTypes(p, names));
  if (compatible.length === 1) return ok(compatible);
  return scaleToFinestUnits(compatible.map(withMainMapping));
}
