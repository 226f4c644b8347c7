/**
 * What the package says of files on macOS and Windows. Read, not tried: no such machine builds or runs
 * it yet. Linux is tried for real in tests/e2e/package.e2e.ts.
 */
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { FuseV1Options } from "@electron/fuses";
import { describe, expect, it } from "vitest";
import type { Configuration } from "electron-builder";
// @ts-expect-error A script without types; it is checked against those of electron-builder below.
import packaging from "../../electron-builder.config.mjs";

const config = packaging as Configuration;
const ROOT = resolve(import.meta.dirname, "../..");

function extensionsOf(associations: unknown): string[] {
  return [associations]
    .flat()
    .flatMap((association) => (association as { ext: string | string[] }).ext);
}

describe("packaging", () => {
  it("opens the same files on macOS and Windows, never every .gz", () => {
    const extensions = extensionsOf(config.mac?.fileAssociations);
    expect(extensionsOf(config.win?.fileAssociations)).toEqual(extensions);
    expect(extensions).toContain("pprof");
    expect(extensions.filter((ext) => /gz|txt|log/.test(ext))).toEqual([]);
    // Common to all platforms: nothing, or Linux would write an XML without magic.
    expect(config.fileAssociations).toBeUndefined();
  });

  it("is a document viewer on macOS, whose open-file event main listens to", () => {
    expect(config.mac?.fileAssociations).toMatchObject([
      { name: "Go profile", role: "Viewer", rank: "Alternate" },
    ]);
    const main = readFileSync(join(ROOT, "src/main/index.ts"), "utf8");
    // Before `ready`: macOS sends it while the app starts.
    expect(main.indexOf('app.on("open-file"')).toBeGreaterThan(0);
    expect(main.indexOf('app.on("open-file"')).toBeLessThan(
      main.indexOf(".whenReady()"),
    );
  });

  it("is installed for the machine on Windows, which writes its associations", () => {
    expect(config.win?.target).toEqual(["nsis"]);
    expect(config.nsis).toMatchObject({ perMachine: true });
  });

  it("has an icon for each platform", () => {
    const signature = (path: string): string =>
      readFileSync(join(ROOT, path)).subarray(0, 4).toString("latin1");
    expect(signature(String(config.mac?.icon))).toBe("icns");
    expect(signature(String(config.win?.icon))).toBe("\0\0\x01\0");
    for (const size of [16, 32, 48, 128, 256, 512]) {
      const png = join(ROOT, "build/icons", `${size}x${size}.png`);
      expect([size, existsSync(png)]).toEqual([size, true]);
    }
  });

  // Which are on is looked up in the program itself, by tests/e2e/package.e2e.ts.
  it("sets every fuse there is on purpose", () => {
    const names = Object.keys(FuseV1Options).filter((name) =>
      Number.isNaN(Number(name)),
    );
    const set = Object.keys(config.electronFuses ?? {});
    expect(set.map((name) => name.toLowerCase()).sort()).toEqual(
      names.map((name) => name.toLowerCase()).sort(),
    );
  });
});
