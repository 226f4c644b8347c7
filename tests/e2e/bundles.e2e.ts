/** Zips, folders and saved comparisons in the running app. */
import {
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { samplePath, type App } from "./app.ts";
import { makeZip, storedZip } from "../fixtures/make-zip.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { useApp } from "./use-app.ts";

let folder = "";

beforeEach(() => {
  folder = temporaryFolder();
});

const launch = useApp();

const sample = (name: string): Buffer => readFileSync(samplePath(name));

function writeZip(): string {
  const path = join(folder, "captures.zip");
  const files = {
    "day/b-heap.pb.gz": sample("heap.pb.gz"),
    "day/a-heap.pb.gz": sample("heap-base.pb.gz"),
    "cpu.pb.gz": sample("cpu.pb.gz"),
    "README.md": Buffer.from("# nothing to see\n"),
    "page.html": Buffer.from("<!doctype html><title>login</title>"),
    ".DS_Store": Buffer.from("x"),
  };
  writeFileSync(path, storedZip(files));
  return path;
}

async function roles(app: App): Promise<string> {
  const pair = app.page.getByRole("group", { name: "Profiles compared" });
  await pair.waitFor();
  return (await pair.innerText()).replaceAll(/\s+/g, " ");
}

describe("a zip", () => {
  it("opens as a series, kind by kind, and says what it skipped", async () => {
    const app = await launch();
    await app.idle();
    await app.drop([writeZip()]);
    const notices = app.page.getByRole("region", { name: "Notices" });
    await notices
      .getByText("captures.zip: 2 files that are no profiles were skipped.")
      .waitFor();
    await notices.getByText(/README\.md/).waitFor();
    expect(await roles(app)).toMatch(/^Base a-heap.* Current b-heap/);
    const heaps = app.page.getByRole("list", { name: "captures.zip: Heap" });
    expect(await heaps.getByRole("listitem").allInnerTexts()).toEqual([
      expect.stringContaining("a-heap"),
      expect.stringContaining("b-heap"),
    ]);
    await app.page.getByText("38.8 MB to 169.9 MB: +131.1 MB").waitFor();
    await app.screenshot("bundle-zip");
    await notices.getByRole("button", { name: "Dismiss" }).click();
    await notices.waitFor({ state: "detached" });
  });

  it("that is damaged gets a sentence", async () => {
    const path = join(folder, "broken.zip");
    writeFileSync(path, readFileSync(writeZip()).subarray(0, 500));
    const app = await launch({ files: [path] });
    await app.page
      .getByRole("alert")
      .getByText(/broken\.zip is a damaged zip/)
      .waitFor();
  });
});

describe("a zip that lies about its files", () => {
  const blank = Buffer.alloc(2 ** 20);
  /** 1 MB that says it is 1 GB: a bomb is known by what it announces. */
  const bomb = { content: blank, isDeflated: true, sizeFault: 2 ** 30 };

  it("opens what can be opened; a bomb and a wrong size get a sentence each", async () => {
    const path = join(folder, "captures.zip");
    const files = [
      { name: "heap.pb.gz", content: sample("heap.pb.gz") },
      { name: "big.pb", ...bomb },
      { name: "short.pb", content: blank, isDeflated: true, sizeFault: -9000 },
    ];
    writeFileSync(path, makeZip(files));
    const app = await launch();
    await app.idle();
    await app.drop([path]);
    await app.settled(3);
    const sidebar = app.page.locator(".ls-sidebar");
    for (const [name, sentence] of [
      ["big.pb", /big\.pb has grown from \S+ kB to \S+ GB and is not/],
      ["short.pb", /short\.pb is a damaged zip, or packed in a way/],
    ] as const) {
      await sidebar.getByText(name).click();
      await app.page.getByText(sentence).waitFor();
    }
    await app.screenshot("bundle-bomb");
    await sidebar.getByText("heap.pb.gz").click();
    await app.page.getByRole("tab", { name: "Top" }).waitFor();
    expect(
      (await app.profiles()).map(({ state }) => state.status).sort(),
    ).toEqual(["failed", "failed", "ready"]);
  });

  it("with nothing else in it says so, and the window goes on", async () => {
    const path = join(folder, "bomb.zip");
    writeFileSync(path, makeZip([{ name: "big.pb", ...bomb }]));
    const app = await launch();
    await app.idle();
    await app.drop([path]);
    await app.page.getByText(/big\.pb has grown from/).waitFor();
    await app.screenshot("bundle-only-bomb");
    await app.drop([samplePath("heap.pb.gz")]);
    await expect
      .poll(async () =>
        (await app.profiles()).some(({ state }) => state.status === "ready"),
      )
      .toBe(true);
  });
});

describe("a folder", () => {
  it("with three snapshots shows their trend, folders within it too", async () => {
    mkdirSync(join(folder, "in/deep"), { recursive: true });
    copyFileSync(samplePath("heap-base.pb.gz"), join(folder, "in/1.pb.gz"));
    copyFileSync(samplePath("heap.pb.gz"), join(folder, "in/deep/2.pb.gz"));
    copyFileSync(samplePath("heap.pb.gz"), join(folder, "in/3.pb.gz"));
    writeFileSync(join(folder, "in/notes.txt"), "to do");
    const app = await launch();
    await app.idle();
    await app.drop([join(folder, "in")]);
    await app.page.getByRole("button", { name: "Trend" }).waitFor();
    await app.page.getByRole("figure", { name: "Values over time" }).waitFor();
    await app.page.getByText(/in: 1 file that is no profile/).waitFor();
  });

  it("without a profile says so", async () => {
    mkdirSync(join(folder, "empty"));
    writeFileSync(join(folder, "empty/notes.txt"), "to do");
    const app = await launch({ files: [join(folder, "empty")] });
    await app.page.getByText("empty holds no profiles.").waitFor();
  });
});

/** Answers the save dialog with `path`. */
async function answerSaveDialog(app: App, path: string): Promise<void> {
  await app.electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () =>
      Promise.resolve({ canceled: false, filePath });
  }, path);
}

async function showMergedSwapped(app: App): Promise<void> {
  await app.settled(2);
  await roles(app);
  await app.page.getByRole("button", { name: "Merged" }).click();
  await app.page.getByRole("button", { name: "Swap base and current" }).click();
  await app.page.getByRole("checkbox", { name: "Normalise" }).click();
  await app.idle();
}

async function expectMergedSwapped(app: App): Promise<void> {
  await expect.poll(() => roles(app)).toMatch(/^Base b\.pb\.gz .*Swapped/);
  const merged = app.page.getByRole("button", { name: "Merged" });
  await expect.poll(() => merged.getAttribute("aria-pressed")).toBe("true");
  const normalise = app.page.getByRole("checkbox", { name: "Normalise" });
  expect(await normalise.isChecked()).toBe(true);
}

describe("a saved comparison", () => {
  function writePair(): string[] {
    const files = [join(folder, "a.pb.gz"), join(folder, "b.pb.gz")];
    copyFileSync(samplePath("heap-base.pb.gz"), files[0]);
    copyFileSync(samplePath("heap.pb.gz"), files[1]);
    return files;
  }

  it("opens again as it was, from another folder too, and is in Recent", async () => {
    const app = await launch({ files: writePair() });
    await showMergedSwapped(app);
    const saved = join(folder, "growth.leakscope");
    await answerSaveDialog(app, saved);
    await app.page.keyboard.press("Control+s");
    await app.page.getByText("Saved as growth.leakscope").waitFor();
    expect(JSON.parse(readFileSync(saved, "utf8"))).toMatchObject({
      schema: "leakscope-comparison/1",
      base: { path: "b.pb.gz" },
      current: { path: "a.pb.gz" },
      view: { picture: "merged", isNormalised: true },
    });
    await app.close();

    const moved = `${folder}-moved`;
    renameSync(folder, moved);
    folder = moved;
    const again = await launch({ files: [join(moved, "growth.leakscope")] });
    await again.settled(2);
    await expectMergedSwapped(again);
    const recent = await again.page.evaluate(() =>
      (
        window as unknown as {
          leakscope: Record<
            string,
            (args: object, id: number) => Promise<{ value: { path: string }[] }>
          >;
        }
      ).leakscope["recent/list"]({}, 1),
    );
    expect(recent.value.map(({ path }) => path)).toContain(
      join(moved, "growth.leakscope"),
    );
  });

  it("names the files that are missing, and what is wrong with a bad one", async () => {
    const lost = join(folder, "lost.leakscope");
    const side = (path: string): object => ({ path });
    writeFileSync(
      lost,
      JSON.stringify({
        schema: "leakscope-comparison/1",
        base: side("gone.pb.gz"),
        current: side("/nowhere/x.pb.gz"),
      }),
    );
    const bad = join(folder, "bad.leakscope");
    writeFileSync(
      bad,
      '{"schema":"leakscope-comparison/1","base":{"path":7},"current":{}}',
    );
    const app = await launch({ files: [lost, bad] });
    const alerts = app.page.getByRole("alert");
    await alerts.getByText(/gone\.pb\.gz, \/nowhere\/x\.pb\.gz/).waitFor();
    await alerts.getByText(/bad\.leakscope is no saved .*base\.path/).waitFor();
    await app.screenshot("bundle-errors");
  });

  it("is there again after a restart, with its view", async () => {
    const dataDir = join(folder, "data");
    mkdirSync(dataDir);
    const first = await launch({ dataDir, files: writePair() });
    await showMergedSwapped(first);
    await first.page.waitForTimeout(1000);
    await first.close();
    const second = await launch({ dataDir });
    await second.settled(2);
    await expectMergedSwapped(second);
  });
});
