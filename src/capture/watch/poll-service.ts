import type { CaptureTarget, ConnectionOptions } from "#contract/capture.ts";
import type { CaptureError } from "#contract/capture-error.ts";
import { ok, type Result } from "#base/result.ts";
import { pollGoroutineCount } from "../discover.ts";
import { httpGet } from "../http-get.ts";
import { profileUrl } from "../parse-target.ts";

const POLL_TIMEOUT_MILLIS = 20_000;
/** The MemStats trailer is under 16 KiB; only the end of the text is kept. */
const TRAILER_BYTES = 64 * 1024;

/** One look at a service. Figures are null where its handlers don't tell them. */
export interface ServiceVitals {
  readonly goroutines: number;
  readonly heapAllocBytes: number | null;
  /** MemStats.TotalAlloc: only grows within one process, so a fall means a restart. */
  readonly totalAllocBytes: number | null;
}

/** Figures of the `# runtime.MemStats` trailer of `heap?debug=1` (runtime/pprof: writeHeapInternal). */
export function parseMemStats(
  text: string,
): Pick<ServiceVitals, "heapAllocBytes" | "totalAllocBytes"> {
  const figure = (name: string): number | null => {
    const digits = new RegExp(`^# ${name} = (\\d+)`, "m").exec(text)?.[1];
    return digits === undefined ? null : Number(digits);
  };
  return {
    heapAllocBytes: figure("HeapAlloc"),
    totalAllocBytes: figure("TotalAlloc"),
  };
}

/**
 * Goroutine count from the index page and heap in use from the MemStats trailer. A service without a
 * heap handler still counts as up. Errors: those of `pollGoroutineCount`.
 */
export async function pollService(
  target: CaptureTarget,
  connection: ConnectionOptions,
  signal: AbortSignal,
): Promise<Result<ServiceVitals, CaptureError>> {
  const goroutines = await pollGoroutineCount(target, connection, signal);
  if (!goroutines.ok) return goroutines;
  let tail = "";
  const heap = await httpGet({
    url: profileUrl(target, "heap", { debug: "1" }),
    connection,
    signal,
    timeoutMillis: POLL_TIMEOUT_MILLIS,
    limitBytes: Number.POSITIVE_INFINITY,
    onChunk: (chunk) => {
      tail = (tail + chunk.toString("latin1")).slice(-TRAILER_BYTES);
      return "more";
    },
  });
  const stats = parseMemStats(heap.ok ? tail : "");
  return ok({ goroutines: goroutines.value, ...stats });
}
