/** Decodes one file and ends. See `contract/worker-messages.ts`. */
import { parentPort, workerData } from "node:worker_threads";
import { ensureDefined } from "#base/assert.ts";
import type { DecodeJob } from "#contract/worker-messages.ts";
import { runDecodeJob } from "#session/decode-job.ts";

const port = ensureDefined(parentPort, "decode-worker runs as a worker");
port.postMessage(await runDecodeJob(workerData as DecodeJob));
