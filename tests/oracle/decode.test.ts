import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { decodeProfile } from "#profile/decode/decode-profile.ts";
import { encodeProfile } from "#profile/encode/encode-profile.ts";
import type { Profile } from "#profile/profile.ts";
import { combineProfiles } from "#profile/transform/combine.ts";
import { arbitraryProfile } from "../fixtures/arbitrary-profile.ts";
import {
  checkInvariants,
  describeProfile,
} from "../fixtures/describe-profile.ts";
import { referenceDecode } from "../fixtures/reference-decoder.ts";
import { findCorpus } from "./corpus.ts";
import { findOracle, findProfiles, runPprof } from "./oracle.ts";
import { formatRaw } from "./raw-text.ts";

const lookup = await findOracle();
const corpus = await findCorpus();
const RUNS = Number(process.env["LEAKSCOPE_ORACLE_RUNS"] ?? 60);
const FIXTURES = join(import.meta.dirname, "../fixtures/pprof");

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "leakscope-decode-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function inflated(path: string): Uint8Array {
  const bytes = readFileSync(path);
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
}

function decoded(bytes: Uint8Array, path: string): Profile {
  const result = decodeProfile(bytes);
  if (!result.ok) throw new Error(`${path}: ${JSON.stringify(result.error)}`);
  checkInvariants(result.value.profile);
  return result.value.profile;
}

const fixtures = (await findProfiles(FIXTURES))
  .filter((path) => !path.startsWith("bad/"))
  .map((path) => join(FIXTURES, path));

test("every fixture is read as the reference reads it, and survives encoding", () => {
  expect(fixtures.length).toBeGreaterThan(40);
  for (const path of fixtures) {
    const bytes = inflated(path);
    const profile = decoded(bytes, path);
    expect(describeProfile(profile), path).toEqual(
      describeProfile(referenceDecode(bytes)),
    );
    const again = decoded(encodeProfile(profile), path);
    expect(describeProfile(again), path).toEqual(describeProfile(profile));
  }
});

test.runIf(corpus !== undefined)(
  "every profile of the corpus decodes and survives encoding",
  () => {
    if (corpus === undefined) return;
    expect(corpus.profiles.length).toBeGreaterThan(20);
    for (const name of corpus.profiles) {
      const path = join(corpus.dir, name);
      const profile = decoded(inflated(path), path);
      const again = decoded(encodeProfile(profile), path);
      expect(again.samples.count).toBe(profile.samples.count);
      expect(again.stacks.length).toBe(profile.stacks.length);
      // The large ones would take minutes to write out.
      if (profile.samples.count < 2000) {
        expect(describeProfile(again), path).toEqual(describeProfile(profile));
      }
    }
  },
);

test.runIf(lookup.ok)(
  "what we encode, `pprof -raw` reads as we do",
  async () => {
    if (!lookup.ok) return;
    const { oracle } = lookup;
    for (const path of fixtures) {
      const profile = decoded(inflated(path), path);
      const copy = join(folder, "copy.pb");
      writeFileSync(copy, encodeProfile({ ...profile, dropFrames: "" }));
      const combined = combineProfiles([profile]);
      const run = await runPprof(oracle, ["-raw", "-showcolumns"], copy);
      // Fixtures pprof refuses for reasons beyond decoding have no output to compare.
      if (!combined.ok || profile.mappings.length === 0) continue;
      const raw = run.stdout.toString();
      // Bytes that are not UTF-8 come back as U+FFFD on this side.
      if (raw.includes("\ufffd")) continue;
      // Up to the mappings: pprof clears file names that look like URLs ("C:\\x"), after decoding.
      const untilMappings = (text: string): string =>
        text.slice(text.indexOf("Samples:"), text.indexOf("\nMappings\n"));
      expect(untilMappings(raw), path).toBe(
        untilMappings(formatRaw(combined.value)),
      );
    }
  },
);

test.runIf(lookup.ok)(
  "W3, W5, W7: mutated files are refused if and only if pprof refuses them",
  async () => {
    if (!lookup.ok) return;
    const { oracle } = lookup;
    let file = 0;
    await fc.assert(
      fc.asyncProperty(
        arbitraryProfile({ values: "extreme" }),
        fc.nat(),
        fc.oneof(
          fc.constantFrom(0, 1, 2, 3, 8, 10, 18, 26, 50, 128, 255),
          fc.integer({ min: 0, max: 255 }),
        ),
        fc.boolean(),
        async (profile, at, byte, isInsertion) => {
          const bytes = [...encodeProfile(profile)];
          bytes.splice(at % bytes.length, isInsertion ? 0 : 1, byte);
          const input = Uint8Array.from(bytes);
          const path = join(folder, `${(file += 1)}.pb`);
          writeFileSync(path, input);
          const result = decodeProfile(input);
          const isOurs =
            result.ok && combineProfiles([result.value.profile]).ok;
          const run = await runPprof(oracle, ["-raw"], path);
          expect(isOurs).toBe(run.exitCode === 0);
        },
      ),
      { numRuns: RUNS },
    );
  },
);
