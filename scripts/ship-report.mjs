// Printed before the last line of `npm test`: how large the build is, and whether the registry knows of faults in what ships.
// Neither fails the run: sizes are for comparing, and a registry may offer no audit.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./project.mjs";

function sizeOf(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return path.endsWith(".map") ? 0 : stat.size;
  return readdirSync(path).reduce(
    (sum, name) => sum + sizeOf(join(path, name)),
    0,
  );
}

console.log("\n== bundle size");
for (const part of ["main", "preload", "renderer", "cli"]) {
  const path = join(ROOT, "out", part);
  const text = existsSync(path)
    ? `${(sizeOf(path) / 1024).toFixed(0)} KiB`
    : "not built";
  console.log(`${part.padEnd(10)} ${text}`);
}

console.log("\n== audit");
const audit = spawnSync("npm", ["audit", "--json"], {
  cwd: ROOT,
  encoding: "utf8",
  timeout: 60_000,
  shell: process.platform === "win32",
});
let report;
try {
  report = JSON.parse(audit.stdout);
} catch {
  // No JSON: the registry did not answer in time, or not at all.
  report = undefined;
}
const found = report?.metadata?.vulnerabilities;
console.log(
  found === undefined
    ? `not run: ${report?.error?.summary || report?.message || "the registry offers no audit"}`
    : Object.entries(found)
        .map(([level, count]) => `${level} ${count}`)
        .join(", "),
);
