// Runs `electron [-r MODULE] [--switches] APP_DIR [arguments]` on a runtime that came without Electron's own default app.
import { app } from "electron";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

// As Electron's default app does: Playwright comes in this way, and holds `ready` back until it is attached.
const preload = process.argv.indexOf("-r");
if (preload > 0) {
  const [, module] = process.argv.splice(preload, 2);
  createRequire(import.meta.url)(module);
}

const appDir = resolve(
  process.argv.slice(1).find((argument) => !argument.startsWith("-")) ?? ".",
);
const manifest = JSON.parse(readFileSync(join(appDir, "package.json"), "utf8"));
process.defaultApp = true;
app.setName(manifest.productName ?? manifest.name);
app.setVersion(manifest.version);
app.setAppPath(appDir);
// Awaited, as Electron awaits an app's own entry: what must run before `ready` (privileged schemes)
// then does.
try {
  await import(pathToFileURL(join(appDir, manifest.main)).href);
} catch (error) {
  console.error(error);
  process.exit(1);
}
