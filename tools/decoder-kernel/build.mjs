#!/usr/bin/env node
// Compiles assembly/ to src/profile/decode/kernel/kernel-bytes.ts.
//
//   npm install && npm run build        in this folder
//
// The result is committed, so that building the app needs no compiler. It names a hash of the
// sources: a test compares it, so a change here without a build fails.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import asc from "assemblyscript/asc";

const folder = new URL("assembly/", import.meta.url);
const target = new URL(
  "../../src/profile/decode/kernel/kernel-bytes.ts",
  import.meta.url,
);

/** SHA-256 over the names and texts of all sources; tests/architecture/decoder-kernel.test.ts does the same. */
function hashSources() {
  const hash = createHash("sha256");
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith(".ts")) continue;
    hash
      .update(name)
      .update("\0")
      .update(readFileSync(new URL(name, folder)));
  }
  return hash.digest("hex");
}

async function build() {
  const outputs = new Map();
  const { error, stderr } = await asc.main(
    [
      "kernel.ts",
      "--outFile=kernel.wasm",
      "--optimizeLevel=3",
      "--shrinkLevel=0",
      "--converge",
      "--noAssert",
      "--runtime=stub",
      "--enable=simd",
      "--enable=bulk-memory",
      ...process.argv.slice(2),
    ],
    {
      readFile: (name) => {
        try {
          return readFileSync(new URL(name, folder), "utf8");
        } catch {
          return null;
        }
      },
      writeFile: (name, contents) => outputs.set(name, contents),
      listFiles: () => [],
    },
  );
  if (error) {
    process.stderr.write(stderr.toString());
    process.exit(1);
  }
  const wasm = outputs.get("kernel.wasm");
  const base64 = Buffer.from(wasm).toString("base64");
  writeFileSync(
    target,
    `// Made by tools/decoder-kernel/build.mjs: do not edit.

/** SHA-256 of the sources this was compiled from. */
export const KERNEL_SOURCE_HASH =
  "${hashSources()}";

/** The WebAssembly module, base64. */
export const KERNEL_BASE64 =
  "${base64}";
`,
  );
  process.stdout.write(`${wasm.length} bytes\n`);
}

await build();
