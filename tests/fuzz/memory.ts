/** How much memory one input takes at its peak. */
import { readFileSync, writeFileSync } from "node:fs";
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc") as () => void;

/** Heap, buffers and WebAssembly memory of this thread, garbage included; costs a microsecond. */
export function usedBytes(): number {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
}

function peakRssBytes(): number | undefined {
  try {
    const status = readFileSync("/proc/self/status", "latin1");
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) * 1024;
  } catch {
    // No Linux: what the thread uses must do.
    return undefined;
  }
}

function resetPeakRss(): void {
  try {
    writeFileSync("/proc/self/clear_refs", "5");
  } catch {
    // As above.
  }
}

/**
 * Peak growth of the process while `work` runs, in bytes: the kernel's own high-water mark on Linux,
 * what V8 knows of elsewhere. Slow (a full collection first).
 */
export async function peakBytes(work: () => Promise<void>): Promise<number> {
  gc();
  gc();
  resetPeakRss();
  const before = usedBytes();
  const rssBefore = process.memoryUsage.rss();
  await work();
  const peak = peakRssBytes();
  return peak === undefined ? usedBytes() - before : peak - rssBefore;
}
