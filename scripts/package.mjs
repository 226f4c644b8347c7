// `npm run package [-- --out DIR] [--target deb,tar.gz]`: packages the built app for this machine, by
// default as a plain folder, with the Electron that scripts/electron-runtime.mjs finds. On Linux the
// `.desktop` entry and the MIME types are put beside it, as a package would install them.
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { LinuxTargetHelper } from "app-builder-lib/out/targets/LinuxTargetHelper.js";
import { build, Platform } from "electron-builder";
import config from "../electron-builder.config.mjs";
import { isPinned, resolveElectron } from "./electron-runtime.mjs";
import { ensureBuild, ROOT } from "./project.mjs";

function option(name, fallback) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : process.argv[at + 1];
}

/** What a Linux package installs under /usr/share, written to `out`/share. */
async function writeShare(packager, out) {
  const helper = new LinuxTargetHelper(packager);
  const share = join(out, "share");
  const name = packager.executableName;
  mkdirSync(join(share, "applications"), { recursive: true });
  mkdirSync(join(share, "mime/packages"), { recursive: true });
  writeFileSync(
    join(share, "applications", `${helper.getDesktopFileName()}.desktop`),
    await helper.computeDesktopEntry(config.linux),
  );
  cpSync(
    join(ROOT, "build/linux", `${name}.xml`),
    join(share, "mime/packages", `${name}.xml`),
  );
  for (const { file, size } of await helper.icons) {
    const apps = join(share, `icons/hicolor/${size}x${size}/apps`);
    mkdirSync(apps, { recursive: true });
    cpSync(file, join(apps, `${name}.png`));
  }
}

process.chdir(ROOT);
const out = resolve(option("out", join(ROOT, "dist")));
const targets = option("target", "dir").split(",");
ensureBuild();
const runtime = await resolveElectron();
if (runtime === undefined) process.exit(1);
const isForTests = isPinned(runtime);
if (isForTests && targets.some((target) => target !== "dir")) {
  console.error("package: the pinned test runtime is for trying only");
  process.exit(1);
}

await build({
  targets: Platform.current().createTarget(targets),
  publish: "never",
  projectDir: ROOT,
  config: {
    ...config,
    directories: { ...config.directories, output: out },
    electronDist: runtime.dist,
    electronVersion: runtime.version,
    afterPack: async ({ appOutDir, packager }) => {
      // The launcher that stands in for Electron's default app.
      if (isForTests)
        rmSync(join(appOutDir, "resources/app"), { recursive: true });
      if (process.platform === "linux") await writeShare(packager, out);
    },
  },
});
console.log(`package: ${out}`);
