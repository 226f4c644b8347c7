/**
 * Every goroutine capture with known contents reads back whole: the fixtures of Go 1.26 in this
 * project, and the corpus beside it where there is one (Go 1.19).
 */
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it, test } from "vitest";
import { groupGoroutines } from "#analysis/goroutines/group-goroutines.ts";
import { decodeProfile } from "#profile/decode/decode-profile.ts";
import { parseGoroutineText } from "#profile/decode/text/parse-goroutine-text.ts";
import type { GoroutineSnapshot } from "#profile/goroutines/goroutine-snapshot.ts";
import { goroutineSnapshotFromProfile } from "#profile/goroutines/goroutine-snapshot-from-profile.ts";
import { profileFromSnapshot } from "#profile/goroutines/profile-from-snapshot.ts";

interface CaptureFile {
  readonly file: string;
  readonly kind: string;
  readonly format: string;
  readonly goroutines?: number;
  /** Protobuf of the performance captures. */
  readonly total?: number;
  /** Snapshots in the file; 1 where it is not said. */
  readonly parts?: number;
  readonly truncated?: boolean;
}

interface Manifest {
  readonly files: readonly CaptureFile[];
  readonly entries: readonly { file: string; stacks?: number }[];
}

const root = resolve(import.meta.dirname, "../..");
const fixtures = join(root, "tests/fixtures/leaks");
const corpus = resolve(
  process.env["LEAKSCOPE_CORPUS"] ?? join(root, "../shared/corpus"),
);

function manifestOf(dir: string): Manifest {
  return JSON.parse(
    readFileSync(join(dir, "manifest.json"), "utf8"),
  ) as Manifest;
}

function goroutineFiles(dir: string): CaptureFile[] {
  return manifestOf(dir).files.filter(({ kind }) => kind !== "heap");
}

function recordCount(path: string): number {
  return readFileSync(path, "utf8").match(/^\d+ @/gm)?.length ?? 0;
}

function read(dir: string, { file, format }: CaptureFile): GoroutineSnapshot[] {
  let bytes: Uint8Array = readFileSync(join(dir, file));
  if (file.endsWith(".gz")) bytes = gunzipSync(bytes);
  if (format !== "proto") return parseGoroutineText(bytes);
  const decoded = decodeProfile(bytes);
  if (!decoded.ok) throw new Error(`${file}: ${decoded.error.code}`);
  return [goroutineSnapshotFromProfile(decoded.value.profile)];
}

/** Goroutines that GOTRACEBACK=crash prints again for the thread that runs them. */
function repeatedCount(snapshots: readonly GoroutineSnapshot[]): number {
  return snapshots
    .flatMap(({ unparsed }) => unparsed)
    .filter(({ text }) => /^goroutine \d+: repeated/.test(text)).length;
}

function expectWhole(dir: string, capture: CaptureFile): void {
  const snapshots = read(dir, capture);
  expect(snapshots).toHaveLength(capture.parts ?? 1);
  const counts = snapshots.map(({ groups }) =>
    groups.reduce((sum, group) => sum + group.count, 0),
  );
  expect(counts).toEqual(snapshots.map((s) => s.goroutineCount));
  const repeated = repeatedCount(snapshots);
  const expected = capture.goroutines ?? capture.total;
  if (expected !== undefined) {
    expect(counts.reduce((sum, n) => sum + n, repeated)).toBe(expected);
  }
  for (const snapshot of snapshots) {
    expect(snapshot.isTruncated).toBe(capture.truncated ?? false);
    const cut = capture.truncated === true ? 1 : 0;
    expect(snapshot.unparsedCount).toBe(repeated + cut);
    const profile = profileFromSnapshot(snapshot);
    expect(goroutineSnapshotFromProfile(profile).goroutineCount).toBe(
      snapshot.goroutineCount,
    );
  }
}

describe("captures of Go 1.26", () => {
  it.each(goroutineFiles(fixtures).map((file) => [file.file, file] as const))(
    "%s",
    (_name, file) => expectWhole(fixtures, file),
  );

  it("tells the three dumps of a service's log apart, however it is wrapped", () => {
    const facts = ["log-service", "log-service-cri", "log-service-docker"].map(
      (name) =>
        parseGoroutineText(
          readFileSync(join(fixtures, `texts/${name}.txt`)),
        ).map(({ groups, firstLine }) => ({ groups, firstLine })),
    );
    expect(facts[0].map(({ firstLine }) => firstLine)).toHaveLength(3);
    expect(facts[1]).toEqual(facts[0]);
    expect(facts[2]).toEqual(facts[0]);
  });

  it("reads ancestors, labels, bubbles and elided frames", () => {
    const text = (name: string): GoroutineSnapshot =>
      parseGoroutineText(readFileSync(join(fixtures, "texts", name)))[0];
    expect(
      text("panic-ancestors.txt").groups.some((g) => g.ancestors.length > 1),
    ).toBe(true);
    expect(
      text("panic-labels.txt").groups.some((g) => "tenant" in g.labels),
    ).toBe(true);
    expect(
      text("test-synctest.txt").members.bubbleId.some((id) => id > 0),
    ).toBe(true);
    const deep = text("panic-deep.txt").groups.find((g) => g.elidedAt >= 0);
    expect(deep).toMatchObject({ elidedAt: 50, isTruncated: false });
    expect(deep?.frames).toHaveLength(100);
  });
});

describe("corpus", () => {
  if (!existsSync(corpus)) {
    test.skip("no corpus beside the project: 0 of its captures read");
    return;
  }
  const { entries } = manifestOf(corpus);
  const files = goroutineFiles(corpus);
  it.each(files.map((file) => [file.file, file] as const))(
    "%s",
    (_name, file) => {
      expectWhole(corpus, file);
      const own = entries.filter((entry) => entry.file === file.file);
      const stacks = own.reduce((sum, entry) => sum + (entry.stacks ?? 0), 0);
      if (stacks === 0) return;
      const [snapshot] = read(corpus, file);
      const found = groupGoroutines(snapshot, "stack").length;
      // debug=1 may list a stack twice, under other PCs of the same lines.
      if (file.format === "debug1") {
        expect(recordCount(join(corpus, file.file))).toBe(stacks);
        expect(found).toBeLessThanOrEqual(stacks);
      } else {
        expect(found).toBe(stacks);
      }
    },
  );
});
