// Starts a worker entry from TypeScript source: `--import tsx` does not reach worker threads.
import { workerData } from "node:worker_threads";
import { register } from "tsx/esm/api";

register();
await import(workerData.__entry);
