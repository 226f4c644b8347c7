import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Dropped bytes that are worth a collection of some 10 ms. */
const WORTH_BYTES = 32 * 1024 * 1024;
/** Handles are still in use for a moment when they are dropped, and more may follow. */
const DELAY_MS = 1000;

type Collect = (options: {
  readonly type: "major";
  readonly execution: "async";
}) => unknown;

let collect: Collect | undefined;

function collectGarbage(): void {
  if (collect === undefined) {
    setFlagsFromString("--expose-gc");
    collect = runInNewContext("gc") as Collect;
    setFlagsFromString("--no-expose-gc");
  }
  collect({ type: "major", execution: "async" });
}

/**
 * Gives dropped shared memory back. V8 counts no `SharedArrayBuffer`: a thread that drops its last handle
 * on 100 MB has, to V8, dropped a few hundred bytes, and may keep them for minutes. Whoever drops large
 * blocks says so here, in each thread that had handles on them.
 */
export class SharedGarbage {
  private droppedBytes = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly collect: () => void = collectGarbage) {}

  /** `bytes` of shared memory are no longer needed here. */
  drop(bytes: number): void {
    this.droppedBytes += bytes;
    if (this.droppedBytes < WORTH_BYTES) return;
    // Not put off by what follows: views may be asked for without a pause.
    if (this.timer !== undefined) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.droppedBytes = 0;
      this.collect();
    }, DELAY_MS);
    this.timer.unref();
  }
}

/** Bytes of shared memory behind the columns of tables, each memory counted once. */
export function sharedBytes(tables: unknown): number {
  const memories = new Set<SharedArrayBuffer>();
  const visit = (part: unknown): void => {
    if (ArrayBuffer.isView(part)) {
      if (part.buffer instanceof SharedArrayBuffer) memories.add(part.buffer);
    } else if (typeof part === "object" && part !== null) {
      Object.values(part).forEach(visit);
    }
  };
  visit(tables);
  let bytes = 0;
  for (const { byteLength } of memories) bytes += byteLength;
  return bytes;
}
