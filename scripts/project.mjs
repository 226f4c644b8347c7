// What the scripts share: where things are, running commands, and whether a build is stale.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

export const ROOT = resolve(import.meta.dirname, "..");
export const CACHE_DIR = join(ROOT, ".cache");
export const SAMPLE = join(ROOT, "resources/samples/heap.pb.gz");

/** Runs a command in the project; gives its exit status. Output goes to ours unless `quiet`. */
export function run(command, args, { quiet = false, env = {} } = {}) {
  const result = spawnSync(command, args, {
    cwd: ROOT,
    stdio: quiet ? "ignore" : "inherit",
    env: { ...process.env, ...env },
    // npm is a script there.
    shell: process.platform === "win32" && command === "npm",
  });
  if (result.error !== undefined) return 127;
  return result.status ?? 1;
}

/** Runs a Node program of the project. */
export function runNode(args, options) {
  return run(process.execPath, args, options);
}

function newestTime(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(
    0,
    ...readdirSync(path).map((name) => newestTime(join(path, name))),
  );
}

/** Installs the packages of package-lock.json where they are missing or older than the lock. */
export function ensurePackages() {
  const installed = join(ROOT, "node_modules/.package-lock.json");
  const lock = join(ROOT, "package-lock.json");
  if (existsSync(installed) && newestTime(installed) >= newestTime(lock))
    return;
  if (
    existsSync(installed) &&
    run("npm", ["ls", "--all"], { quiet: true }) === 0
  )
    return;
  console.log("packages: npm ci");
  if (run("npm", ["ci", "--no-audit", "--no-fund"]) !== 0) {
    console.error("packages: npm ci failed, see above");
    process.exit(1);
  }
}

const BUILD_INPUTS = [
  "src",
  "package.json",
  "electron.vite.config.ts",
  "vite.cli.config.ts",
];

/** Builds app and terminal front end when a source is newer than the last build. */
export function ensureBuild({ force = false } = {}) {
  const stamp = join(ROOT, "out/main/index.js");
  const sources = Math.max(
    ...BUILD_INPUTS.map((path) => newestTime(join(ROOT, path))),
  );
  if (!force && existsSync(stamp) && newestTime(stamp) >= sources) return;
  console.log("build: npm run build");
  const status = run("npm", ["run", "--silent", "build"]);
  if (status !== 0) {
    console.error("build: failed, see above");
    process.exit(1);
  }
}
