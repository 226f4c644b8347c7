/** The one file of main that names the worker entries; the build makes chunks of them. */
import startDecodeWorker from "../worker/decode-worker.ts?nodeWorker";
import startSessionWorker from "../worker/session-worker.ts?nodeWorker";
import type { WorkerFactory } from "./profiles/worker-handle.ts";

/**
 * Heap limits in MB. Columns are typed arrays and not counted here (they have a byte budget); the
 * heap holds maps and strings. Past the limit the worker ends, not the app.
 */
const DECODE_HEAP_MB = 1536;
const SESSION_HEAP_MB = 1536;

/** Workers as threads of this process. */
export const threadWorkers: WorkerFactory = {
  decode: (job) =>
    startDecodeWorker({
      name: "decode",
      workerData: job,
      resourceLimits: { maxOldGenerationSizeMb: DECODE_HEAP_MB },
    }),
  session: (job) =>
    startSessionWorker({
      name: "session",
      workerData: job,
      resourceLimits: { maxOldGenerationSizeMb: SESSION_HEAP_MB },
    }),
};
