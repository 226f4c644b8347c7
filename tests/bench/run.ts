/** `npm run bench`; see README.md here. */
import { parseArgs } from "node:util";
import { measureApp, measureLeaksView, measureStart } from "./app-bench.ts";
import { measureCompare } from "./compare-bench.ts";
import { measureCompareApp } from "./compare-app-bench.ts";
import { buildProbes, profileOf, type Size } from "./bench-data.ts";
import {
  type Contender,
  type Figures,
  measureRounds,
  runCommand,
} from "./measure.ts";
import { measureDumps } from "./dump-bench.ts";
import { measureMemory } from "./memory-bench.ts";
import { measureReport, measureTop } from "./top-bench.ts";
import { Report } from "./report.ts";

const { values } = parseArgs({
  options: {
    large: { type: "boolean", default: false },
    only: {
      type: "string",
      default: "yardsticks,start,decode,top,compare,app,dump,memory",
    },
    rounds: { type: "string", default: "5" },
    sizes: { type: "string" },
  },
});
const parts = new Set(values.only.split(","));
const rounds = Number(values.rounds);
const sizes = (values.sizes ?? (values.large ? "S,M,L" : "S,M")).split(
  ",",
) as Size[];

const report = new Report();
const probe = await buildProbes();

function probeContender(
  name: string,
  script: string,
  args: readonly string[],
): Contender {
  return {
    name,
    measure: async () => {
      const { stdout } = await runCommand(process.execPath, [script, ...args]);
      return JSON.parse(stdout) as Figures;
    },
  };
}

async function measureDecode(
  size: Size,
  file: string,
): Promise<ReadonlyMap<string, Figures>> {
  const yardsticks = [
    probeContender("touch", probe("touch"), [file]),
    probeContender("gunzip", probe("gunzip"), [file]),
  ];
  const decode = parts.has("decode")
    ? [
        probeContender("decode", probe("decode"), [file, "decode-only"]),
        probeContender("open, tree, layout", probe("decode"), [file]),
      ]
    : [];
  const medians = await measureRounds([...yardsticks, ...decode], rounds);
  report.table(`${size}: yardsticks and decode`, medians);
  const touch = medians.get("touch")?.ms ?? NaN;
  const decoded = medians.get("decode")?.decodeMs;
  if (decoded !== undefined) {
    report.goal({
      name: `${size}: decode`,
      value: decoded / touch,
      limit: 3,
      unit: "x touch",
      counts: size === "L",
    });
  }
  return medians;
}

const TIMED_PARTS = ["yardsticks", "decode", "top", "compare", "app"];
const isTimed = TIMED_PARTS.some((part) => parts.has(part));

async function measureTimes(size: Size, file: string): Promise<void> {
  const medians = await measureDecode(size, file);
  if (parts.has("top")) await measureTop(report, size, file, rounds);
  if (parts.has("compare")) {
    const script = probe("compare");
    await measureCompare(report, { size, file, rounds, probe: script });
    await measureCompareApp(report, { size, file, rounds });
  }
  if (parts.has("app")) {
    const gunzipMs = medians.get("gunzip")?.ms ?? NaN;
    await measureApp(report, { size, file, rounds, gunzipMs });
  }
}
if (parts.has("start")) await measureStart(report, rounds);
for (const size of isTimed || parts.has("memory") ? sizes : []) {
  const file = await profileOf(size);
  if (isTimed) await measureTimes(size, file);
  if (parts.has("memory") && size !== "S") {
    await measureMemory(report, { size, file, rounds: Math.min(rounds, 3) });
  }
}
if (parts.has("top")) await measureReport(report, rounds);
if (parts.has("app")) await measureLeaksView(report, rounds);
if (parts.has("dump")) {
  await measureDumps(
    report,
    (name, script, args) => probeContender(name, probe(script), args),
    rounds,
  );
}
report.print();
