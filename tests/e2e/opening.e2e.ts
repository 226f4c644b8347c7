/** Ways in, in the running app: command line, dialog, second launch, bytes without a path. */
import { spawn } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT, samplePath } from "./app.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { useApp } from "./use-app.ts";

const HEAP = samplePath("heap.pb.gz");
const CPU = samplePath("cpu.pb.gz");
const BAD = join(ROOT, "tests/fixtures/pprof/bad");

const launch = useApp();

describe("files", () => {
  it("named on the command line are opened, in order", async () => {
    const app = await launch({ files: [HEAP, CPU] });
    const profiles = await app.settled(2);
    expect(profiles.map(({ name, state }) => [name, state.status])).toEqual([
      ["heap.pb.gz", "ready"],
      ["cpu.pb.gz", "ready"],
    ]);
  });

  it("named relative to the shell's folder are found", async () => {
    const app = await launch({
      files: ["heap.pb.gz"],
      cwd: dirname(HEAP),
    });
    expect(await app.settledState()).toMatchObject({ status: "ready" });
  });

  it("of a second launch reach the first window", async () => {
    const app = await launch({ files: [HEAP] });
    await app.settled(1);
    const [status] = await Promise.all([
      launchAgain(app.dataDir, [CPU]),
      app.settled(2),
    ]);
    expect(status).toBe(0);
    expect((await app.profiles()).map(({ name }) => name)).toEqual([
      "heap.pb.gz",
      "cpu.pb.gz",
    ]);
    expect(app.electron.windows()).toHaveLength(1);
  });

  it("chosen in the dialog are opened; a dismissed dialog opens none", async () => {
    const app = await launch();
    await app.answerOpenDialog([HEAP, CPU]);
    const opened = await app.request("profile/open-dialog", {});
    expect(opened).toMatchObject({ ok: true, value: ["p1", "p2"] });
    await app.answerOpenDialog([]);
    expect(await app.request("profile/open-dialog", {})).toEqual({
      ok: true,
      value: [],
    });
    expect(await app.settled(2)).toHaveLength(2);
  });

  it("without a path are sent as bytes", async () => {
    const app = await launch({ files: [HEAP] });
    await app.settled(1);
    const status = await app.page.evaluate(async () => {
      const bytes = new Uint8Array(3 * 1024 * 1024).fill(65);
      const file = new File([bytes], "made-up.pb.gz");
      const path = window.leakscope["file/path"](file);
      const ticket = await window.leakscope["profile/upload"](
        { name: file.name, sizeBytes: file.size },
        77 as never,
      );
      if (!ticket.ok) return "refused";
      const sent = await fetch(ticket.value.url, {
        method: "POST",
        body: file,
      });
      const again = await fetch(ticket.value.url, {
        method: "POST",
        body: file,
      });
      return [path, sent.status, again.status];
    });
    expect(status).toEqual(["", 204, 400]);
    const [, uploaded] = await app.settled(2);
    expect(uploaded).toMatchObject({
      name: "made-up.pb.gz",
      source: { type: "bytes" },
      state: { status: "failed", error: { code: "not-a-profile" } },
    });
  });

  it("that are no profiles fail by code, and the window lives on", async () => {
    const bad = ["page.html", "trace.out", "app.elf"];
    const app = await launch({
      files: [...bad.map((name) => join(BAD, name)), join(BAD, "none"), HEAP],
    });
    const profiles = await app.settled(5);
    expect(
      profiles.map(({ state }) =>
        state.status === "failed" ? state.error : state.status,
      ),
    ).toEqual([
      { code: "not-a-profile", lookalike: "html" },
      { code: "not-a-profile", lookalike: "go-trace" },
      { code: "not-a-profile", lookalike: "elf" },
      { code: "not-found" },
      "ready",
    ]);
  });
});

describe("bulk replies", () => {
  it("arrive whole, once", async () => {
    const app = await launch({ files: [HEAP] });
    const state = await app.settledState();
    if (state.status !== "ready") throw new Error(state.status);
    const ticket = await app.request("analysis/flame", {
      profileId: (await app.profiles())[0].id,
      sampleTypeIndex: state.summary.defaultSampleTypeIndex,
      inverted: false,
    });
    if (!ticket.ok) throw new Error(ticket.error.code);
    const sizes = await app.page.evaluate(async (url) => {
      const first = await fetch(url);
      const bytes = (await first.arrayBuffer()).byteLength;
      return [bytes, (await fetch(url)).status];
    }, ticket.value.url);
    expect(sizes).toEqual([ticket.value.byteLength, 404]);
  });
});

describe("settings", () => {
  it("are kept between runs", async () => {
    const dataDir = temporaryFolder();
    const first = await launch({ dataDir });
    await first.request("settings/set", { theme: "dark", language: "zh-CN" });
    await first.close();
    const second = await launch({ dataDir });
    expect(await second.request("settings/get", {})).toMatchObject({
      value: { theme: "dark", language: "zh-CN", byteUnit: "auto" },
    });
  });

  it("that cannot be read are no reason not to start", async () => {
    const dataDir = temporaryFolder();
    writeFileSync(join(dataDir, "settings.json"), "{ not json");
    const app = await launch({ dataDir });
    expect(await app.request("settings/get", {})).toMatchObject({
      value: { theme: "system" },
    });
  });
});

describe("a runtime whose launcher loads the app late", () => {
  it("opens files all the same, on an origin that needs no registration", async () => {
    const dist = temporaryFolder();
    const electron = process.env["LEAKSCOPE_ELECTRON"] ?? "";
    // The same runtime, with an app that imports ours only after `ready`.
    for (const name of readdirSync(dirname(electron))) {
      if (name === "resources" || name === "electron") continue;
      symlinkSync(join(dirname(electron), name), join(dist, name));
    }
    cpSync(electron, join(dist, "electron"));
    mkdirSync(join(dist, "resources/app"), { recursive: true });
    writeFileSync(
      join(dist, "resources/app/package.json"),
      '{"name":"late","version":"0.0.0","type":"module","main":"main.js"}',
    );
    writeFileSync(
      join(dist, "resources/app/main.js"),
      `import { app } from "electron";
process.defaultApp = true;
app.setAppPath(${JSON.stringify(ROOT)});
setTimeout(() => import(${JSON.stringify(`file://${ROOT}/out/main/index.js`)}), 300);`,
    );
    const app = await launch({
      files: [HEAP],
      electronPath: join(dist, "electron"),
    });
    expect(await app.settledState()).toMatchObject({ status: "ready" });
    expect(new URL(app.page.url()).protocol).toBe("https:");
  });
});

/** A real second process with the same user data; gives its exit status. */
function launchAgain(
  dataDir: string,
  files: readonly string[],
): Promise<number | null> {
  const electron = process.env["LEAKSCOPE_ELECTRON"] ?? "";
  const child = spawn(
    electron,
    [
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      `--user-data-dir=${dataDir}`,
      ROOT,
      ...files,
    ],
    { stdio: "ignore" },
  );
  return new Promise((resolve) => child.on("exit", resolve));
}
