// Opens the built app on files, waits until it is idle, and takes a screenshot. For looking at a change:
//
//   node scripts/run-app.mjs --shot out.png [options] [FILE...]
//
//   --shot PATH      screenshot to write (may be repeated: one after each --do so far)
//   --do JS          run in the page, e.g. --do 'document.querySelector("#tab-top").click()'
//   --key KEY        press a key, e.g. --key Control+F      --type TEXT   type text
//   --click X,Y      click at a point of the page           --hover X,Y   move the pointer there
//   --print JS       evaluate in the page and print the result as JSON
//   --wait MS        wait (rarely needed: every step waits until the page is idle)
//   --vision TYPE    as somebody sees it: deuteranopia, protanopia, tritanopia, achromatopsia, none
//   --size WxH       size of the page, default 1280x800     --dpr N       device pixel ratio, default 1
//   --lang en|zh-CN  --theme light|dark                     written to the profile's settings
//   --keep-data DIR  user data folder to use and keep       --build       build first when stale
//
// Steps run in the order given. Without a display it runs under Xvfb.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { _electron } from "playwright";
import { hasDisplay, rerunUnderXvfb } from "./display.mjs";
import {
  platformSwitches,
  playwrightExecutable,
  resolveElectron,
} from "./electron-runtime.mjs";
import { ensureBuild, ROOT } from "./project.mjs";

const STEPS = [
  ...["shot", "do", "key", "type", "click", "hover", "print", "wait"],
  "vision",
];

function parse(argv) {
  const options = { steps: [], files: [], size: "1280x800", dpr: "1" };
  for (let i = 0; i < argv.length; i += 1) {
    const name = argv[i].startsWith("--") ? argv[i].slice(2) : undefined;
    if (name === undefined) options.files.push(resolve(argv[i]));
    else if (name === "build") options.build = true;
    else if (STEPS.includes(name)) options.steps.push([name, argv[++i]]);
    else options[name] = argv[++i];
  }
  return options;
}

/** Nothing is loading and nothing was drawn for a while: `aria-busy` marks what is under way. */
export async function waitUntilIdle(page) {
  await page.waitForFunction(
    () => document.querySelector("[aria-busy=true]") === null,
    undefined,
    { timeout: 60_000 },
  );
  await page.evaluate(
    () =>
      new Promise((done) =>
        requestAnimationFrame(() =>
          requestAnimationFrame(() => setTimeout(done, 50)),
        ),
      ),
  );
}

async function runStep(page, [name, value]) {
  const point = () => value.split(",").map(Number);
  if (name === "do") await page.evaluate(value);
  else if (name === "print")
    console.log(JSON.stringify(await page.evaluate(value)));
  else if (name === "key") await page.keyboard.press(value);
  else if (name === "type") await page.keyboard.type(value);
  else if (name === "click") await page.mouse.click(...point());
  else if (name === "hover") await page.mouse.move(...point());
  else if (name === "vision") await seeAs(page, value);
  else if (name === "wait") await page.waitForTimeout(Number(value));
  await waitUntilIdle(page);
  if (name === "shot") {
    mkdirSync(dirname(resolve(value)), { recursive: true });
    await page.screenshot({ path: value });
    console.log(`screenshot: ${value}`);
  }
}

/** Shows the page as somebody sees it: "deuteranopia", "protanopia", "tritanopia", "achromatopsia", "none". */
export async function seeAs(page, type) {
  // Left open: the emulation ends with its session.
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setEmulatedVisionDeficiency", { type });
}

function writeSettings(dataDir, options) {
  const settings = {};
  if (options.lang) settings.language = options.lang;
  if (options.theme) settings.theme = options.theme;
  if (options.captures) settings.captureFolder = options.captures;
  if (Object.keys(settings).length === 0) return;
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(
    join(dataDir, "settings.json"),
    JSON.stringify({ version: 1, settings }),
  );
}

/**
 * Opens the built app on `dataDir` with `{ lang, theme, size, dpr, files }` as run-app's options say; what
 * page and main print is passed on.
 */
export async function openApp(runtime, dataDir, options) {
  writeSettings(dataDir, options);
  const [width, height] = options.size.split("x").map(Number);
  const app = await _electron.launch({
    executablePath: playwrightExecutable(runtime),
    args: [
      ...platformSwitches(),
      `--user-data-dir=${dataDir}`,
      `--force-device-scale-factor=${options.dpr}`,
      ROOT,
      ...options.files,
    ],
    env: { ...process.env, TZ: "UTC" },
  });
  app.process().stderr.on("data", (text) => {
    for (const line of String(text).split("\n"))
      if (/^\d{4}-\d\d-\d\dT/.test(line)) console.log(`main: ${line}`);
  });
  const page = await app.firstWindow();
  page.on("console", (message) =>
    console.log(`page ${message.type()}: ${message.text()}`),
  );
  page.on("pageerror", (error) => console.log(`page error: ${error.stack}`));
  await app.evaluate(
    ({ BrowserWindow }, size) => {
      BrowserWindow.getAllWindows()[0].setContentSize(size.width, size.height);
    },
    { width, height },
  );
  return { app, page };
}

async function main() {
  if (!hasDisplay()) rerunUnderXvfb();
  const options = parse(process.argv.slice(2));
  if (options.build) ensureBuild();
  const runtime = await resolveElectron();
  if (runtime === undefined) process.exit(1);
  const dataDir =
    options["keep-data"] ?? mkdtempSync(join(tmpdir(), "leakscope-"));
  const { app, page } = await openApp(runtime, dataDir, options);
  await waitUntilIdle(page);
  for (const step of options.steps) await runStep(page, step);
  await app.close();
  if (options["keep-data"] === undefined)
    rmSync(dataDir, { recursive: true, force: true });
}

if (process.argv[1] === import.meta.filename) await main();
