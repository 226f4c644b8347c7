/**
 * Every rule of `.dependency-cruiser.cjs` is proven by a planted file that breaks it and nothing
 * else, in a small tree of its own; and the same tree without plants passes.
 */
import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");
const config = createRequire(import.meta.url)(
  join(ROOT, ".dependency-cruiser.cjs"),
) as { readonly forbidden: readonly { readonly name: string }[] };

/** A tree that keeps every rule: one module per layer, and what plants import. */
const CLEAN: Readonly<Record<string, string>> = {
  "src/base/thing.ts": "export const thing = 1;",
  "src/profile/thing.ts": 'import "#base/thing.ts"; export const thing = 1;',
  "src/analysis/thing.ts":
    'import "#profile/thing.ts"; export const thing = 1; export type Thing = 1;',
  "src/contract/thing.ts":
    'import "#analysis/thing.ts"; export const thing = 1;',
  "src/text/thing.ts": 'import "#contract/thing.ts"; export const thing = 1;',
  "src/session/thing.ts":
    'import "#contract/thing.ts"; export const thing = 1;',
  "src/capture/thing.ts":
    'import "#contract/thing.ts"; export const thing = 1;',
  "src/worker/decode-worker.ts":
    'import "#session/thing.ts"; export const thing = 1;',
  "src/worker/other.ts": "export const thing = 1;",
  "src/main/thing.ts":
    'import "electron"; import "#text/thing.ts"; export const thing = 1;',
  "src/main/worker-host.ts":
    'import "../worker/decode-worker.ts?nodeWorker"; export const host = 1;',
  "src/preload/thing.ts":
    'import "electron"; import "#contract/thing.ts"; export const thing = 1;',
  "src/renderer/views/top/thing.ts":
    'import type { Thing } from "#analysis/thing.ts"; import "react"; import "#text/thing.ts"; export type It = Thing;',
  "src/renderer/views/flame/thing.ts": "export const thing = 1;",
  "src/renderer/state/thing.ts": "export const thing = 1;",
  "src/renderer/widgets/thing.ts": "export const thing = 1;",
  "src/cli/thing.ts":
    'import "#session/thing.ts"; import "#text/thing.ts"; export const thing = 1;',
  "src/base/thing.test.ts":
    'import "./thing.ts"; import "../../tests/fixtures/thing.ts"; import "node:fs";',
  "tests/fixtures/thing.ts": "export const thing = 1;",
  "tests/integration/thing.ts": "export const thing = 1;",
};

/** The first layer that `layer` may not import, as the import that breaks the rule. */
const FORBIDDEN_IMPORT: Readonly<Record<string, string>> = {
  base: "#profile/thing.ts",
  profile: "#analysis/thing.ts",
  analysis: "#contract/thing.ts",
  contract: "#text/thing.ts",
  text: "#session/thing.ts",
  session: "#text/thing.ts",
  capture: "#text/thing.ts",
  worker: "#text/thing.ts",
  main: "#session/thing.ts",
  preload: "#text/thing.ts",
  renderer: "#session/thing.ts",
  cli: "#worker/other.ts",
};

interface Plant {
  readonly file: string;
  readonly text: string;
}

const layerPlants = Object.entries(FORBIDDEN_IMPORT).flatMap(
  ([layer, target]): [string, Plant][] => [
    [
      `layer-${layer}`,
      { file: `src/${layer}/planted.ts`, text: `import "${target}";` },
    ],
    [
      `layer-${layer}-tests`,
      {
        file: `src/${layer}/planted.test.ts`,
        text: 'import "../../tests/integration/thing.ts";',
      },
    ],
  ],
);

const PLANTS: Readonly<Record<string, Plant>> = {
  ...Object.fromEntries(layerPlants),
  "only-worker-host-may-name-the-worker-entries": {
    file: "src/main/worker-host.ts",
    text: 'import "../worker/other.ts?nodeWorker";',
  },
  "layers-are-crossed-by-subpath-imports": {
    file: "src/profile/relative.ts",
    text: 'import "../base/thing.ts";',
  },
  "renderer-takes-only-types-of-model-and-analysis": {
    file: "src/renderer/state/computes.ts",
    text: 'import { thing } from "#analysis/thing.ts"; export const it = thing;',
  },
  "no-cycles-even-of-types": {
    file: "src/base/cycle.ts",
    text: 'import type { B } from "./round-trip.ts"; export type A = B | 1;',
  },
  "pure-layers-have-no-platform": {
    file: "src/profile/reads.ts",
    text: 'import "node:fs";',
  },
  "electron-only-in-main-and-preload": {
    file: "src/session/window.ts",
    text: 'import "electron";',
  },
  "react-only-in-renderer": {
    file: "src/session/component.ts",
    text: 'import "react";',
  },
  "no-node-in-the-page": {
    file: "src/renderer/state/reads.ts",
    text: 'import "node:fs";',
  },
  "views-do-not-import-each-other": {
    file: "src/renderer/views/top/neighbour.ts",
    text: 'import "../flame/thing.ts";',
  },
  "widgets-and-canvas-are-leaves": {
    file: "src/renderer/widgets/knows-state.ts",
    text: 'import "../state/thing.ts";',
  },
  "no-unresolvable": {
    file: "src/base/nowhere.ts",
    text: 'import "./is-not-there.ts";',
  },
  "nobody-imports-tests": {
    file: "src/base/uses-test.ts",
    text: 'import "./thing.test.ts";',
  },
};
const CYCLE_REST: Readonly<Record<string, string>> = {
  "src/base/round-trip.ts":
    'import type { A } from "./cycle.ts"; export type B = A | 2;',
};

interface Violation {
  readonly rule: string;
  readonly from: string;
}

function write(dir: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), `${text}\n`);
  }
}

/** Violations in a temporary project of these files, under the project's own rules. */
function violationsIn(files: Readonly<Record<string, string>>): Violation[] {
  const dir = mkdtempSync(join(tmpdir(), "leakscope-imports-"));
  try {
    for (const name of [
      ".dependency-cruiser.cjs",
      "package.json",
      "tsconfig.base.json",
      "tsconfig.pure.json",
    ]) {
      cpSync(join(ROOT, name), join(dir, name));
    }
    symlinkSync(join(ROOT, "node_modules"), join(dir, "node_modules"), "dir");
    write(dir, files);
    const bin = join(
      ROOT,
      "node_modules/dependency-cruiser/bin/dependency-cruise.mjs",
    );
    const json = execFileSync(
      process.execPath,
      [bin, "--config", ".dependency-cruiser.cjs", "-T", "json", "src"],
      { cwd: dir, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
    );
    const report = JSON.parse(json) as {
      summary: {
        violations: { rule: { name: string }; from: string }[];
      };
    };
    return report.summary.violations.map(({ rule, from }) => ({
      rule: rule.name,
      from,
    }));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

describe("import rules", () => {
  let planted: Violation[] = [];
  beforeAll(() => {
    planted = violationsIn({
      ...CLEAN,
      ...CYCLE_REST,
      ...Object.fromEntries(
        Object.values(PLANTS).map(({ file, text }) => [file, text]),
      ),
    });
  });
  afterAll(() => {
    planted = [];
  });

  it("pass on a tree that keeps them", () => {
    expect(violationsIn(CLEAN)).toEqual([]);
  });

  it("all have a planted violation", () => {
    expect(Object.keys(PLANTS).sort()).toEqual(
      config.forbidden.map(({ name }) => name).sort(),
    );
  });

  it.each(Object.entries(PLANTS))("%s", (rule, { file }) => {
    const broken = planted
      .filter((violation) => violation.from === file)
      .map((violation) => violation.rule);
    expect(broken).toEqual([rule]);
  });
});
