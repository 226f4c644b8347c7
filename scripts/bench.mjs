// `npm run bench`: builds, finds an Electron, and runs tests/bench/run.ts under a display.
import { ensureBuild, ensurePackages, runNode } from "./project.mjs";

ensurePackages();
const { hasDisplay, rerunUnderXvfb } = await import("./display.mjs");
const { resolveElectron, playwrightExecutable } =
  await import("./electron-runtime.mjs");
const { ensureSystemLibraries } = await import("./system-libraries.mjs");

if (!hasDisplay()) {
  ensureSystemLibraries();
  rerunUnderXvfb();
}
ensureBuild();
const runtime = await resolveElectron();
const env =
  runtime === undefined
    ? {}
    : { LEAKSCOPE_PLAYWRIGHT_PATH: playwrightExecutable(runtime) ?? "" };
process.exitCode = runNode(
  ["--import", "tsx", "tests/bench/run.ts", ...process.argv.slice(2)],
  { env },
);
