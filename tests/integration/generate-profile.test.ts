import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { decodeProfile } from "../../src/profile/decode/decode-profile.ts";

const script = join(
  import.meta.dirname,
  "../../tools/generate-profile/generate-profile.mjs",
);
let dir = "";

interface Facts {
  samples: number;
  functions: number;
  locations: number;
  locationRefs: number;
  callTreeNodes: number;
  rawBytes: number;
  fileBytes: number;
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "generate-profile-"));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function generate(name: string, seed: number) {
  const out = join(dir, name);
  const args = [script, "--size", "S", "--out", out, "--seed", String(seed)];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return {
    facts: JSON.parse(stdout) as Facts,
    bytes: await readFile(out),
  };
}

test("the same seed gives the same bytes, packed or not, and another seed others", async () => {
  const raw = await generate("a.pb", 1);
  const packed = await generate("b.pb.gz", 1);
  const other = await generate("c.pb", 2);
  expect(gunzipSync(packed.bytes).equals(raw.bytes)).toBe(true);
  expect(other.bytes.equals(raw.bytes)).toBe(false);
  expect(raw.facts.rawBytes).toBe(raw.bytes.length);
  expect(packed.facts.fileBytes).toBe(packed.bytes.length);
});

test("what it prints is what it wrote, near the benchmark's size S", async () => {
  const { facts, bytes } = await generate("d.pb", 1);
  const decoded = decodeProfile(bytes);
  if (!decoded.ok) throw new Error(decoded.error.code);
  const { profile } = decoded.value;
  expect(profile.samples.count).toBe(facts.samples);
  expect(profile.locations.length).toBe(facts.locations);
  expect(profile.functions.length).toBe(facts.functions);
  const { parent } = profile.stacks;
  let refs = 0;
  for (const stack of profile.samples.stack) {
    for (let at = stack; at !== -1; at = parent[at]!) refs++;
  }
  expect(refs).toBe(facts.locationRefs);
  const near = (value: number, wanted: number) =>
    expect(Math.abs(value / wanted - 1)).toBeLessThan(0.03);
  expect(facts.samples).toBe(5000);
  near(facts.functions, 1200);
  near(facts.locations, 3000);
  near(facts.locationRefs, 75_000);
  near(facts.callTreeNodes, 4985);
});
