/** debug=1 texts hold what `go tool pprof` reads out of them, value by value. */
import { readFileSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { parseTextProfile } from "#profile/decode/text/parse-text-profile.ts";
import { bigintAt } from "#profile/value-column.ts";
import { findOracle, runPprof } from "./oracle.ts";

const captures = join(import.meta.dirname, "../fixtures/leaks/captures");

async function heapTexts(): Promise<string[]> {
  const names = await readdir(captures, { recursive: true });
  return names.filter((name) => /heap\.debug1\.txt(\.gz)?$/.test(name)).sort();
}

/** Sample lines of `-raw` without stacks: `alloc_objects alloc_space …`, those that are not all 0. */
function rawValues(raw: string): string[] {
  const start = raw.indexOf("Samples:");
  const end = raw.indexOf("\nLocations");
  return raw
    .slice(start, end)
    .split("\n")
    .flatMap((line) => /^((?: +-?\d+)+):/.exec(line)?.[1] ?? [])
    .map((values) => values.trim().split(/ +/).join(" "))
    .filter((values) => /[1-9]/.test(values))
    .sort();
}

test.each(await heapTexts())("%s", async (name) => {
  const lookup = await findOracle();
  if (!lookup.ok) throw new Error(lookup.reason);
  let bytes: Uint8Array = readFileSync(join(captures, name));
  if (name.endsWith(".gz")) bytes = gunzipSync(bytes);
  const dir = await mkdtemp(join(tmpdir(), "leakscope-text-"));
  try {
    const path = join(dir, "heap.txt");
    await writeFile(path, bytes);
    const theirs = await runPprof(lookup.oracle, ["-raw"], path);
    const ours = parseTextProfile(bytes);
    if (!ours.ok) throw new Error(ours.error.code);
    const { samples } = ours.value.profile;
    const values = Array.from({ length: samples.count }, (_, row) =>
      samples.values.map((column) => bigintAt(column, row)).join(" "),
    );
    expect(values.filter((text) => /[1-9]/.test(text)).sort()).toEqual(
      rawValues(theirs.stdout.toString("latin1")),
    );
    expect(ours.value.unparsedCount).toBe(0);
  } finally {
    await rm(dir, { recursive: true });
  }
});
