/**
 * Runs inputs in a thread of its own, so that one that hangs or takes the heap down can be ended.
 * Which input is under way lies in shared memory: after the worker's end it is still there.
 */
import { parentPort, workerData } from "node:worker_threads";
import { CaseStream } from "./case-stream.ts";
import { type Fault, memoryFault, runOnce } from "./check.ts";
import { usedBytes } from "./memory.ts";
import { minimise } from "./minimise.ts";
import { Progress } from "./progress.ts";
import { targetNamed } from "./targets/all-targets.ts";
import type { WorkerJob, WorkerMessage } from "./worker-messages.ts";

/** Growth or processor time from which an input's memory is measured exactly. */
const SUSPECT_BYTES = 24 * 1024 * 1024;
const SUSPECT_MS = 60;
/** One in so many is measured without suspicion: a measurement takes as long as thousands of small inputs. */
const SAMPLE_EVERY = 20_000;
/** Inputs of a target between two looks at the clock. */
const ROUND = 32;
/** How long an input is made smaller. */
const MINIMISE_MS = 15_000;

const job = workerData as WorkerJob;
const progress = new Progress(job.progress);

function post(message: WorkerMessage): void {
  parentPort?.postMessage(message);
}

/** Waits for what was posted to be sent: the parent may end the thread at any time. */
const breathe = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/** Signatures met already: one input for each is enough. */
const met = new Set<string>();

/** Runs `work` as the input under way. */
async function watched<T>(
  index: number,
  input: Uint8Array,
  work: () => Promise<T>,
): Promise<T> {
  progress.begin(index, input);
  const result = await work();
  progress.end();
  return result;
}

/** Makes the input small, and tells. */
async function report(
  index: number,
  fault: Fault,
  input: Uint8Array,
): Promise<void> {
  const target = targetNamed(job.targets[index]);
  const key = `${target.name} ${fault.signature}`;
  if (met.has(key)) return;
  met.add(key);
  const shows = (candidate: Uint8Array): Promise<boolean> =>
    watched(index, candidate, async () => {
      const again =
        fault.kind === "memory"
          ? await memoryFault(target, candidate)
          : (await runOnce(target, candidate)).fault;
      return again?.signature === fault.signature;
    });
  const small = await minimise(input, shows, MINIMISE_MS);
  post({ type: "fault", target: target.name, fault, input: small });
}

/** Of the process: the parent only waits. On a busy machine time by the clock says nothing. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function runInput(index: number, stream: CaseStream): Promise<void> {
  const target = targetNamed(job.targets[index]);
  const input = stream.next();
  const before = usedBytes();
  const start = cpuMs();
  const { outcome, fault } = await watched(index, input, () =>
    runOnce(target, input),
  );
  if (fault !== undefined) {
    await report(index, fault, input);
    return;
  }
  stream.learn(input, outcome.word);
  const isSuspect =
    usedBytes() - before > SUSPECT_BYTES ||
    cpuMs() - start > SUSPECT_MS ||
    progress.total % SAMPLE_EVERY === 0;
  if (!isSuspect) return;
  const memory = await watched(index, input, () => memoryFault(target, input));
  if (memory !== undefined) await report(index, memory, input);
}

async function runTarget(
  index: number,
  stream: CaseStream,
  untilMs: number,
): Promise<void> {
  let inputs = 0;
  while (Date.now() < untilMs) {
    for (let i = 0; i < ROUND; i += 1) await runInput(index, stream);
    inputs += ROUND;
    await breathe();
  }
  post({ type: "counted", target: job.targets[index], inputs });
}

if (job.probe !== undefined) {
  const { probe } = job;
  await watched(0, probe, () => runOnce(targetNamed(job.targets[0]), probe));
}
const streams = job.targets.map(
  (name, i) => new CaseStream(targetNamed(name), job.seed + i * 1009),
);
const end = Date.now() + job.limitMs;
while (Date.now() < end) {
  for (const [index, stream] of streams.entries()) {
    const { weight } = targetNamed(job.targets[index]);
    const untilMs = Math.min(end, Date.now() + job.sliceMs * weight);
    if (Date.now() < end) await runTarget(index, stream, untilMs);
  }
}
