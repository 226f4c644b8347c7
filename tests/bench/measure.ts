/** Running one measurement in a process of its own, and rounds of them. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** How often the peak of a process is read; what it grows in its last moments is missed. */
const POLL_MS = 5;

/** Figures of one measurement by name, e.g. `{ ms: 812, peakMb: 410 }`. */
export type Figures = Readonly<Record<string, number>>;

/** One of the things compared. */
export interface Contender {
  readonly name: string;
  measure(): Promise<Figures>;
}

export interface CommandResult {
  readonly ms: number;
  /** Peak resident memory (VmHWM); 0 where the system does not tell. */
  readonly peakMb: number;
  readonly stdout: string;
}

function peakKb(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0);
  } catch (error) {
    // Gone between two looks, or no /proc here.
    if (error instanceof Error && "code" in error) return 0;
    throw error;
  }
}

/** Runs a command to its end; throws when it fails. */
export async function runCommand(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  const start = performance.now();
  const child = spawn(command, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  let peak = 0;
  const poll = setInterval(() => {
    peak = Math.max(peak, peakKb(child.pid ?? 0));
  }, POLL_MS);
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (text: Buffer) => (stdout += text.toString()));
  child.stderr.on("data", (text: Buffer) => (stderr += text.toString()));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  const ms = performance.now() - start;
  clearInterval(poll);
  if (status !== 0) {
    throw new Error(`${command} ${args.join(" ")}: ${status}\n${stderr}`);
  }
  return { ms, peakMb: peak / 1024, stdout };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? sorted[middle]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Medians over `rounds`, in which the contenders take turns. */
export async function measureRounds(
  contenders: readonly Contender[],
  rounds: number,
): Promise<ReadonlyMap<string, Figures>> {
  const all = new Map<string, Figures[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const contender of contenders) {
      const figures = await contender.measure();
      all.set(contender.name, [...(all.get(contender.name) ?? []), figures]);
    }
  }
  return new Map(
    [...all].map(([name, runs]) => [
      name,
      Object.fromEntries(
        Object.keys(runs[0]).map((key) => [
          key,
          median(runs.map((run) => run[key])),
        ]),
      ),
    ]),
  );
}
