/**
 * A leak check of a service: heap and goroutines now, once more after a while, then the verdicts on
 * the two. Lives outside the capture page, so that the page can be left meanwhile.
 *
 * ```
 *   idle -> first -> waiting -> second -> idle (verdicts in front)
 *             |                    |
 *             +-> idle             +-> waiting      nothing came: the page says why
 * ```
 */
import { create } from "zustand";
import type { CaptureJob, CaptureJobId } from "#contract/capture-job.ts";
import type { CaptureStart } from "#contract/capture-job.ts";
import { request } from "./backend.ts";
import { useCaptures } from "./captures.ts";
import { openPairs } from "./open-pairs.ts";

/** Where the check is. */
export type LeakCheck =
  | { readonly phase: "idle" }
  | { readonly phase: "first" | "second"; readonly host: string }
  | {
      readonly phase: "waiting";
      readonly host: string;
      readonly basePaths: readonly string[];
      /** Milliseconds of `performance.now()`; null: when the user says so. */
      readonly endsAt: number | null;
    };

const IDLE: LeakCheck = { phase: "idle" };

export const useLeakCheck = create<{ readonly check: LeakCheck }>(() => ({
  check: IDLE,
}));

/** What is captured, the same both times. */
let start: CaptureStart | undefined;
let jobId: CaptureJobId | undefined;
let timer = 0;

function setCheck(check: LeakCheck): void {
  useLeakCheck.setState({ check });
}

function pathsOf(job: CaptureJob | undefined): string[] {
  return (job?.items ?? []).flatMap(({ state }) =>
    state.status === "done" && !state.record.isPartial
      ? [state.record.path]
      : [],
  );
}

/** The job once it has ended; undefined where it could not be started or was put away. */
async function captured(what: CaptureStart): Promise<CaptureJob | undefined> {
  const started = await request("capture/start", what);
  if (!started.ok || !started.value.ok) return undefined;
  const id = started.value.jobId;
  jobId = id;
  return new Promise((settle) => {
    let wasThere = false;
    const look = (): boolean => {
      const job = useCaptures.getState().jobs.find((other) => other.id === id);
      wasThere ||= job !== undefined;
      if (job?.isDone !== true && (job !== undefined || !wasThere)) {
        return false;
      }
      settle(job);
      return true;
    };
    if (look()) return;
    const stop = useCaptures.subscribe(() => {
      if (look()) stop();
    });
  });
}

/** Captures the first time; the second one follows after `waitMillis`, or by hand where that is null. */
export async function startLeakCheck(
  what: CaptureStart,
  host: string,
  waitMillis: number | null,
): Promise<void> {
  if (useLeakCheck.getState().check.phase !== "idle") return;
  start = what;
  setCheck({ phase: "first", host });
  const job = await captured(what);
  // Given up meanwhile.
  if (useLeakCheck.getState().check.phase !== "first") return;
  const basePaths = pathsOf(job);
  if (basePaths.length === 0) {
    setCheck(IDLE);
    return;
  }
  const endsAt = waitMillis === null ? null : performance.now() + waitMillis;
  setCheck({ phase: "waiting", host, basePaths, endsAt });
  if (waitMillis !== null) {
    timer = window.setTimeout(() => void finishLeakCheck(), waitMillis);
  }
}

/** Captures the second time and shows the verdicts. */
export async function finishLeakCheck(): Promise<void> {
  const { check } = useLeakCheck.getState();
  if (check.phase !== "waiting" || start === undefined) return;
  window.clearTimeout(timer);
  setCheck({ phase: "second", host: check.host });
  const currentPaths = pathsOf(await captured(start));
  if (useLeakCheck.getState().check.phase !== "second") return;
  if (currentPaths.length === 0) {
    setCheck({ ...check, endsAt: null });
    return;
  }
  setCheck(IDLE);
  await openPairs(check.basePaths, currentPaths);
}

/** Gives up; what was captured stays in the history. */
export function cancelLeakCheck(): void {
  window.clearTimeout(timer);
  if (jobId !== undefined) void request("capture/cancel", { jobId });
  setCheck(IDLE);
}
