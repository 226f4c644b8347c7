/** Memory runs out in the running app: in a worker, or past what the user allows. The app goes on. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeEach, describe, expect, it } from "vitest";
import { bytes, int } from "../fixtures/wire.ts";
import { samplePath, type App } from "./app.ts";
import {
  freeWorkerHeaps,
  killLastWorker,
  limitWorkerHeaps,
  watchWorkers,
} from "./main-workers.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { useApp } from "./use-app.ts";

const CPU = samplePath("cpu.pb.gz");
const HEAP = samplePath("heap.pb.gz");
const HEAP_BASE = samplePath("heap-base.pb.gz");

let folder = "";
beforeEach(() => {
  folder = temporaryFolder();
});
const launch = useApp();

/** A goroutine dump of stacks that are all different: more than a small heap holds. */
function manyStacks(): string {
  const path = join(folder, "stacks.txt");
  const stacks = Array.from({ length: 60_000 }, (_, i) => {
    const frames = [0, 1, 2, 3].map(
      (depth) =>
        `main.f${i}_${depth}(0x${i.toString(16)})\n\t/src/${i}.go:${i} +0x1\n`,
    );
    return `goroutine ${i + 1} [chan receive]:\n${frames.join("")}\n`;
  });
  writeFileSync(path, stacks.join(""));
  return path;
}

async function openAgain(app: App): Promise<void> {
  const alert = app.page.getByRole("alert");
  await alert.getByRole("button", { name: "Open again" }).click();
}

const statusOf = async (app: App, index: number): Promise<string> =>
  (await app.profiles())[index].state.status;

/** The app still opens and shows another file. */
async function goesOn(app: App): Promise<void> {
  const count = (await app.profiles()).length;
  await app.request("profile/open", { paths: [HEAP] });
  await app.settled(count + 1);
  expect(await statusOf(app, count)).toBe("ready");
  await app.page.getByRole("button", { name: /^heap\.pb\.gz/ }).click();
  await app.page.getByRole("tab", { name: "Top", exact: true }).click();
  await app.page.getByRole("gridcell").first().waitFor();
}

describe("a worker without memory", () => {
  it("while it decodes: a sentence, and the app goes on", async () => {
    const path = manyStacks();
    const app = await launch();
    await limitWorkerHeaps(app, 12);
    await app.request("profile/open", { paths: [path] });
    await app.page
      .getByText("There was not enough memory to read stacks.txt.")
      .waitFor();
    expect(await app.settledState()).toMatchObject({
      status: "failed",
      error: { code: "worker-died", reason: "out-of-memory" },
    });
    await app.screenshot("out-of-memory");
    await freeWorkerHeaps(app);
    await openAgain(app);
    await expect
      .poll(() => statusOf(app, 0), { timeout: 30_000 })
      .toBe("ready");
    await goesOn(app);
  });

  it("while it makes a view: what was asked settles, and the app goes on", async () => {
    const path = manyStacks();
    const app = await launch({ files: [CPU] });
    await app.settled(1);
    await app.idle();
    await app.request("profile/open", { paths: [path] });
    // Its decoder has the memory it needs; who judges its stacks has not.
    await app.page.getByRole("progressbar").first().waitFor();
    await limitWorkerHeaps(app, 12);
    await app.settled(2);
    const [, { id }] = await app.profiles();
    const spec = { currentIds: [id], baseIds: [], usesEarlier: true };
    const asked = await app.request("leaks/list", spec);
    expect(asked).toMatchObject({
      ok: false,
      error: { code: "worker-died", reason: "out-of-memory" },
    });
    await app.screenshot("out-of-memory-view");
    await freeWorkerHeaps(app);
    expect((await app.request("leaks/list", spec)).ok).toBe(true);
    await goesOn(app);
  });
});

describe("the worker of a comparison that dies", () => {
  it("leaves both files, and the comparison comes back", async () => {
    const app = await launch();
    await watchWorkers(app);
    await app.request("profile/open", { paths: [HEAP_BASE, HEAP] });
    const [base, current] = await app.settled(2);
    const ask = (id: number) =>
      app.page.evaluate(
        ([baseId, currentId, id]) =>
          window.leakscope["compare/flame"](
            {
              baseId,
              currentId,
              sampleTypeIndex: 0,
              isNormalised: false,
              isFolded: false,
              isCoarse: false,
              width: "larger",
            } as never,
            id as never,
          ),
        [base.id, current.id, id] as const,
      );
    expect((await ask(901)).ok).toBe(true);
    const asked = [ask(902), ask(903)];
    await killLastWorker(app);
    for (const outcome of await Promise.all(asked)) {
      if (!outcome.ok) expect(outcome.error.code).toBe("worker-died");
    }
    expect(await statusOf(app, 0)).toBe("ready");
    expect(await statusOf(app, 1)).toBe("ready");
    expect((await ask(904)).ok).toBe(true);
    await app.idle();
  });
});

describe("the memory for one file", () => {
  /** Inflates to 210 MB; its columns take more than 1 GB. */
  function largeProfile(): string {
    const path = join(folder, "large.pb.gz");
    const head = [...bytes(1, [...int(1, 1), ...int(2, 1)]), 0x32, 0];
    const strings = Buffer.alloc(210e6, Uint8Array.from([0x32, 1, 0x61]));
    const input = Buffer.concat([Uint8Array.from(head), strings]);
    writeFileSync(path, gzipSync(input, { level: 1 }));
    return path;
  }

  it("of the settings holds: a sentence past it, and more once it is raised", async () => {
    const path = largeProfile();
    const app = await launch({ settings: { fileMemory: "1" } });
    await app.request("profile/open", { paths: [path] });
    await app.page
      .getByText(/large\.pb\.gz needs .* of memory; the limit is 1/)
      .waitFor();
    expect(await app.settledState()).toMatchObject({
      status: "failed",
      error: { code: "over-budget", limitBytes: 2 ** 30 },
    });
    await app.screenshot("over-budget");
    await app.request("settings/set", { fileMemory: "4" });
    await openAgain(app);
    await expect
      .poll(() => statusOf(app, 0), { timeout: 60_000 })
      .toBe("ready");
  });
});
