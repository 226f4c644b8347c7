import fc from "fast-check";
import { decodeProfile } from "#profile/decode/decode-profile.ts";
import { ProfileDecoder } from "#profile/decode/profile-decoder.ts";
import { encodeProfile } from "#profile/encode/encode-profile.ts";
import { removeUninteresting } from "#profile/transform/prune.ts";
import { arbitraryProfile } from "../../fixtures/arbitrary-profile.ts";
import { arbitraryWireMessage } from "../../fixtures/arbitrary-wire.ts";
import { checkInvariants } from "../../fixtures/describe-profile.ts";
import { inflatedSeedFiles, SEED_FOLDERS } from "../seed-files.ts";
import { type FuzzTarget, promise } from "../target.ts";

/** Profiles as bytes: what writers make, and what none would. */
export const arbitraryProfileBytes: fc.Arbitrary<Uint8Array> = fc.oneof(
  arbitraryWireMessage(),
  arbitraryProfile({ values: "extreme", anyText: true }).map(encodeProfile),
);

export const profileSeeds = (): readonly Uint8Array[] =>
  inflatedSeedFiles(
    [SEED_FOLDERS.profiles, SEED_FOLDERS.samples],
    /\.pb(\.gz)?$/,
  );

/** One input in so many is decoded in other ways, too. */
const CHECK_EVERY = 4;

/** In two chunks, cut in the middle: must be what one chunk gives. */
function decodeInHalves(
  input: Uint8Array,
): ReturnType<ProfileDecoder["finish"]> {
  const decoder = new ProfileDecoder();
  const middle = input.length >> 1;
  const first = decoder.push(input.subarray(0, middle));
  if (!first.ok) return first;
  const second = decoder.push(input.subarray(middle));
  return second.ok ? decoder.finish() : second;
}

/** The protobuf decoder, the encoder on what it read, and frame dropping. */
export const protobufTarget: FuzzTarget = {
  name: "protobuf",
  weight: 1,
  seeds: profileSeeds,
  structured: arbitraryProfileBytes,
  run: (input) => {
    const decoded = decodeProfile(input);
    const isChecked = input.length % CHECK_EVERY === 0;
    if (isChecked) {
      const halves = decodeInHalves(input);
      promise(decoded.ok === halves.ok, "chunks change nothing");
    }
    const inflatedBytes = input.length;
    if (!decoded.ok) {
      const { error } = decoded;
      if (error.code !== "malformed-profile") {
        return { word: error.code, inflatedBytes };
      }
      promise(
        error.offset >= 0 && error.offset <= input.length,
        `offset ${error.offset} of ${input.length}`,
      );
      return { word: error.reason, inflatedBytes };
    }
    checkInvariants(decoded.value.profile);
    if (isChecked) {
      const again = decodeProfile(encodeProfile(decoded.value.profile));
      promise(again.ok, "what was read can be written and read again");
    }
    checkInvariants(removeUninteresting(decoded.value.profile));
    const { labels, mappings, locations } = decoded.value.profile;
    const shape = [labels, mappings, locations]
      .map(({ length }) => Math.min(length, 3))
      .join("/");
    return { word: `ok ${shape}`, inflatedBytes };
  },
};
