import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Result } from "#base/result.ts";
import { decodeProfile } from "#profile/decode/decode-profile.ts";
import { encodeProfile } from "#profile/encode/encode-profile.ts";
import type { Profile, ValueType } from "#profile/profile.ts";
import { combineProfiles } from "#profile/transform/combine.ts";
import type { MergeError } from "#profile/transform/merge-error.ts";
import { removeUninteresting } from "#profile/transform/prune.ts";
import { subtractProfile } from "#profile/transform/subtract.ts";
import { arbitraryProfile } from "../fixtures/arbitrary-profile.ts";
import { findOracle, runPprof } from "./oracle.ts";
import { formatRaw } from "./raw-text.ts";

const lookup = await findOracle();
const oracleTest = test.runIf(lookup.ok);
const RUNS = Number(process.env["LEAKSCOPE_ORACLE_RUNS"] ?? 40);

let folder = "";
let files = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "leakscope-transform-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(profile: Profile): string {
  files += 1;
  const path = join(folder, `${files}.pb`);
  writeFileSync(path, encodeProfile(profile));
  return path;
}

/** The profile as it comes back from a file: what both sides start from. */
function reread(profile: Profile): Profile {
  const decoded = decodeProfile(encodeProfile(profile));
  if (!decoded.ok) throw new Error(decoded.error.code);
  return decoded.value.profile;
}

async function rawOf(
  options: readonly string[],
  paths: readonly string[],
): Promise<string> {
  if (!lookup.ok) throw new Error("no oracle");
  const run = await runPprof(
    lookup.oracle,
    ["-raw", "-showcolumns", ...options],
    ...paths,
  );
  if (run.exitCode !== 0) return `error: ${run.stderr}`;
  const text = run.stdout.toString();
  return text.slice(text.indexOf("Samples:"));
}

async function expectSame(
  ours: Result<Profile, MergeError>,
  theirs: Promise<string>,
): Promise<void> {
  const text = await theirs;
  if (ours.ok) expect(formatRaw(removeUninteresting(ours.value))).toBe(text);
  else expect(text).toMatch(/^error: /);
}

const HEAP: readonly ValueType[] = [
  { type: "alloc_objects", unit: "count" },
  { type: "alloc_space", unit: "bytes" },
];
const CPU_MS: readonly ValueType[] = [
  { type: "cpu", unit: "milliseconds" },
  { type: "samples", unit: "count" },
];
const CPU_NS: readonly ValueType[] = [
  { type: "samples", unit: "count" },
  { type: "cpu", unit: "nanoseconds" },
];

oracleTest("M1-M4: two and three sources equal `pprof a b c`", async () => {
  const profile = arbitraryProfile({ sampleTypes: HEAP });
  await fc.assert(
    fc.asyncProperty(
      fc.array(profile, { minLength: 2, maxLength: 3 }),
      async (drawn) => {
        const profiles = drawn.map(reread);
        await expectSame(
          combineProfiles(profiles),
          rawOf([], profiles.map(write)),
        );
      },
    ),
    { numRuns: RUNS },
  );
});

oracleTest(
  "M1, N4: sample types in other units and another order",
  async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryProfile({ sampleTypes: CPU_MS }),
        arbitraryProfile({ sampleTypes: CPU_NS, values: "extreme" }),
        async (a, b) => {
          const profiles = [reread(a), reread(b)];
          await expectSame(
            combineProfiles(profiles),
            rawOf([], profiles.map(write)),
          );
        },
      ),
      { numRuns: RUNS },
    );
  },
);

oracleTest(
  "M0: one source stays as it is, but for names given twice",
  async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryProfile({ values: "extreme" }),
        async (drawn) => {
          const profile = reread(drawn);
          const theirs = rawOf([], [write(profile)]);
          const ours = combineProfiles([profile]);
          // pprof shows the mapping it adds to profiles without one; we have no use for it.
          if (profile.mappings.length === 0 && ours.ok) {
            const [withoutMappings] = formatRaw(ours.value).split("Mappings");
            expect((await theirs).replaceAll("M=1 ", "")).toContain(
              withoutMappings,
            );
          } else {
            await expectSame(ours, theirs);
          }
        },
      ),
      { numRuns: RUNS },
    );
  },
);

oracleTest("N1-N4, I0: -base, -diff_base, -normalize", async () => {
  const profile = arbitraryProfile({ sampleTypes: HEAP, values: "extreme" });
  await fc.assert(
    fc.asyncProperty(
      profile,
      profile,
      fc.constantFrom("subtract-base" as const, "diff-base" as const),
      fc.boolean(),
      async (a, b, mode, isNormalised) => {
        const [source, base] = [reread(a), reread(b)];
        const flag = mode === "diff-base" ? "-diff_base" : "-base";
        const options = [`${flag}=${write(base)}`];
        if (isNormalised) options.push("-normalize");
        await expectSame(
          subtractProfile(source, base, { mode, isNormalised }),
          rawOf(options, [write(source)]),
        );
      },
    ),
    { numRuns: RUNS },
  );
});

oracleTest("D1, D2: drop_frames and keep_frames", async () => {
  const patterns = fc.constantFrom(
    "a|b",
    "main.*",
    "d",
    "e",
    "operator\\(\\)",
    "[a-f]?",
    "(",
  );
  await fc.assert(
    fc.asyncProperty(
      patterns.chain((dropFrames) =>
        fc
          .constantFrom("", "b|main.c", "f")
          .chain((keepFrames) =>
            arbitraryProfile({ dropFrames, keepFrames, sampleTypes: HEAP }),
          ),
      ),
      async (drawn) => {
        const profile = reread(drawn);
        fc.pre(profile.mappings.length > 0);
        await expectSame(
          combineProfiles([profile]),
          rawOf([], [write(profile)]),
        );
      },
    ),
    { numRuns: RUNS },
  );
});
