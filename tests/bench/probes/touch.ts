/** Yardstick: every decompressed byte read once, in a fresh process, without warm-up. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { report } from "./report.ts";

const b = gunzipSync(readFileSync(process.argv[2]));
const start = performance.now();
let s = 0;
for (let i = 0; i < b.length; i++) s = (s + b[i]) | 0;
report({ ms: performance.now() - start, sum: s });
