/** Top, call tree, callers and callees: the numbers of `go tool pprof` in the window. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseGolden } from "../oracle/golden-file.ts";
import { type App, ROOT } from "./app.ts";
import { copiedText } from "./copied-text.ts";
import { useApp } from "./use-app.ts";

const PROFILE = join(ROOT, "tests/fixtures/pprof/go-cpu.pb.gz");
const GOLDEN = join(ROOT, "tests/golden/go-cpu.pb.gz.txt");
const launch = useApp();

async function open(view: string): Promise<App> {
  const app = await launch({ files: [PROFILE] });
  await app.settled(1);
  await app.page.getByRole("tab", { name: view }).click();
  await app.idle();
  return app;
}

/** Function names of the rows `go tool pprof -top` prints, in order. */
function goldenNames(args: readonly string[]): string[] {
  const golden = parseGolden(readFileSync(GOLDEN));
  const run = golden.runs.find((one) => one.args.join(" ") === args.join(" "));
  if (run === undefined) throw new Error(`no golden run ${args.join(" ")}`);
  const lines = run.stdout.toString().trimEnd().split("\n");
  const head = lines.findIndex((line) => /flat\s+flat%/.test(line));
  return lines
    .slice(head + 1)
    .map((line) => line.trim().split(/\s+/).slice(5).join(" "));
}

const copyAs = (app: App, format: "TSV" | "CSV"): Promise<string> =>
  copiedText(app, () =>
    app.page.getByRole("button", { name: `Copy as ${format}` }).click(),
  );

/** Rows of the copied table as cells. */
async function copiedRows(app: App): Promise<readonly string[][]> {
  return (await copyAs(app, "TSV"))
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => line.split("\t"));
}

describe("Top", () => {
  it("has all rows of go tool pprof in its order, exact to the last digit", async () => {
    const app = await open("Top");
    const rows = await copiedRows(app);
    const golden = goldenNames([
      "-top",
      "-sample_index=cpu",
      "-nodefraction=0",
    ]);
    expect(rows.map((cells) => cells[5])).toEqual(
      golden.map((name) => name.replace(/ \((partial-)?inline\)$/, "")),
    );
    const flats = rows.map((cells) => Number(cells[0]));
    const total = flats.reduce((sum, flat) => sum + flat, 0);
    expect(Number(rows[0][1])).toBeCloseTo((flats[0] / total) * 100, 2);
    const shown = await app.page.locator(".ls-bar__report").innerText();
    expect(shown).toBe(`${golden.length} rows`);
  });

  it("sorts by cum as pprof -cum, and by name", async () => {
    const app = await open("Top");
    await app.page.getByRole("button", { name: "cum", exact: true }).click();
    await app.idle();
    const byCum = (await copiedRows(app)).map((cells) => cells[5]);
    const golden = goldenNames(["-top", "-sample_index=cpu", "-cum"]).map(
      (name) => name.replace(/ \((partial-)?inline\)$/, ""),
    );
    expect(byCum.slice(0, 20)).toEqual(golden.slice(0, 20));
    await app.page.getByRole("button", { name: "Function" }).click();
    await app.idle();
    const byName = (await copiedRows(app)).map((cells) => cells[5]);
    expect(byName).toEqual([...byName].sort());
  });

  it("filters, and says how many are left", async () => {
    const app = await open("Top");
    await app.page.locator("#search-input").fill("compute");
    const report = app.page.locator(".ls-bar__report");
    await expect.poll(() => report.innerText()).toMatch(/^\d+ of \d+ rows$/);
    const rows = await copiedRows(app);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every((cells) => cells[5].includes("compute"))).toBe(true);
    await app.page.locator("#search-input").fill("no such function");
    await app.page.getByText("No function matches the filter.").waitFor();
    await app.page.getByRole("button", { name: "Clear the filter" }).click();
    await app.page.getByRole("grid").waitFor();
  });

  it("highlights the chosen row in the flame graph and says how many boxes", async () => {
    const app = await open("Top");
    const grid = app.page.getByRole("grid");
    await grid.focus();
    await grid.press("ArrowDown");
    const selection = app.page.locator(".ls-top__selection");
    await expect
      .poll(() => selection.innerText())
      .toMatch(/: \d+ box(es)? in the flame graph, .*% of all$/);
    const count = /: (\d+) box/.exec(await selection.innerText())?.[1];
    await grid.press("Enter");
    await app.page.locator(".ls-flame-canvas").waitFor();
    await expect
      .poll(() => app.page.locator(".ls-chip").innerText())
      .toContain(`: ${count} box`);
    await app.page.getByRole("button", { name: "Clear the search" }).click();
    await app.page.locator(".ls-chip").waitFor({ state: "detached" });
  });

  it("has the unit that is chosen", async () => {
    const app = await open("Top");
    const flat = app.page.locator(".ls-grid__cell").first();
    expect(await flat.innerText()).toMatch(/^[\d.]+ ms$/);
    await app.page.keyboard.press("Control+,");
    await app.page.getByRole("combobox", { name: "Time values" }).click();
    await app.page.getByRole("option", { name: "s", exact: true }).click();
    await app.page.keyboard.press("Escape");
    await app.page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await flat.innerText()).toMatch(/^[\d,]+(\.\d+)? s$/);
  });

  it("copies a row by key, and all as CSV", async () => {
    const app = await open("Top");
    const grid = app.page.getByRole("grid");
    await grid.focus();
    await grid.press("ArrowDown");
    const copied = await copiedText(app, () => grid.press("Control+c"));
    await app.page.getByText("1 row copied").waitFor();
    const [head, row] = copied.trimEnd().split("\n");
    expect(head.split("\t")).toHaveLength(7);
    const [golden] = goldenNames([
      "-top",
      "-sample_index=cpu",
      "-nodefraction=0",
    ]);
    expect(golden).toContain(row.split("\t")[5]);
    expect(await copyAs(app, "CSV")).toMatch(/^flat \(.*\),flat%/);
  });

  it("resizes columns by mouse and by key", async () => {
    const app = await open("Top");
    const header = app.page.getByRole("columnheader").first();
    const width = async (): Promise<number> =>
      (await header.boundingBox())?.width ?? 0;
    const before = await width();
    await header.getByRole("button").focus();
    await app.page.keyboard.press("Shift+ArrowRight");
    expect(await width()).toBe(before + 16);
    const box = await header.boundingBox();
    if (box === null) throw new Error("no header");
    await app.page.mouse.move(box.x + box.width, box.y + 12);
    await app.page.mouse.down();
    await app.page.mouse.move(box.x + box.width + 40, box.y + 12);
    await app.page.mouse.up();
    expect(await width()).toBe(before + 56);
  });
});

describe("the call tree", () => {
  it("opens and closes by keyboard and leads to the flame graph", async () => {
    const app = await open("Call tree");
    const tree = app.page.getByRole("treegrid");
    await tree.focus();
    await tree.press("Home");
    const rowCount = async (): Promise<number> =>
      Number(await tree.getAttribute("aria-rowcount"));
    const opened = await rowCount();
    await tree.press("ArrowLeft");
    expect(await rowCount()).toBe(2);
    await tree.press("ArrowRight");
    expect(await rowCount()).toBe(opened);
    await tree.press("ArrowRight");
    const name = await app.page
      .locator(".ls-grid__row[aria-selected=true] .ls-tree__text")
      .innerText();
    await tree.press("Enter");
    await app.page.locator(".ls-flame-canvas").waitFor();
    await expect
      .poll(() =>
        app.page.locator(".ls-breadcrumb [aria-current=true]").textContent(),
      )
      .toBe(name);
  });
});

describe("other tables", () => {
  it("copy what they show: call tree and callers", async () => {
    const app = await open("Call tree");
    const tree = app.page.getByRole("treegrid");
    const rows = Number(await tree.getAttribute("aria-rowcount")) - 1;
    const copied = await copyAs(app, "TSV");
    await app.page.getByText(/rows copied/).waitFor();
    const [head, root, ...others] = copied.trimEnd().split("\n");
    expect(head).toMatch(/^level\tname\tcum \(nanoseconds\)\tcum%\tflat /);
    expect(root).toMatch(/^0\t\t\d+\t100\.00\t0\t0\.00\t$/);
    expect(others).toHaveLength(rows - 1);
    await app.page.locator(".ls-grid__row").nth(1).click({ button: "right" });
    await app.page
      .getByRole("menuitem", { name: /Callers and callees/ })
      .click();
    const callees = app.page.getByRole("region", { name: "Callees" });
    const callers = await copiedText(app, () =>
      callees.getByRole("button", { name: "Copy as CSV" }).click(),
    );
    expect(callers).toMatch(/^value \(nanoseconds\),cum%,name\n\d+,/);
  });
});

describe("callers and callees", () => {
  it("go from function to function, and back", async () => {
    const app = await open("Callers");
    const field = app.page.getByRole("combobox", { name: "Function" });
    await field.fill("compute.Fib");
    await field.press("Enter");
    const callers = app.page.getByRole("region", { name: "Callers" });
    await callers.getByRole("grid").waitFor();
    const first = callers.locator(".ls-grid__row").first();
    const name = await first.locator(".ls-function").textContent();
    await first.dblclick();
    await expect.poll(() => field.inputValue()).toBe(name);
    await app.page.getByRole("button", { name: "Back" }).click();
    await expect.poll(() => field.inputValue()).toMatch(/compute\.Fib$/);
  });
});
