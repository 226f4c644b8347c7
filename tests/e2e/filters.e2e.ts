/** Filters in the window: typed, by menu, as chips, in the history; numbers as `leakscope top` has them. */
import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { type App, ROOT, samplePath } from "./app.ts";
import { copiedText } from "./copied-text.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { useApp } from "./use-app.ts";

const CPU = samplePath("cpu.pb.gz");
const launch = useApp();

async function open(dataDir?: string): Promise<App> {
  const app = await launch({ files: [CPU], dataDir });
  await app.settled(1);
  await show(app, "Flame graph");
  return app;
}

async function show(app: App, view: string): Promise<void> {
  await app.page.getByRole("tab", { name: view, exact: true }).click();
  await app.idle();
}

/** Types a filter of the kind that is chosen. */
async function type(app: App, pattern: string): Promise<void> {
  await app.page.keyboard.press("Control+Shift+F");
  await app.page.getByRole("textbox", { name: /expression$/ }).fill(pattern);
  await app.page.keyboard.press("Enter");
}

async function chooseKind(app: App, name: RegExp): Promise<void> {
  await app.page.getByRole("combobox", { name: "Kind of filter" }).click();
  await app.page.getByRole("option", { name }).click();
  const field = app.page.getByRole("textbox", { name: /expression$/ });
  await expect
    .poll(() => field.evaluate((input) => input === document.activeElement))
    .toBe(true);
}

const chips = async (app: App): Promise<readonly string[]> =>
  (await app.page.locator(".ls-filter-chip").allInnerTexts()).map((text) =>
    text.trim().replaceAll(/\s+/g, " "),
  );

const left = (app: App): Promise<string> =>
  app.page.locator(".ls-filter-bar__left").innerText();

/** Rows of Top as `flat cum name`, from the clipboard. */
async function topRows(app: App): Promise<readonly string[]> {
  await show(app, "Top");
  const copied = await copiedText(app, () =>
    app.page.getByRole("button", { name: "Copy as TSV" }).click(),
  );
  return copied
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => line.split("\t"))
    .map((cells) => `${cells[0]} ${cells[3]} ${cells[5]}`);
}

/** The same rows by the terminal. */
function terminalRows(...flags: readonly string[]): readonly string[] {
  const args = ["out/cli/index.js", "top", "--format=json", "-nodefraction=0"];
  const stdout = execFileSync("node", [...args, ...flags, CPU], {
    cwd: ROOT,
    maxBuffer: 2 ** 26,
  });
  const { rows } = JSON.parse(stdout.toString()) as {
    readonly rows: readonly Readonly<Record<string, string>>[];
  };
  return rows.map((row) => `${row.flat} ${row.cum} ${row.function}`);
}

describe("a filter", () => {
  it("is typed, has the terminal's numbers in every view, and says of what", async () => {
    const app = await open();
    await type(app, "compress/");
    await expect.poll(() => chips(app)).toEqual(["focus compress/"]);
    await expect
      .poll(() => left(app))
      .toMatch(
        /^[\d.]+ s of [\d.]+ s left \([\d.]+%\), [\d.]+ s filtered away$/,
      );
    const rows = await topRows(app);
    expect(rows).toEqual(terminalRows("-focus=compress/"));
    await app.screenshot("filter-top");

    // A second kind, in the call tree: its root is what is left.
    await show(app, "Call tree");
    await app.page.keyboard.press("Control+Shift+F");
    await chooseKind(app, /^hide /);
    await app.page.keyboard.type("^runtime\\.");
    await app.page.keyboard.press("Enter");
    await expect
      .poll(() => chips(app))
      .toEqual(["focus compress/", "hide ^runtime\\."]);
    await app.idle();
    const root = await app.page.locator(".ls-grid__row").first().innerText();
    const shareIn = (text: string, how: RegExp): number =>
      Number(how.exec(text)?.[1]);
    expect(shareIn(root, /([\d.]+)%/)).toBeCloseTo(
      shareIn(await left(app), /\(([\d.]+)%\)/),
      0,
    );
    expect(await topRows(app)).toEqual(
      terminalRows("-focus=compress/", "-hide=^runtime\\."),
    );

    await app.page.getByRole("button", { name: "Clear all" }).click();
    await app.page.locator(".ls-filter-bar").waitFor({ state: "detached" });
    expect(await topRows(app)).toEqual(terminalRows());
  });

  it("that is no expression says why at the field, and can be mended", async () => {
    const app = await open();
    await type(app, "gzip(");
    const field = app.page.getByRole("textbox", { name: "Regular expression" });
    const alert = app.page.getByRole("alert");
    await expect
      .poll(() => alert.innerText())
      .toMatch(/^Not a regular expression: .*missing closing/);
    expect(await field.getAttribute("aria-invalid")).toBe("true");
    expect(await field.getAttribute("aria-describedby")).toBe(
      await alert.getAttribute("id"),
    );
    expect(await chips(app)).toEqual([]);
    await field.fill("gzip");
    await alert.waitFor({ state: "detached" });
    await field.press("Enter");
    await expect.poll(() => chips(app)).toEqual(["focus gzip"]);
  });

  it("is edited and taken off by its chip, and by going back", async () => {
    const app = await open();
    await type(app, "gzip");
    await expect.poll(() => chips(app)).toEqual(["focus gzip"]);
    await app.page.getByRole("button", { name: /^Edit the filter/ }).click();
    const field = app.page.getByRole("textbox", { name: "Regular expression" });
    expect(await field.inputValue()).toBe("gzip");
    await field.fill("json");
    await field.press("Enter");
    await expect.poll(() => chips(app)).toEqual(["focus json"]);
    await app.page.getByRole("button", { name: /^Remove the filter/ }).click();
    await expect.poll(() => chips(app)).toEqual([]);
    await app.page.keyboard.press("[");
    await expect.poll(() => chips(app)).toEqual(["focus json"]);
    await app.page.keyboard.press("[");
    await expect.poll(() => chips(app)).toEqual(["focus gzip"]);
    await app.page.keyboard.press("]");
    await expect.poll(() => chips(app)).toEqual(["focus json"]);
    await app.page.keyboard.press("Control+Shift+F");
    await field.press("Escape");
    await field.waitFor({ state: "detached" });
    expect(await chips(app)).toEqual(["focus json"]);
  });

  it("that meets nothing, or leaves nothing, says so", async () => {
    const app = await open();
    await app.page.keyboard.press("Control+Shift+F");
    await chooseKind(app, /^ignore /);
    await app.page.keyboard.type("nowhere");
    await app.page.keyboard.press("Enter");
    await expect
      .poll(() => chips(app))
      .toEqual(["ignore nowhere matches nothing"]);
    await expect.poll(() => left(app)).toMatch(/^all [\d.]+ s left$/);
    await type(app, ".");
    await app.page
      .getByText("The filters leave nothing of this profile.")
      .waitFor();
    await app.screenshot("filter-nothing-left");
    await app.page
      .getByRole("tabpanel")
      .getByRole("button", { name: "Clear all" })
      .last()
      .click();
    await app.page.locator(".ls-flame-canvas").waitFor();
  });

  it("comes from the menus of flame graph, Top, call tree and callers", async () => {
    const app = await open();
    const graph = app.page.getByRole("tree");
    await graph.focus();
    for (let i = 0; i < 2; i += 1) await graph.press("ArrowDown");
    await graph.press("Shift+F10");
    await app.page.getByRole("menuitem", { name: /^Focus/ }).click();
    await expect.poll(() => chips(app)).toEqual(["focus http.(*conn).serve"]);
    expect(await topRows(app)).toEqual(
      terminalRows("-focus=^net/http\\.\\(\\*conn\\)\\.serve$"),
    );

    const first = app.page.locator(".ls-grid__row").first();
    const hidden = (await topRows(app))[0].split(" ")[2];
    await first.click({ button: "right" });
    await app.page.getByRole("menuitem", { name: "Hide its frames" }).click();
    await expect.poll(async () => (await chips(app)).length).toBe(2);
    const rows = await topRows(app);
    expect(rows.some((row) => row.endsWith(` ${hidden}`))).toBe(false);

    await show(app, "Call tree");
    const row = app.page.locator(".ls-grid__row").nth(3);
    await row.click({ button: "right" });
    await app.page.getByRole("menuitem", { name: /^Ignore/ }).click();
    await expect.poll(async () => (await chips(app)).length).toBe(3);
    expect((await chips(app))[2]).toMatch(/^ignore /);
    await app.page.getByRole("button", { name: "Clear all" }).click();

    await show(app, "Call tree");
    await app.page.locator(".ls-grid__row").nth(2).click({ button: "right" });
    await app.page
      .getByRole("menuitem", { name: /Callers and callees/ })
      .click();
    const callees = app.page.getByRole("region", { name: "Callees" });
    await callees.locator(".ls-grid__row").first().click({ button: "right" });
    await app.page.getByRole("menuitem", { name: /^Show from/ }).click();
    await expect.poll(async () => (await chips(app))[0]).toMatch(/^show_from /);
  });

  it("is still on after a restart", async () => {
    const dataDir = temporaryFolder();
    const app = await open(dataDir);
    await type(app, "compress/");
    await expect.poll(() => chips(app)).toEqual(["focus compress/"]);
    await app.page.waitForTimeout(900);
    await app.close();
    const again = await launch({ dataDir });
    await again.settled(1);
    await expect.poll(() => chips(again)).toEqual(["focus compress/"]);
    expect(await topRows(again)).toEqual(terminalRows("-focus=compress/"));
    await again.close();
  });
});
