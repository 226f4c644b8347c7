/** The package as it would be installed on Linux: what is in it, its fuses, and a double click. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { listPackage } from "@electron/asar";
import { FuseV1Options, getCurrentFuseWire } from "@electron/fuses";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { samplePath } from "./app.ts";
import { PackagedApp } from "./packaged-app.ts";

const HEAP = readFileSync(samplePath("heap.pb.gz"));
const CPU = readFileSync(samplePath("cpu.pb.gz"));

describe.runIf(process.platform === "linux")("the Linux package", () => {
  const app = new PackagedApp();
  beforeAll(() => {
    app.build();
    app.install();
  });
  afterAll(() => app.dispose());

  it("holds what runs and nothing else", () => {
    const archive = join(app.appDir, "resources/app.asar");
    const files = listPackage(archive, { isPack: false });
    const odd = files.filter(
      (name) =>
        !/^\/(package\.json|out(\/(main|preload|renderer)(\/.*)?)?)$/.test(
          name,
        ) || /\.(map|ts|tsx)$/.test(name),
    );
    expect(odd).toEqual([]);
    expect(files).toContain("/out/main/index.js");
  });

  it("has its fuses set as the security checklist asks", async () => {
    const wire = await getCurrentFuseWire(app.program);
    const states = wire as unknown as Record<number, number>;
    const on = Object.values(FuseV1Options).filter(
      (option) =>
        typeof option === "number" &&
        String.fromCharCode(states[option]) === "1",
    );
    expect(on).toEqual([
      FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
      FuseV1Options.OnlyLoadAppFromAsar,
    ]);
  });

  it("is no Node", async () => {
    const code = "console.log('node ' + process.version)";
    const printed = await app.runProgram(
      ["-e", code],
      // No display: what does not end by itself at once tries to open a window.
      { ELECTRON_RUN_AS_NODE: "1", DISPLAY: "", WAYLAND_DISPLAY: "" },
      5_000,
    );
    expect(printed).not.toContain("node v");
  });

  it.each([
    ["service.prof", HEAP, "application/x-pprof"],
    ["service.pprof", HEAP, "application/x-pprof"],
    ["raw.pb", gunzipSync(HEAP), "application/x-pprof"],
    ["service.pb.gz", HEAP, "application/x-pprof-gzip"],
    ["heap-without-extension", gunzipSync(HEAP), "application/x-pprof"],
    ["cpu-without-extension", gunzipSync(CPU), "application/x-pprof"],
    ["other.gz", HEAP, "application/gzip"],
    ["dump.txt.gz", gzipSync("goroutine 1 [running]:"), "application/gzip"],
    ["page.html", "<!doctype html><p>", "text/html"],
  ])("%s has its type", async (name, bytes, mimeType) => {
    const path = app.writeFile(name, bytes);
    expect(await app.mimeTypeOf(path)).toBe(mimeType);
  });

  it("is what opens both types, and no others", async () => {
    for (const type of ["application/x-pprof", "application/x-pprof-gzip"]) {
      expect(await app.programFor(type)).toBe("leakscope.desktop");
    }
    expect(await app.programFor("application/gzip")).not.toBe(
      "leakscope.desktop",
    );
  });

  it("opens a file by double click, the next one in the same window", async () => {
    await app.xdgOpen(app.writeFile("first one.prof", HEAP));
    expect(await app.settled(1)).toMatchObject([
      { name: "first one.prof", state: { status: "ready" } },
    ]);
    await app.xdgOpen(app.writeFile("second.pb.gz", CPU));
    expect(await app.settled(2)).toMatchObject([
      { name: "first one.prof" },
      { name: "second.pb.gz", state: { status: "ready" } },
    ]);
    expect(await app.pages()).toHaveLength(1);
  });

  it("finds its samples", async () => {
    const [page] = await app.pages();
    const facts = await page.evaluate(() =>
      window.leakscope["app/facts"]({}, Date.now() as never),
    );
    if (!facts.ok) throw new Error(facts.error.code);
    expect(facts.value.sampleSets.length).toBeGreaterThan(5);
    await page.evaluate(() =>
      window.leakscope["profile/open-sample"](
        { name: "heap.pb.gz" },
        Date.now() as never,
      ),
    );
    const profiles = await app.settled(3);
    expect(profiles[2].state.status).toBe("ready");
  });

  it("keeps its page isolated, under the policy, without a way out", async () => {
    const [page] = await app.pages();
    expect(page.url()).toMatch(/^app:\/\/leakscope\//);
    const facts = await page.evaluate(async () => {
      const reply = await fetch("/index.html");
      return {
        globals: ["require", "process", "module", "Buffer"].filter(
          (name) => name in window,
        ),
        policy: reply.headers.get("content-security-policy"),
        opened: window.open("https://example.com/"),
        permission: await Notification.requestPermission(),
      };
    });
    expect(facts).toMatchObject({
      globals: [],
      opened: null,
      permission: "denied",
    });
    expect(facts.policy).toContain("default-src 'none'");
    expect(facts.policy).not.toMatch(/unsafe|\*|https?:/);
    const url = page.url();
    await page.evaluate(() => {
      location.href = "https://example.com/";
    });
    await page.waitForTimeout(300);
    expect(page.url()).toBe(url);
    expect(await app.pages()).toHaveLength(1);
  });
});
