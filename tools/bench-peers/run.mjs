// `npm run bench:peers [-- --size M] [--rounds 3]`; see README.md.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { hasDisplay, rerunUnderXvfb } from "../../scripts/display.mjs";
import {
  platformSwitches,
  resolveElectron,
} from "../../scripts/electron-runtime.mjs";
import { ROOT } from "../../scripts/project.mjs";

const HERE = import.meta.dirname;
const CACHE_DIR = join(ROOT, ".cache/bench");

const { values } = parseArgs({
  options: {
    size: { type: "string", default: "L" },
    rounds: { type: "string", default: "5" },
  },
});

function run(command, args, cwd = ROOT) {
  const result = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 1 << 26,
  });
  if (result.status !== 0)
    throw new Error(`${command} ${args.join(" ")}\n${result.stderr}`);
  return result.stdout;
}

function makeBlock(size) {
  mkdirSync(CACHE_DIR, { recursive: true });
  const profile = join(CACHE_DIR, `${size}.pb.gz`);
  if (!existsSync(profile))
    run(process.execPath, [
      "tools/generate-profile/generate-profile.mjs",
      "--size",
      size,
      "--out",
      profile,
    ]);
  const block = join(CACHE_DIR, `${size}.flame`);
  const boxes = run(process.execPath, [
    "--import",
    "tsx",
    join(HERE, "flame-block.ts"),
    profile,
    block,
  ]);
  console.log(`${size}: ${boxes.trim()}`);
  return block;
}

async function buildPage(name, entry) {
  const { build } = await import("vite");
  const outDir = join(CACHE_DIR, `page-${name}`);
  await build({
    root: HERE,
    logLevel: "error",
    configFile: false,
    publicDir: false,
    build: {
      outDir,
      emptyOutDir: true,
      target: "chrome130",
      rolldownOptions: {
        input: join(HERE, entry),
        output: { entryFileNames: "page.js", format: "es" },
      },
    },
  });
  writeFileSync(
    join(outDir, "index.html"),
    '<!doctype html><meta charset="utf-8"><style>body{margin:0}</style><script type="module" src="/page.js"></script>',
  );
  return outDir;
}

function measure(runtime, page, block) {
  const out = run(runtime.path, [
    ...platformSwitches(),
    join(CACHE_DIR, "bench-app"),
    page,
    block,
  ]);
  const line = out.split("\n").find((text) => text.startsWith("FIGURES "));
  if (line === undefined) throw new Error(`no figures:\n${out}`);
  return JSON.parse(line.slice("FIGURES ".length));
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
}

function prepareApp() {
  const dir = join(CACHE_DIR, "bench-app");
  mkdirSync(dir, { recursive: true });
  writeFileSync(
    join(dir, "package.json"),
    JSON.stringify({
      name: "bench",
      version: "1.0.0",
      type: "module",
      main: "main.js",
    }),
  );
  const main = resolve(HERE, "electron-main.mjs");
  writeFileSync(
    join(dir, "main.js"),
    `import ${JSON.stringify(`file://${main}`)};\n`,
  );
}

async function main() {
  if (!hasDisplay()) rerunUnderXvfb();
  if (!existsSync(join(HERE, "node_modules/flame-chart-js")))
    run(
      "npm",
      ["install", "--no-audit", "--no-fund", "--no-package-lock"],
      HERE,
    );
  const runtime = await resolveElectron();
  if (runtime === undefined) process.exit(1);
  const block = makeBlock(values.size);
  prepareApp();
  const contenders = {
    ours: await buildPage("ours", "ours.ts"),
    "flame-chart-js": await buildPage("peer", "peer.mjs"),
  };
  const runs = {};
  for (let round = 0; round < Number(values.rounds); round += 1)
    for (const [name, page] of Object.entries(contenders))
      (runs[name] ??= []).push(measure(runtime, page, block));
  const medians = {};
  for (const [name, figures] of Object.entries(runs)) {
    medians[name] = Object.fromEntries(
      Object.keys(figures[0]).map((key) => [
        key,
        median(figures.map((figure) => figure[key])),
      ]),
    );
    console.log(name, medians[name]);
  }
  const { ours, "flame-chart-js": peer } = medians;
  const goal = (name, value, limit) =>
    console.log(
      `${name}: ${value.toFixed(3)}, limit ${limit}: ${value <= limit ? "met" : "MISSED"}`,
    );
  goal("draw, median ms", ours.drawMs, 8);
  goal("draw, 95th percentile ms", ours.drawP95Ms, 16);
  goal("search, ms", ours.searchMs, 50);
  goal("first paint after layout, ms", ours.firstPaintMs, 150);
  goal(
    "first paint, of flame-chart-js",
    ours.firstPaintMs / peer.firstPaintMs,
    1 / 20,
  );
  goal("memory, of flame-chart-js", ours.memoryMb / peer.memoryMb, 1 / 5);
}

await main();
