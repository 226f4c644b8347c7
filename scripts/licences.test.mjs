import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "./project.mjs";

it("the list of what ships is up to date", () => {
  const script = join(ROOT, "scripts/licences.mjs");
  const run = spawnSync(process.execPath, [script, "--check"], {
    encoding: "utf8",
  });
  expect(run.stderr).toBe("");
  expect(run.status).toBe(0);
});

it("holds licences that let it ship, and none unknown", () => {
  const text = readFileSync(join(ROOT, "docs/licences.md"), "utf8");
  const licences = [...text.matchAll(/^\| \S+ \| \d\S* \| (.+) \|$/gm)].map(
    ([, licence]) => licence,
  );
  expect(licences.length).toBeGreaterThan(10);
  for (const licence of licences) {
    expect(licence).toMatch(/^(MIT|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD)$/);
  }
});
