import type { Profile, SampleTypeIndex } from "#profile/profile.ts";
import { defaultSampleTypeIndex } from "#profile/profile.ts";
import { CliFailureError, failure } from "../failure.ts";

/** What Go's strconv.Atoi takes for a number. */
const NUMBER = /^[+-]?\d+$/;

/**
 * The sample type `-sample_index` means: a number, a name, or a name without its `inuse_`; "" is the
 * profile's default (profile/index.go, SampleIndexByName; rules T1, T2).
 */
export function resolveSampleType(
  profile: Profile,
  sampleIndex: string,
): SampleTypeIndex {
  const { sampleTypes } = profile;
  if (sampleTypes.length === 0) {
    throw new CliFailureError(failure("cli.no-samples"));
  }
  if (sampleIndex === "") return defaultSampleTypeIndex(profile);
  if (NUMBER.test(sampleIndex)) {
    const index = Number(sampleIndex);
    if (index >= 0 && index < sampleTypes.length) return index;
    throw new CliFailureError(
      failure("cli.sample-index-range", {
        value: sampleIndex,
        last: sampleTypes.length - 1,
      }),
    );
  }
  const bare = sampleIndex.replace(/^inuse_/, "");
  const found = sampleTypes.findIndex(
    ({ type }) => type === sampleIndex || type === bare,
  );
  if (found >= 0) return found;
  throw new CliFailureError(
    failure("cli.sample-index-name", {
      value: sampleIndex,
      names: sampleTypes.map(({ type }) => type).join(", "),
    }),
  );
}
