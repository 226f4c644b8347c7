import { OUT_OF_MEMORY } from "#contract/app-error.ts";

/** The part of `node:worker_threads` that main uses; tests give workers of their own. */
export interface WorkerHandle {
  postMessage(message: unknown): void;
  on(event: "message", listener: (message: unknown) => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  on(event: "exit", listener: (exitCode: number) => void): unknown;
  terminate(): Promise<number>;
}

/** Starts workers; see `contract/worker-messages.ts` for what each is given. */
export interface WorkerFactory {
  decode(job: unknown): WorkerHandle;
  session(job: unknown): WorkerHandle;
}

/** V8's words where the system has no memory for a typed array or for WebAssembly. */
const NO_ROOM = /allocation failed|could not allocate|out of memory/i;

/** Why a worker ended, for `worker-died`. */
export function deathReason(error: Error | undefined): string {
  if (error === undefined) return "exit";
  const isOutOfMemory =
    ("code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY") ||
    (error.name === "RangeError" && NO_ROOM.test(error.message));
  return isOutOfMemory ? OUT_OF_MEMORY : error.message;
}
