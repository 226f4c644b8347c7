import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runLeakscope } from "../golden/cli-run.ts";
import { findOracle } from "../oracle/oracle.ts";
import { useGoService } from "./go-service.ts";

const oracle = await findOracle();
if (!oracle.ok) console.log(`skipped 4: ${oracle.reason}`);

describe.skipIf(!oracle.ok)("in a terminal", () => {
  const { service, folder } = useGoService(oracle);

  it("capture saves the kinds asked for, and the files open", async () => {
    const out = join(folder(), "captured");
    const run = await runLeakscope([
      "capture",
      service().address,
      "--kind",
      "heap,goroutine",
      "--out",
      out,
    ]);
    expect(run.stderr).not.toMatch(/leakscope:/);
    expect(run.exitCode).toBe(0);
    const files = readdirSync(out).sort();
    expect(files.map((name) => /-(heap|goroutine)-/.exec(name)?.[1])).toEqual([
      "goroutine",
      "heap",
    ]);
    for (const name of files) {
      const top = await runLeakscope(["top", join(out, name)]);
      expect(top.exitCode, top.stderr).toBe(0);
      expect(top.stdout.toString()).toMatch(/^\s+flat\s+flat%/m);
    }
  });

  it("capture that fails is one sentence and leaves no file", async () => {
    const out = join(folder(), "nothing");
    const run = await runLeakscope([
      "capture",
      `${service().address}/wrong/`,
      "--kind",
      "heap",
      "--out",
      out,
    ]);
    expect(run.exitCode).toBe(2);
    expect(run.stderr.trim()).not.toBe("");
    expect(readdirSync(out)).toEqual([]);
  });

  const watch = async (out: string) =>
    runLeakscope([
      "watch",
      service().address,
      ...["--every", "200ms", "--for", "3s"],
      ...["--kind", "goroutine", "--fail-on", "high"],
      ...["--out", join(folder(), out)],
    ]);

  it("watch of a service that is well ends with 0", async () => {
    const run = await watch("well");
    expect(run.exitCode, run.stderr).toBe(0);
  }, 60_000);

  it("watch of a service that leaks ends with 1 and says which leak it is", async () => {
    const running = watch("leaking");
    for (let i = 0; i < 12; i += 1) {
      await new Promise((wake) => setTimeout(wake, 200));
      await service().leak("send", 5);
    }
    const run = await running;
    expect(run.exitCode, run.stderr).toBe(1);
    expect(run.stdout.toString()).toMatch(/Blocked channel send/);
  }, 60_000);
});
