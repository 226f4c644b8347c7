/** Goroutine dump to snapshots: from the file as the app does it, or from its inflated bytes only. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { ByteBudget } from "#base/byte-budget.ts";
import { JobControl } from "#base/cancel-flag.ts";
import { DumpReader } from "#profile/decode/text/dump-reader.ts";
import { openInput } from "#session/open/open-profile.ts";
import { report } from "./report.ts";

const CHUNK_BYTES = 1 << 20;
const [, , path, mode] = process.argv;

if (mode === "parse-only") {
  const bytes = new Uint8Array(gunzipSync(readFileSync(path)));
  const cpu = process.cpuUsage();
  const start = performance.now();
  const reader = new DumpReader();
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    reader.push(bytes.subarray(at, at + CHUNK_BYTES));
  }
  const snapshots = reader.finish();
  report({
    ms: performance.now() - start,
    cpuMs: process.cpuUsage(cpu).user / 1000,
    goroutines: snapshots.reduce((sum, s) => sum + s.goroutineCount, 0),
  });
} else {
  const start = performance.now();
  const opened = await openInput(
    { type: "path", path },
    { control: new JobControl(), budget: new ByteBudget(Infinity) },
  );
  if (!opened.ok) throw new Error(opened.error.code);
  report({ ms: performance.now() - start });
}
