/**
 * Watches a service for half an hour of a clock that jumps, over real sockets, as the app does, and
 * prints what is left of it as JSON. Run with `--expose-gc`; ends by itself when nothing is left.
 *
 *   node --expose-gc --import tsx tests/integration/watch-half-an-hour.ts ADDRESS FOLDER
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { CaptureHistory } from "#capture/history.ts";
import { parseTarget } from "#capture/parse-target.ts";
import { DEFAULT_CONNECTION } from "#contract/capture.ts";
import { DEFAULT_WATCH } from "#contract/watch.ts";
import { Watches } from "#main/capture/watches.ts";

const MINUTE = 60_000;

/** What the run found. */
export interface HalfAnHour {
  /** Bytes in use after a collection, at each full minute. */
  readonly heapAtMinute: readonly number[];
  readonly points: number;
  readonly snapshots: number;
  readonly files: number;
  readonly timersBefore: readonly string[];
  readonly timersAfter: readonly string[];
}

/** Timers, sockets and files: what keeps a process alive. */
function resources(): string[] {
  return process
    .getActiveResourcesInfo()
    .filter((name) => /Timeout|TCP|FSReq|FileHandle|GetAddrInfo/.test(name));
}

function heapBytes(): number {
  if (globalThis.gc === undefined) throw new Error("run with --expose-gc");
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const [, , address, folder] = process.argv;
const target = parseTarget(address);
if (!target.ok) throw new Error(`bad address ${address}`);

let clockMillis = 0;
const heapAtMinute: number[] = [];
const timersBefore = resources();
const watches = new Watches({
  history: new CaptureHistory(join(folder, "captures.json")),
  folder: () => join(folder, "captures"),
  onChanged: () => undefined,
  clock: {
    now: () => clockMillis,
    sleep: async (millis) => {
      clockMillis += millis;
      // Sockets of the last poll close meanwhile, as they would in two seconds.
      await new Promise(setImmediate);
      if (clockMillis % MINUTE === 0) heapAtMinute.push(heapBytes());
    },
  },
});
const id = watches.start(target.value, DEFAULT_CONNECTION, {
  ...DEFAULT_WATCH,
  everyMillis: 2000,
  forMillis: 30 * MINUTE,
  snapshotEveryMillis: MINUTE / 2,
});
while (watches.isBusy) await new Promise((done) => setTimeout(done, 20));
const state = watches.list().find((watch) => watch.id === id);
await new Promise((done) => setTimeout(done, 100));
const result: HalfAnHour = {
  heapAtMinute,
  points: state?.points.length ?? 0,
  snapshots: state?.snapshots.length ?? 0,
  files: readdirSync(join(folder, "captures")).length,
  timersBefore,
  timersAfter: resources(),
};
console.log(JSON.stringify(result));
