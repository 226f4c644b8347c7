// `npm run screenshots [-- --out DIR] [--all] [--only flame,top]`: every view of the built app in a
// picture. By default those kept in docs/screenshots: English at 1920x1080 in both themes, Chinese at
// 1024x700. `--all` takes every theme, language, size and pixel ratio, and wants a folder of its own; so does
// `--vision`: the pictures whose colours say something, as people with a colour-vision deficiency see them.
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { hasDisplay, rerunUnderXvfb } from "./display.mjs";
import { resolveElectron } from "./electron-runtime.mjs";
import { ensureBuild, ROOT } from "./project.mjs";
import { openApp, seeAs, waitUntilIdle } from "./run-app.mjs";
import { startService } from "./screenshots/recorded-service.mjs";
import { SCENES } from "./screenshots/scenes.mjs";

const KEPT = [
  { lang: "en", theme: "light", size: "1920x1080", dpr: 1 },
  { lang: "en", theme: "dark", size: "1920x1080", dpr: 1 },
  { lang: "zh-CN", theme: "light", size: "1024x700", dpr: 1 },
];

function every() {
  const variants = [];
  for (const lang of ["en", "zh-CN"])
    for (const theme of ["light", "dark"])
      for (const size of ["1024x700", "1920x1080"])
        for (const dpr of [1, 2]) variants.push({ lang, theme, size, dpr });
  return variants;
}

const VISIONS = ["deuteranopia", "protanopia", "tritanopia", "achromatopsia"];
const COLOURED = [
  ...["compare-side-by-side", "compare-merged", "compare-groups"],
  ...["compare-trend", "flame", "leaks"],
];

function everyVision() {
  return VISIONS.flatMap((vision) =>
    KEPT.slice(0, 2).map((variant) => ({ ...variant, vision })),
  );
}

function option(name) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
}

/** Files with the names and times they would have, and some opened before; one of them is gone. */
function prepareFolder(folder) {
  const captures = join(folder, "orders-api");
  mkdirSync(captures, { recursive: true });
  const names = [
    ["heap-base.pb.gz", "heap-0631.pb.gz"],
    ["heap.pb.gz", "heap-0644.pb.gz"],
    ["cpu.pb.gz", "cpu-30s.pprof"],
    ["marketplace.base.txt.gz", "goroutines-0631.txt.gz"],
    ["marketplace.txt.gz", "goroutines-0644.txt.gz"],
  ];
  for (const [sample, name] of names)
    copyFileSync(join(ROOT, "resources/samples", sample), join(captures, name));
  for (const [i, name] of ["base", "current", "sampled"].entries())
    copyFileSync(
      join(ROOT, `tests/fixtures/pprof/go-heap-${name}.pb.gz`),
      join(captures, `heap-${i + 1}.pb.gz`),
    );
  writeFileSync(
    join(captures, "login.html"),
    "<!doctype html><title>Sign in</title><form></form>",
  );
  const paths = [...names.map(([, name]) => name), "heap-yesterday.pb.gz"];
  const files = paths.map((name, i) => ({
    path: join(captures, name),
    openedMs: Date.now() - i * 3_600_000,
  }));
  return { captures, recent: JSON.stringify({ version: 1, files }) };
}

/** Fewer colours, a quarter of the size; nothing where pngquant is not installed. */
function compress(path) {
  spawnSync("pngquant", [
    ...["--force", "--skip-if-larger", "--quality", "80-98", "--speed", "1"],
    ...["--output", path, path],
  ]);
}

async function take(runtime, variant, scenes, out) {
  const { lang, theme, size, dpr, vision } = variant;
  const folder = mkdtempSync(join(tmpdir(), "leakscope-pictures-"));
  const dataDir = join(folder, "data");
  mkdirSync(dataDir);
  const { captures, recent } = prepareFolder(folder);
  writeFileSync(join(dataDir, "recent.json"), recent);
  const service = await startService();
  const { app, page } = await openApp(runtime, dataDir, {
    ...{ lang, theme, size, dpr, files: [] },
    captures: join(folder, "saved"),
  });
  if (vision !== undefined) await seeAs(page, vision);
  const context = {
    app,
    page,
    captures,
    service,
    idle: () => waitUntilIdle(page),
  };
  try {
    for (const { name, run } of scenes) {
      await run(context);
      await waitUntilIdle(page);
      const path = join(
        out,
        `${name}-${theme}-${lang}-${size}${dpr === 1 ? "" : `@${dpr}x`}${vision === undefined ? "" : `-${vision}`}.png`,
      );
      // A tooltip or a caret of the step before is no part of the picture.
      await page.waitForTimeout(150);
      await page.screenshot({ path, caret: "hide" });
      compress(path);
      console.log(path);
    }
  } finally {
    await app.close();
    service.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

if (!hasDisplay()) rerunUnderXvfb();
const takesAll = process.argv.includes("--all");
const out = resolve(option("out") ?? join(ROOT, "docs/screenshots"));
const takesVisions = process.argv.includes("--vision");
const wanted =
  option("only")?.split(",") ?? (takesVisions ? COLOURED : undefined);
if ((takesAll || takesVisions) && option("out") === undefined) {
  console.error("screenshots: that is for looking: give it --out DIR");
  process.exit(1);
}
ensureBuild();
const runtime = await resolveElectron();
if (runtime === undefined) process.exit(1);
mkdirSync(out, { recursive: true });
const chosen = SCENES.filter(
  ({ name, needs }) =>
    wanted === undefined ||
    wanted.includes(name) ||
    SCENES.some((scene) => wanted.includes(scene.name) && needs === scene.name),
);
const only = option("variant");
const all = takesVisions ? everyVision() : takesAll ? every() : KEPT;
const variants = all.filter(
  ({ lang, theme, size, dpr, vision = "" }) =>
    only === undefined ||
    `${theme}-${lang}-${size}-${dpr}-${vision}`.includes(only),
);
for (const variant of variants) await take(runtime, variant, chosen, out);
