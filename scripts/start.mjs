// `npm start -- [FILE...]`: installs, builds what is stale, and opens the app on the files, or on a
// sample capture. Without a display it says so and prints the terminal's table instead.
import { spawn } from "node:child_process";
import { join, resolve } from "node:path";
import {
  ensureBuild,
  ensurePackages,
  ROOT,
  runNode,
  SAMPLE,
} from "./project.mjs";

ensurePackages();
const { ensureSystemLibraries } = await import("./system-libraries.mjs");
const { platformSwitches, resolveElectron } =
  await import("./electron-runtime.mjs");
const { hasDisplay } = await import("./display.mjs");

const asked = process.argv.slice(2).map((file) => resolve(file));
const files = asked.length > 0 ? asked : [SAMPLE];

function printInTerminal(why) {
  console.log(
    `${why}: showing the terminal's table. On a desktop this opens a window.\n`,
  );
  process.exitCode = runNode([join(ROOT, "out/cli/index.js"), "top", files[0]]);
}

async function openWindow() {
  ensureSystemLibraries();
  const runtime = await resolveElectron();
  if (runtime === undefined) {
    printInTerminal("no Electron runtime");
    return;
  }
  const child = spawn(runtime.path, [...platformSwitches(), ROOT, ...files], {
    stdio: "inherit",
  });
  child.on("exit", (code) => {
    process.exitCode = code ?? 1;
  });
}

ensureBuild();
if (hasDisplay()) await openWindow();
else printInTerminal("no display");
