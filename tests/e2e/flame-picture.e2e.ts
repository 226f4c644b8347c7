/** The picture itself: whose code has which colour, edges on device pixels, nothing lost by folding. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { encodeProfile } from "#profile/encode/encode-profile.ts";
import { profileFromText } from "#profile/profile-from-text.ts";
import { type App, type LaunchOptions, samplePath } from "./app.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { useApp } from "./use-app.ts";

let folder = "";

beforeEach(() => {
  folder = temporaryFolder();
});

const launch = useApp();

async function open(file: string, options: LaunchOptions = {}): Promise<App> {
  const app = await launch({ files: [file], ...options });
  await app.settled(1);
  await app.page.getByRole("tab", { name: "Flame graph" }).click();
  await app.page.locator(".ls-flame-canvas").waitFor();
  await app.idle();
  return app;
}

/** Writes samples as `profileFromText` reads them; the path of the file. */
function written(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, encodeProfile(profileFromText(text)));
  return path;
}

interface Run {
  readonly x: number;
  readonly width: number;
  readonly colour: string;
}

/** Runs of one colour in a row of the picture, above its label, in device pixels. */
function runsOfRow(app: App, level: number): Promise<readonly Run[]> {
  return app.page.evaluate((row) => {
    const canvas = document.querySelector("canvas");
    const context = canvas?.getContext("2d");
    if (!canvas || !context) throw new Error("no canvas");
    const y = Math.round((row * 20 + 2) * devicePixelRatio);
    const { data } = context.getImageData(0, y, canvas.width, 1);
    const runs: { x: number; width: number; colour: string }[] = [];
    for (let x = 0; x < canvas.width; x += 1) {
      const colour = data.slice(x * 4, x * 4 + 3).join(",");
      const last = runs.at(-1);
      if (last?.colour === colour) last.width += 1;
      else runs.push({ x, width: 1, colour });
    }
    return runs;
  }, level);
}

const LIGHT: LaunchOptions = { settings: { theme: "light" } };
/** Of the light theme. */
const BACKGROUND = "255,255,255";

const rgb = (colour: string): number[] => colour.split(",").map(Number);

/** How colourful, 0 .. 255. */
function chroma(colour: string): number {
  return Math.max(...rgb(colour)) - Math.min(...rgb(colour));
}

/** Text of the card of the box at a point of the picture, in device pixels. */
async function cardAt(app: App, level: number, xPx: number): Promise<string> {
  const box = await app.page.locator(".ls-flame-canvas").boundingBox();
  if (box === null) throw new Error("no flame graph");
  const dpr = await app.page.evaluate(() => devicePixelRatio);
  const card = app.page.locator(".ls-hover-card");
  await app.page.mouse.move(box.x + (xPx + 0.5) / dpr, box.y + level * 20 + 9);
  await card.waitFor();
  await app.idle();
  return card.innerText();
}

/** Colour of each package's wide boxes in the first levels. */
async function coloursByPackage(app: App): Promise<Map<string, string>> {
  const colours = new Map<string, string>();
  for (let level = 1; level < 12; level += 1) {
    for (const { x, width, colour } of await runsOfRow(app, level)) {
      if (width < 24 || colour === BACKGROUND) continue;
      const lines = (await cardAt(app, level, x + width / 2)).split("\n");
      const about = lines.find((line) =>
        / library|your code|runtime/.test(line),
      );
      // Below the name: the package, then the file.
      const key = `${lines[1]} (${about?.replace(/ · .*/, "") ?? "background"})`;
      if (about === undefined) continue;
      expect([key, colours.get(key) ?? colour]).toEqual([key, colour]);
      colours.set(key, colour);
    }
  }
  return colours;
}

describe("colours", () => {
  it("are of the package, the same in another file, and tell whose code it is", async () => {
    const cpu = await coloursByPackage(
      await open(samplePath("cpu.pb.gz"), LIGHT),
    );
    const heap = await coloursByPackage(
      await open(samplePath("heap.pb.gz"), LIGHT),
    );
    const common = [...cpu.keys()].filter((key) => heap.has(key));
    const kinds = (word: string): string[] =>
      common.filter((key) => key.includes(word));
    expect(kinds("your code").length).toBeGreaterThan(1);
    expect(kinds("standard library").length).toBeGreaterThan(0);
    for (const key of common) {
      expect([key, heap.get(key)]).toEqual([key, cpu.get(key)]);
    }
    const chromas = (word: string): number[] =>
      [...cpu].flatMap(([key, colour]) =>
        key.includes(word) ? [chroma(colour)] : [],
      );
    const runtime = chromas("runtime");
    expect(runtime.length).toBeGreaterThan(0);
    expect(Math.max(...runtime)).toBeLessThan(
      Math.min(...chromas("standard library")),
    );
    expect(Math.max(...chromas("standard library"))).toBeLessThan(
      Math.min(...chromas("your code")),
    );
  });

  it("show inlined frames by a lighter left edge", async () => {
    const file = written("inlined.pb", "main.main;main.outer|main.inner 1");
    const app = await open(file, LIGHT);
    const sum = (colour: string): number =>
      rgb(colour).reduce((all, part) => all + part, 0);
    const plain = await runsOfRow(app, 2);
    expect(await cardAt(app, 2, 200)).not.toContain("inlined");
    expect(plain[0].width).toBeGreaterThan(100);
    const [edge, body] = await runsOfRow(app, 3);
    expect(await cardAt(app, 3, 200)).toContain("inlined");
    expect(edge.width).toBeLessThan(6);
    expect(body.width).toBeGreaterThan(100);
    expect(sum(edge.colour)).toBeGreaterThan(sum(body.colour));
    expect(body.colour).toBe(plain[0].colour);
  });
});

describe.each([1, 2])("at %i device pixels per pixel", (dpr) => {
  it("every pixel of the picture is a device pixel, and edges are one wide", async () => {
    const file = written("edges.pb", "main.a 1\nmain.b 1\nmain.c 1");
    const app = await open(file, { ...LIGHT, dpr });
    const box = await app.page.locator("canvas").first().boundingBox();
    if (box === null) throw new Error("no canvas");
    const size = await app.page.evaluate(() => {
      const { width, height } = document.querySelector("canvas") ?? {};
      return { width, height, ratio: devicePixelRatio };
    });
    expect(size).toEqual({
      width: Math.round(box.width * dpr),
      height: Math.round(box.height * dpr),
      ratio: dpr,
    });

    // Three equal boxes: a third each, rounded to whole device pixels, a device-pixel hairline between.
    const runs = await runsOfRow(app, 1);
    const width = size.width ?? 0;
    const hairlines = runs.filter(({ colour }) => colour === BACKGROUND);
    expect(hairlines.map((run) => run.width)).toEqual([1, 1, 1]);
    expect(hairlines.map((run) => run.x + run.width)).toEqual([
      Math.round(width / 3),
      Math.round((width * 2) / 3),
      width,
    ]);
    expect(runs).toHaveLength(6);

    // What is on screen is the canvas, pixel by pixel: nothing scaled or smoothed it.
    const shot = await app.page.screenshot({
      scale: "device",
      clip: { x: box.x, y: box.y, width: box.width, height: 60 },
    });
    const differing = await app.page.evaluate(
      async ({ base64, rows }) => {
        const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
        const image = await createImageBitmap(new Blob([bytes]));
        const copy = new OffscreenCanvas(image.width, image.height);
        const copied = copy.getContext("2d");
        const drawn = document.querySelector("canvas")?.getContext("2d");
        if (!copied || !drawn) throw new Error("no canvas");
        copied.drawImage(image, 0, 0);
        const seen = copied.getImageData(0, 0, image.width, rows).data;
        const wanted = drawn.getImageData(0, 0, image.width, rows).data;
        let count = 0;
        for (let i = 0; i < wanted.length; i += 1) {
          if (Math.abs(seen[i] - wanted[i]) > 2) count += 1;
        }
        return count;
      },
      { base64: shot.toString("base64"), rows: 60 * dpr },
    );
    expect(differing).toBe(0);
  });
});

describe("boxes under a pixel", () => {
  it("are folded in drawing and counted in sums", async () => {
    const many = Array.from(
      { length: 20_000 },
      (_unused, i) => `main.main;main.f${String(i).padStart(5, "0")} 1`,
    );
    const file = written(
      "many.pb",
      [...many, "main.main;main.big 20000"].join("\n"),
    );
    const app = await open(file, LIGHT);
    const width = await app.page.evaluate(
      () => document.querySelector("canvas")?.width ?? 0,
    );
    expect(await cardAt(app, 2, 10)).toMatch(/main\.big[\s\S]*50% of all/);
    // The right half of the row: 20,000 boxes in some hundred pixels, none of them left blank.
    const folded = await cardAt(app, 2, Math.round(width * 0.75));
    const hidden = Number(
      /and ([\d,]+) more in this pixel/.exec(folded)?.[1] ?? 0,
    );
    expect(hidden).toBeGreaterThan(10);
    const runs = await runsOfRow(app, 2);
    const blank = runs.filter(
      ({ x, colour, width: runWidth }) =>
        x > width / 2 + 2 && x + runWidth < width && colour === BACKGROUND,
    );
    expect(blank).toEqual([]);
    expect(await cardAt(app, 0, 10)).toMatch(/40,000|40\.0k|40000/);

    // Zoomed in they come apart, with their own values.
    const canvas = await app.page.locator(".ls-flame-canvas").boundingBox();
    if (canvas === null) throw new Error("no flame graph");
    await app.page.mouse.move(canvas.x + canvas.width * 0.75, canvas.y + 50);
    await app.page.keyboard.down("Control");
    for (let i = 0; i < 40; i += 1) await app.page.mouse.wheel(0, -240);
    await app.page.keyboard.up("Control");
    await app.page.waitForTimeout(600);
    const zoomed = await cardAt(app, 2, Math.round(width * 0.75));
    expect(zoomed).toMatch(/main\.f\d{5}/);
    expect(zoomed).not.toContain("more in this pixel");
  });
});

describe("what a screen reader reads", () => {
  it("is the focused frame, its parent and its children", async () => {
    const file = written(
      "mirror.pb",
      "main.main;main.a;main.x 3\nmain.main;main.a;main.y 1\nmain.main;main.b 2",
    );
    const app = await open(file);
    const graph = app.page.getByRole("tree");
    await graph.focus();
    for (let i = 0; i < 3; i += 1) await graph.press("ArrowDown");
    const items = await app.page
      .getByRole("treeitem")
      .evaluateAll((all) =>
        all.map((item) =>
          [
            item.getAttribute("aria-level"),
            `${item.getAttribute("aria-posinset")}/${item.getAttribute("aria-setsize")}`,
            item.getAttribute("aria-selected"),
            item.textContent,
          ].join(" "),
        ),
      );
    expect(items).toEqual([
      "2 1/1 false main.main, cum 6, 100% of all",
      "3 1/2 true main.a, cum 4, 66.7% of all",
      "4 1/2 false main.x, cum 3, 50% of all",
      "4 2/2 false main.y, cum 1, 16.7% of all",
    ]);
  });
});
