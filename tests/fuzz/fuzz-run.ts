/** One run: a worker, a watchdog beside it, and a new worker where an input ended the last one. */
import { Worker } from "node:worker_threads";
import { type Fault, HANG_MS } from "./check.ts";
import { minimise } from "./minimise.ts";
import { Progress } from "./progress.ts";
import type { WorkerJob, WorkerMessage } from "./worker-messages.ts";

/** What a run is to do. */
export interface RunOptions {
  readonly targets: readonly string[];
  readonly seed: number;
  readonly limitMs: number;
}

/** What a run tells while it goes on. */
export interface RunEvents {
  readonly onFault: (target: string, fault: Fault, input: Uint8Array) => void;
  readonly onCounted: (target: string, inputs: number) => void;
}

const BOOTSTRAP = new URL("../harness/worker-bootstrap.mjs", import.meta.url);
const ENTRY = new URL("./fuzz-worker.ts", import.meta.url);
const SLICE_MS = 2000;
const LOOK_EVERY_MS = 50;
/** No processor time is used, and still no answer: something waits for ever. */
const STALL_LOOKS = 600;
/** Heap of the worker: more than this for an input of 64 KB is a crash. */
const HEAP_MB = 512;
/** Tries at a smaller input that still ends the worker; each takes seconds. */
const ENDING_MINIMISE_MS = 60_000;

/** How a worker ended. */
type End =
  | { readonly kind: "done" }
  | { readonly kind: "hang" | "crash"; readonly reason: string };

/** Ends the worker when one input takes too long. Processor time counts: machines may be busy. */
function watch(worker: Worker, progress: Progress): Promise<End> {
  return new Promise((resolve) => {
    let seen = -1;
    let cpuMs = 0;
    // Counted in looks, not by the clock: the whole process may be stopped for a while.
    let looks = 0;
    let failure = "";
    let end: End | undefined;
    const usedMs = (): number => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    };
    const timer = setInterval(() => {
      if (!progress.isRunning || progress.total !== seen) {
        seen = progress.total;
        cpuMs = usedMs();
        looks = 0;
        return;
      }
      looks += 1;
      const isHang = usedMs() - cpuMs > HANG_MS || looks > STALL_LOOKS;
      if (!isHang || end !== undefined) return;
      end = { kind: "hang", reason: "hang" };
      void worker.terminate();
    }, LOOK_EVERY_MS);
    worker.on("error", (error: Error & { code?: string }) => {
      failure = error.code ?? error.message;
    });
    worker.on("exit", () => {
      clearInterval(timer);
      const isEarly = failure !== "" || progress.isRunning;
      const other: End = isEarly
        ? { kind: "crash", reason: failure }
        : { kind: "done" };
      resolve(end ?? other);
    });
  });
}

function startWorker(job: WorkerJob): Worker {
  return new Worker(BOOTSTRAP, {
    workerData: { ...job, __entry: ENTRY.href },
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
}

/** Whether `input` alone ends a worker in the same way. */
async function endsWorker(
  target: string,
  input: Uint8Array,
  kind: "hang" | "crash",
): Promise<boolean> {
  const progress = new Progress();
  const worker = startWorker({
    targets: [target],
    seed: 0,
    limitMs: 0,
    sliceMs: 0,
    probe: input,
    progress: progress.buffer,
  });
  return (await watch(worker, progress)).kind === kind;
}

/** Runs inputs until the time is over. */
export async function runFuzz(
  { targets, seed, limitMs }: RunOptions,
  { onFault, onCounted }: RunEvents,
): Promise<void> {
  const end = Date.now() + limitMs;
  for (let round = 0; Date.now() < end; round += 1) {
    const progress = new Progress();
    const worker = startWorker({
      targets,
      seed: seed + round * 104_729,
      limitMs: end - Date.now(),
      sliceMs: SLICE_MS,
      progress: progress.buffer,
    });
    worker.on("message", (message: WorkerMessage) => {
      if (message.type === "fault") {
        onFault(message.target, message.fault, message.input);
      } else {
        onCounted(message.target, message.inputs);
      }
    });
    const ended = await watch(worker, progress);
    if (ended.kind === "done") return;
    const { kind, reason } = ended;
    const target = targets[progress.target];
    const { input } = progress;
    console.error(`${target}: ${kind} ${reason}, ${input.length} bytes`);
    const small = await minimise(
      input,
      (candidate) => endsWorker(target, candidate, kind),
      ENDING_MINIMISE_MS,
    );
    onFault(target, { kind, signature: `${kind} ${reason}`.trim() }, small);
  }
}
