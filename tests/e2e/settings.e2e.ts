/** Settings, the native menu, and what follows from them at once. */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { type App, samplePath } from "./app.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { useApp } from "./use-app.ts";

const HEAP = samplePath("heap.pb.gz");

let folder = "";
beforeEach(() => {
  folder = temporaryFolder();
});
const launch = useApp();

async function choose(app: App, label: string, option: string): Promise<void> {
  await app.page.getByRole("combobox", { name: label }).click();
  await app.page.getByRole("option", { name: option, exact: true }).click();
  await app.page.getByRole("listbox").waitFor({ state: "detached" });
}

describe("settings", () => {
  it("show at once and are kept", async () => {
    const dataDir = join(folder, "data");
    const captures = join(folder, "captures");
    mkdirSync(dataDir);
    mkdirSync(captures);
    const app = await launch({ files: [HEAP], dataDir });
    await app.settled(1);
    await app.page.getByRole("tab", { name: "Top" }).click();
    await app.idle();
    await app.page.keyboard.press("Control+,");
    const dialog = app.page.getByRole("dialog");
    await dialog.waitFor();

    await choose(app, "Byte values", "kB");
    await app.page
      .getByText(/^(173|174),\d{3}(\.\d+)? kB/)
      .first()
      .waitFor();
    await choose(app, "Theme", "Dark");
    expect(await app.page.locator("html").getAttribute("data-theme")).toBe(
      "dark",
    );
    expect(
      await app.electron.evaluate(({ nativeTheme }) => nativeTheme.themeSource),
    ).toBe("dark");
    await choose(app, "Memory for one file", "1 GB");
    await app.answerOpenDialog([captures]);
    await app.electron.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = () =>
        Promise.resolve({ canceled: false, filePaths: [path] });
    }, captures);
    await dialog.getByRole("button", { name: "Choose…" }).click();
    await dialog.getByText(captures).waitFor();
    await app.screenshot("settings-dialog");
    await choose(app, "Language", "简体中文");
    await app.page.getByRole("heading", { name: "设置" }).waitFor();
    expect(await app.page.locator("html").getAttribute("lang")).toBe("zh-CN");
    await expect
      .poll(
        () =>
          JSON.parse(
            readFileSync(join(dataDir, "settings.json"), "utf8"),
          ) as unknown,
      )
      .toMatchObject({
        settings: {
          language: "zh-CN",
          theme: "dark",
          byteUnit: "kB",
          fileMemory: "1",
          captureFolder: captures,
        },
      });
  });
});

describe("the native menu", () => {
  it("shows the keys that work in the window", async () => {
    const app = await launch({ files: [HEAP] });
    await app.settled(1);
    const items = await app.electron.evaluate(({ Menu }) =>
      (Menu.getApplicationMenu()?.items ?? []).flatMap(({ submenu }) =>
        (submenu?.items ?? [])
          .filter(({ accelerator }) => accelerator)
          .map(({ label, accelerator }) => [
            label.replace("&", ""),
            String(accelerator),
          ]),
      ),
    );
    const keys = Object.fromEntries(items) as Record<string, string>;
    expect(keys).toMatchObject({
      "Open…": "CmdOrCtrl+O",
      "Capture…": "CmdOrCtrl+L",
      "Reload file": "CmdOrCtrl+R",
      "Close file": "CmdOrCtrl+W",
      "Settings…": "CmdOrCtrl+,",
      Find: "CmdOrCtrl+F",
      "Command palette…": "CmdOrCtrl+K",
      Back: "[",
      Forward: "]",
      "Compare with…": "CmdOrCtrl+D",
      "Leak guide": "CmdOrCtrl+G",
      "Keyboard shortcuts": "?",
    });
    // Each of them is in the list that `?` shows, and that list has no key twice.
    await app.page.keyboard.press("?");
    const dialog = app.page.getByRole("dialog");
    await dialog.waitFor();
    const window = await dialog.locator("section").first().innerText();
    const shown = window.split("\n").map((line) => line.trim());
    for (const accelerator of Object.values(keys)) {
      if (!/^(CmdOrCtrl\+[A-Z,]|[[\]?])$/.test(accelerator)) continue;
      const key = accelerator.replace("CmdOrCtrl+", "");
      expect([accelerator, shown.some((line) => line.includes(key))]).toEqual([
        accelerator,
        true,
      ]);
    }
  });

  it("opens, goes to the guide, to settings and back", async () => {
    const app = await launch({ files: [HEAP] });
    await app.settled(1);
    await app.idle();
    await app.clickMenu("&View", "Command &palette…");
    await app.page.getByRole("dialog", { name: "Commands" }).waitFor();
    await app.page.keyboard.press("Escape");
    await app.clickMenu("&Help", "Leak &guide");
    await app.page.getByRole("heading", { name: "Guide to leaks" }).waitFor();
    await app.clickMenu("&File", "&Settings…");
    await app.page.getByRole("dialog", { name: "Settings" }).waitFor();
  });

  it("lists the files opened before", async () => {
    const app = await launch({ files: [HEAP] });
    await app.settled(1);
    await expect
      .poll(() =>
        app.electron.evaluate(({ Menu }) =>
          Menu.getApplicationMenu()
            ?.items[0].submenu?.items.find(({ label }) =>
              label.includes("Recent"),
            )
            ?.submenu?.items.map(({ label }) => label),
        ),
      )
      .toEqual([HEAP]);
  });
});
