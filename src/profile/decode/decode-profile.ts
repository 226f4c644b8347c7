import type { Result } from "#base/result.ts";
import type { DecodeError } from "./decode-error.ts";
import {
  ProfileDecoder,
  type DecodedProfile,
  type DecodeOptions,
} from "./profile-decoder.ts";

/** Decodes an uncompressed pprof protobuf that lies in memory; see `ProfileDecoder`. */
export function decodeProfile(
  bytes: Uint8Array,
  options: DecodeOptions = {},
): Result<DecodedProfile, DecodeError> {
  const decoder = new ProfileDecoder({
    expectedBytes: () => bytes.length,
    ...options,
  });
  const pushed = decoder.push(bytes);
  return pushed.ok ? decoder.finish() : pushed;
}
