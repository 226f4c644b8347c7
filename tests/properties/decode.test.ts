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
import {
  checkInvariants,
  describeProfile,
} from "../fixtures/describe-profile.ts";
import { referenceDecode, Refused } from "../fixtures/reference-decoder.ts";
import { bytes, int, message, packed, text, varint } from "../fixtures/wire.ts";

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

/** Fields as no writer makes them: padded varints, any order, packed in pieces, unknown ones. */
function wildMessage(): fc.Arbitrary<Uint8Array> {
  const small = fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 0, max: 4 }) },
    fc.constantFrom(300, 2 ** 31, 2 ** 40),
  );
  const big = fc.oneof(
    small.map(BigInt),
    fc.constantFrom(2n ** 64n - 1n, 2n ** 63n, 2n ** 53n),
  );
  const padded = fc
    .tuple(big, fc.integer({ min: 0, max: 2 }))
    .map(([value, padding]) => varint(value, value > 2n ** 42n ? 0 : padding));
  const repeated = (field: number): fc.Arbitrary<number[]> =>
    fc.oneof(
      padded.map((value) => [...varint(field << 3), ...value]),
      fc
        .array(padded, { maxLength: 4 })
        .map((values) => bytes(field, values.flat())),
      fc
        .array(small, { minLength: 20, maxLength: 60 })
        .map((values) => packed(field, values)),
    );
  const odd = fc.constantFrom(
    int(99, 5),
    bytes(77, [1, 2, 3]),
    [...varint((50 << 3) | 5), 1, 2, 3, 4],
    [...varint((50 << 3) | 1), 1, 2, 3, 4, 5, 6, 7, 8],
    int(0, 1),
  );
  const scalars = (last: number): fc.Arbitrary<number[]> =>
    fc
      .array(
        fc.oneof(
          {
            weight: 12,
            arbitrary: fc
              .tuple(fc.integer({ min: 1, max: last }), padded)
              .map(([field, value]) => [...varint(field << 3), ...value]),
          },
          odd,
        ),
        { maxLength: 5 },
      )
      .map((fields) => fields.flat());
  const parts = (
    ...choices: readonly fc.Arbitrary<number[]>[]
  ): fc.Arbitrary<number[]> =>
    fc
      .array(fc.oneof(...choices), { maxLength: 8 })
      .map((fields) => fields.flat());
  const sample = parts(
    repeated(1),
    repeated(2),
    repeated(2),
    scalars(4).map((label) => bytes(3, label)),
    odd,
  );
  const location = (id: number): fc.Arbitrary<number[]> =>
    parts(
      scalars(3).map((line) => bytes(4, [...line, ...int(1, 1)])),
      scalars(3),
    ).map((fields) => bytes(4, [...fields, ...int(1, id)]));
  const top = fc.oneof(
    { weight: 6, arbitrary: sample.map((fields) => bytes(2, fields)) },
    { weight: 4, arbitrary: fc.integer({ min: 1, max: 4 }).chain(location) },
    scalars(10).map((m) => bytes(3, [...m, ...int(1, 1)])),
    scalars(2).map((type) => bytes(11, type)),
    fc.constantFrom(...[7, 8, 10, 12, 14, 15].map((field) => int(field, 2))),
    repeated(13),
    fc.constantFrom(int(9, 0), int(9, 0), int(9, 7)),
    odd,
  );
  const frame = [
    ...bytes(5, [...int(1, 1), ...int(2, 3)]),
    ...["", "x", "y", "z", "w"].flatMap((s) => text(6, s)),
  ];
  return fc
    .tuple(
      fc.array(fc.constant(bytes(1, int(1, 1))), { maxLength: 4 }),
      fc.array(top, { maxLength: 10 }),
      fc.boolean(),
    )
    .map(([types, tops, isFrameFirst]) =>
      isFrameFirst
        ? message(frame, ...types, ...tops)
        : message(...tops, ...types, frame),
    );
}

test("W3, W4, W5, W7, L1: wild messages are read as the reference reads them", () => {
  let readable = 0;
  fc.assert(
    fc.property(wildMessage(), (input) => {
      if (referenceDescription(input) !== undefined) readable += 1;
      expectAsReference(input);
    }),
    { numRuns: RUNS * 10 },
  );
  // Not all refused: the property would be empty.
  expect(readable).toBeGreaterThan(RUNS / 10);
});
