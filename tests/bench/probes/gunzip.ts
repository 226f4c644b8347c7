/** Yardstick: `zlib.gunzipSync` with default options. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { report } from "./report.ts";

const bytes = readFileSync(process.argv[2]);
const start = performance.now();
const inflated = gunzipSync(bytes);
report({ ms: performance.now() - start, sum: inflated.length });
