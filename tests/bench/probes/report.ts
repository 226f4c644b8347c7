import { readFileSync } from "node:fs";

/**
 * The one line a probe prints: its figures and the peak memory of its process. From /proc, since
 * `resourceUsage().maxRSS` begins with the size of the process it was forked from.
 */
export function report(figures: Readonly<Record<string, number>>): void {
  const status = readFileSync("/proc/self/status", "utf8");
  const peakKb = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0);
  process.stdout.write(
    `${JSON.stringify({ ...figures, peakMb: peakKb / 1024 })}\n`,
  );
}
