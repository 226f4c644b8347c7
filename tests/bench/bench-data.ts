import { existsSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "vite";
import { runCommand } from "./measure.ts";

export const ROOT = resolve(import.meta.dirname, "../..");
const CACHE_DIR = join(ROOT, ".cache/bench");

export type Size = "S" | "M" | "L";

/** The generated profile of a size, made once. */
export async function profileOf(size: Size): Promise<string> {
  mkdirSync(CACHE_DIR, { recursive: true });
  const path = join(CACHE_DIR, `${size}.pb.gz`);
  if (!existsSync(path)) {
    const script = join(ROOT, "tools/generate-profile/generate-profile.mjs");
    await runCommand(process.execPath, [script, "--size", size, "--out", path]);
  }
  return path;
}

/** A second profile of a size, of another program: the worst case for a comparison. */
export async function otherProfileOf(size: Size): Promise<string> {
  const path = join(CACHE_DIR, `${size}2.pb.gz`);
  if (!existsSync(path)) {
    const script = join(ROOT, "tools/generate-profile/generate-profile.mjs");
    const args = ["--size", size, "--seed", "2", "--out", path];
    await runCommand(process.execPath, [script, ...args]);
  }
  return path;
}

/** Bundles the probes, so that a measured process spends no time on TypeScript. */
export async function buildProbes(): Promise<(name: string) => string> {
  const outDir = join(CACHE_DIR, "probes");
  const names = ["touch", "gunzip", "decode", "dump", "compare"];
  await build({
    root: ROOT,
    logLevel: "error",
    configFile: false,
    publicDir: false,
    build: {
      outDir,
      emptyOutDir: true,
      target: "node20",
      ssr: true,
      minify: false,
      rolldownOptions: {
        input: names.map((name) =>
          join(import.meta.dirname, `probes/${name}.ts`),
        ),
        output: { entryFileNames: "[name].mjs", format: "es" },
      },
    },
    ssr: { noExternal: true },
  });
  return (name) => join(outDir, `${name}.mjs`);
}
