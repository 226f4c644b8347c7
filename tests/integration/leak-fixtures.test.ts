import { readFileSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");
const FIXTURES = join(ROOT, "tests/fixtures/leaks");
const SAMPLES = join(ROOT, "resources/samples");

interface Manifest {
  files: { file: string; bytes: number }[];
  entries: { file: string; base?: string; count: number; category: string }[];
}

interface SampleIndex {
  schema: string;
  samples: {
    id: string;
    leak: string | null;
    kind: string;
    files: string[];
    title: { en: string; "zh-CN": string };
  }[];
}

function json<T>(path: string): T {
  return JSON.parse(readFileSync(path, "utf8")) as T;
}

describe("leak fixtures", () => {
  const manifest = json<Manifest>(join(FIXTURES, "manifest.json"));

  it("lists every capture with its size, and nothing else", () => {
    const listed = new Map(manifest.files.map((f) => [f.file, f.bytes]));
    const found = ["captures", "texts"].flatMap((dir) =>
      readdirSync(join(FIXTURES, dir), { recursive: true, encoding: "utf8" })
        .map((name) => `${dir}/${name.replaceAll("\\", "/")}`)
        .filter((name) => !name.endsWith("/truth.json"))
        .filter((name) => statSync(join(FIXTURES, name)).isFile()),
    );
    expect(found.toSorted()).toEqual([...listed.keys()].toSorted());
    for (const name of found) {
      expect(statSync(join(FIXTURES, name)).size, name).toBe(listed.get(name));
    }
  });

  it("has ground truth only for listed files", () => {
    const listed = new Set(manifest.files.map((f) => f.file));
    for (const entry of manifest.entries) {
      expect(listed).toContain(entry.file);
      if (entry.base !== undefined) expect(listed).toContain(entry.base);
    }
  });
});

describe("samples", () => {
  const index = json<SampleIndex>(join(SAMPLES, "samples.json"));

  it("lists every shipped file once, in less than 600 kB", () => {
    const files = index.samples.flatMap((s) => s.files);
    expect(new Set(files).size).toBe(files.length);
    expect([...files, "samples.json"].toSorted()).toEqual(
      readdirSync(SAMPLES).toSorted(),
    );
    const bytes = files.map((f) => statSync(join(SAMPLES, f)).size);
    expect(bytes.reduce((a, b) => a + b, 0)).toBeLessThan(600_000);
  });

  it("begins with the six leaks of the guide's article", () => {
    expect(index.samples.slice(0, 6).map((s) => s.leak)).toEqual([
      "chan-send",
      "chan-range",
      "timer-growth",
      "map-growth",
      "subslice-retention",
      "http-body-unclosed",
    ]);
  });

  it("has a title in both languages and an id of its own for each", () => {
    expect(new Set(index.samples.map((s) => s.id)).size).toBe(
      index.samples.length,
    );
    for (const sample of index.samples) {
      expect(sample.title.en).not.toBe("");
      expect(sample.title["zh-CN"]).toMatch(/[一-鿿]/);
    }
  });
});
