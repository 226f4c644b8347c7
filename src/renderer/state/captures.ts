import { create } from "zustand";
import type { CaptureRecord } from "#contract/capture.ts";
import type {
  CaptureJob,
  CaptureJobId,
  WatchState,
} from "#contract/capture-job.ts";
import { onEvent, request } from "./backend.ts";

/** What main knows of captures, and whether the capture page is in front. */
interface CapturesState {
  readonly isOpen: boolean;
  readonly jobs: readonly CaptureJob[];
  readonly watches: readonly WatchState[];
  readonly history: readonly CaptureRecord[];
}

export const useCaptures = create<CapturesState>(() => ({
  isOpen: false,
  jobs: [],
  watches: [],
  history: [],
}));

/** The list with `item` in its place, or behind the others. */
function withItem<T extends { readonly id: CaptureJobId }>(
  items: readonly T[],
  item: T,
): readonly T[] {
  return items.some(({ id }) => id === item.id)
    ? items.map((other) => (other.id === item.id ? item : other))
    : [...items, item];
}

async function loadHistory(): Promise<void> {
  const history = await request("capture/history", {});
  if (history.ok) useCaptures.setState({ history: history.value });
}

/** Listens to main and asks for what was there before; call once. */
export async function connectCaptures(): Promise<void> {
  onEvent("capture/changed", (job) => {
    useCaptures.setState(({ jobs }) => ({ jobs: withItem(jobs, job) }));
    if (job.isDone) void loadHistory();
  });
  onEvent("capture/recorded", (record) =>
    useCaptures.setState(({ history }) => ({
      history: history.map((row) => (row.path === record.path ? record : row)),
    })),
  );
  onEvent("watch/changed", (watch) => {
    const before = useCaptures
      .getState()
      .watches.find(({ id }) => id === watch.id);
    useCaptures.setState(({ watches }) => ({
      watches: withItem(watches, watch),
    }));
    if (before?.snapshots.length !== watch.snapshots.length) void loadHistory();
  });
  const [jobs, watches] = await Promise.all([
    request("capture/jobs", {}),
    request("watch/list", {}),
    loadHistory(),
  ]);
  if (jobs.ok) useCaptures.setState({ jobs: jobs.value });
  if (watches.ok) useCaptures.setState({ watches: watches.value });
}

export function showCapture(isOpen: boolean): void {
  useCaptures.setState({ isOpen });
}

/** A file came to the front: the page makes room, unless it still has a failure to tell. */
export function leaveCapture(): void {
  const { jobs } = useCaptures.getState();
  const hasFailed = jobs
    .at(-1)
    ?.items.some(({ state }) => state.status === "failed");
  if (hasFailed !== true) showCapture(false);
}

export function forgetJob(jobId: CaptureJobId): void {
  useCaptures.setState(({ jobs }) => ({
    jobs: jobs.filter(({ id }) => id !== jobId),
  }));
  void request("capture/forget", { jobId });
}

export function forgetWatch(jobId: CaptureJobId): void {
  useCaptures.setState(({ watches }) => ({
    watches: watches.filter(({ id }) => id !== jobId),
  }));
  void request("watch/forget", { jobId });
}

export async function deleteCapture(path: string): Promise<void> {
  const left = await request("capture/delete", { path });
  if (left.ok) useCaptures.setState({ history: left.value });
}
