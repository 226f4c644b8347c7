import fc from "fast-check";
import { expect, test } from "vitest";
import type { Result } from "#base/result.ts";
import type { DecodeError } from "#profile/decode/decode-error.ts";
import { decodeProfile } from "#profile/decode/decode-profile.ts";
import {
  ProfileDecoder,
  type DecodedProfile,
} from "#profile/decode/profile-decoder.ts";
import { encodeProfile } from "#profile/encode/encode-profile.ts";
import type { Profile } from "#profile/profile.ts";
import { arbitraryProfile } from "../fixtures/arbitrary-profile.ts";
import { arbitraryWireMessage } from "../fixtures/arbitrary-wire.ts";
import {
  checkInvariants,
  describeProfile,
} from "../fixtures/describe-profile.ts";
import { referenceDecode, Refused } from "../fixtures/reference-decoder.ts";

const RUNS = Number(process.env["LEAKSCOPE_PROPERTY_RUNS"] ?? 300);

const anyProfile = arbitraryProfile({ values: "extreme", anyText: true });

function decoded(result: Result<DecodedProfile, DecodeError>): Profile {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  checkInvariants(result.value.profile);
  return result.value.profile;
}

/** What the reference makes of `input`: a description, or undefined where it refuses. */
function referenceDescription(input: Uint8Array): unknown {
  try {
    return describeProfile(referenceDecode(input));
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

function expectAsReference(input: Uint8Array): void {
  const result = decodeProfile(input);
  const expected = referenceDescription(input);
  if (expected === undefined) {
    expect(result.ok).toBe(false);
  } else {
    expect(describeProfile(decoded(result))).toEqual(expected);
  }
  if (!result.ok && result.error.code === "malformed-profile") {
    expect(result.error.offset).toBeGreaterThanOrEqual(0);
    expect(result.error.offset).toBeLessThanOrEqual(input.length);
  }
}

test("decode(encode(profile)) means the same: int64 limits, invalid UTF-8, labels", () => {
  fc.assert(
    fc.property(anyProfile, (profile) => {
      const again = decoded(decodeProfile(encodeProfile(profile)));
      expect(describeProfile(again)).toEqual(describeProfile(profile));
    }),
    { numRuns: RUNS },
  );
});

test("encode is stable: the second round gives the same bytes", () => {
  fc.assert(
    fc.property(anyProfile, (profile) => {
      const first = encodeProfile(
        decoded(decodeProfile(encodeProfile(profile))),
      );
      const second = encodeProfile(decoded(decodeProfile(first)));
      expect(second).toEqual(first);
    }),
    { numRuns: RUNS },
  );
});

test("chunks of any size give the same profile", () => {
  fc.assert(
    fc.property(
      anyProfile,
      fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }),
      (profile, sizes) => {
        const input = encodeProfile(profile);
        const decoder = new ProfileDecoder({ shareMemory: true });
        let at = 0;
        for (let i = 0; at < input.length; i += 1) {
          const size = sizes[i % sizes.length];
          const chunk = input.slice(at, at + size);
          expect(decoder.push(chunk).ok).toBe(true);
          // The decoder must not look at it again.
          chunk.fill(0xff);
          at += size;
        }
        const again = decoded(decoder.finish());
        expect(describeProfile(again)).toEqual(describeProfile(profile));
        expect(again.samples.stack.buffer).toBeInstanceOf(SharedArrayBuffer);
        expect(again.strings.columns.bytes.buffer).toBeInstanceOf(
          SharedArrayBuffer,
        );
      },
    ),
    { numRuns: RUNS },
  );
});

test("every truncation is an error or a profile the reference reads too", () => {
  fc.assert(
    fc.property(anyProfile, (profile) => {
      const input = encodeProfile(profile);
      const step = Math.max(1, Math.floor(input.length / 40));
      for (let length = 0; length < input.length; length += step) {
        expectAsReference(input.subarray(0, length));
      }
    }),
    { numRuns: Math.ceil(RUNS / 10) },
  );
});

test("mutated bytes: the same verdict as the reference, never an exception", () => {
  const mutation = fc.record({
    at: fc.nat(),
    kind: fc.constantFrom("set" as const, "insert" as const, "remove" as const),
    byte: fc.oneof(
      fc.constantFrom(0, 1, 2, 3, 4, 5, 0x0a, 0x12, 0x1a, 0x7f, 0x80, 0xff),
      fc.integer({ min: 0, max: 255 }),
    ),
  });
  fc.assert(
    fc.property(
      anyProfile,
      fc.array(mutation, { minLength: 1, maxLength: 4 }),
      (profile, mutations) => {
        const input = [...encodeProfile(profile)];
        for (const { at, kind, byte } of mutations) {
          const index = at % input.length;
          if (kind === "set") input[index] = byte;
          else if (kind === "insert") input.splice(index, 0, byte);
          else if (input.length > 1) input.splice(index, 1);
        }
        expectAsReference(Uint8Array.from(input));
      },
    ),
    { numRuns: RUNS * 4 },
  );
});

test("W3, W4, W5, W7, L1: wild messages are read as the reference reads them", () => {
  let readable = 0;
  fc.assert(
    fc.property(arbitraryWireMessage(), (input) => {
      if (referenceDescription(input) !== undefined) readable += 1;
      expectAsReference(input);
    }),
    { numRuns: RUNS * 10 },
  );
  // Not all refused: the property would be empty.
  expect(readable).toBeGreaterThan(RUNS / 10);
});
