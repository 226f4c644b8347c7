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

/** Why a worker ended, as a code for `worker-died`. */
export function deathReason(error: Error | undefined): string {
  if (error === undefined) return "exit";
  const code = "code" in error ? String(error.code) : "";
  return code === "ERR_WORKER_OUT_OF_MEMORY" ? "out-of-memory" : error.message;
}
