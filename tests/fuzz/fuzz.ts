/** `npm run fuzz`; see README.md here. */
import { parseArgs } from "node:util";
import { addCounts, keepFinding, readCounts } from "./findings.ts";
import { runFuzz } from "./fuzz-run.ts";
import { ALL_TARGETS, targetNamed } from "./targets/all-targets.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "1" },
    seed: { type: "string" },
    only: { type: "string" },
    /** Writes nothing: for runs whose counts nobody commits. */
    "dry-run": { type: "boolean", default: false },
  },
});

const limitMs = Number(values.minutes) * 60_000;
const seed =
  values.seed === undefined
    ? Math.floor(Math.random() * 2 ** 31)
    : Number(values.seed);
if (!Number.isFinite(limitMs) || !Number.isInteger(seed)) {
  throw new Error("fuzz: --minutes and --seed are numbers");
}
const targets =
  values.only === undefined
    ? ALL_TARGETS.map(({ name }) => name)
    : values.only.split(",").map((name) => targetNamed(name).name);

console.log(`fuzz: seed ${seed}, ${values.minutes} min`);
const counts = new Map<string, number>();
let faults = 0;
const start = Date.now();
await runFuzz(
  { targets, seed, limitMs },
  {
    onFault: (target, fault, input) => {
      faults += 1;
      const text = Buffer.from(input.subarray(0, 200)).toString("latin1");
      console.error(`FAULT ${target}: ${fault.kind}: ${fault.signature}`);
      console.error(`  ${input.length} bytes: ${JSON.stringify(text)}`);
      if (values["dry-run"]) {
        console.error(`  base64 ${Buffer.from(input).toString("base64")}`);
      } else if (keepFinding(target, fault, input)) {
        console.error("  kept in tests/fuzz/findings");
      }
    },
    onCounted: (target, inputs) => {
      counts.set(target, (counts.get(target) ?? 0) + inputs);
      // At once: a run that is broken off counts, too.
      if (!values["dry-run"]) addCounts(new Map([[target, inputs]]));
    },
  },
);
const run = [...counts.values()].reduce((sum, count) => sum + count, 0);
const seconds = (Date.now() - start) / 1000;
for (const [target, count] of counts) {
  console.log(`  ${target.padEnd(12)} ${count}`);
}
console.log(
  `fuzz: ${run} inputs in ${seconds.toFixed(0)} s, ${faults} faults; ${readCounts().total} so far`,
);
process.exitCode = faults === 0 ? 0 : 1;
