import type { CaptureItem, CaptureJob } from "#contract/capture-job.ts";
import type { OpenProfile } from "#contract/open-profile.ts";

/** How far one thing is, 0 to 1; null while nobody can say. */
type Share = number | null;

/** As `BrowserWindow.setProgressBar` takes it. */
const NOTHING = -1;
const UNKNOWN = 2;

function shareOfLoad({ state }: OpenProfile): Share | undefined {
  if (state.status !== "loading") return undefined;
  const { doneBytes, totalBytes } = state;
  return totalBytes > 0 ? Math.min(1, doneBytes / totalBytes) : null;
}

function shareOfItem({ state }: CaptureItem): Share {
  if (state.status === "waiting") return 0;
  if (state.status !== "running") return 1;
  const { receivedBytes, expectedBytes } = state.progress;
  return expectedBytes === null || expectedBytes === 0
    ? null
    : Math.min(1, receivedBytes / expectedBytes);
}

/** Profiles of a job count alike, whatever their size: one that cannot say how far it is counts as half. */
function shareOfJob({ items, isDone }: CaptureJob): Share | undefined {
  if (isDone) return undefined;
  const shares = items.map(shareOfItem);
  if (items.length < 2) return shares.at(0) ?? null;
  const sum = shares.reduce<number>((all, share) => all + (share ?? 0.5), 0);
  return sum / shares.length;
}

/**
 * The progress shown on the taskbar or dock: of all loads and captures that run, together. Without any
 * there is no bar; where none can say how far it is, the bar only says that there is something.
 */
export class TaskbarProgress {
  private readonly running = new Map<string, Share>();
  private shown = NOTHING;

  constructor(private readonly show: (value: number) => void) {}

  profileChanged(profile: OpenProfile): void {
    this.set(profile.id, shareOfLoad(profile));
  }

  profileClosed(id: string): void {
    this.set(id, undefined);
  }

  captureChanged(job: CaptureJob): void {
    this.set(job.id, shareOfJob(job));
  }

  private set(key: string, share: Share | undefined): void {
    if (share === undefined) this.running.delete(key);
    else this.running.set(key, share);
    const value = this.value();
    if (value === this.shown) return;
    this.shown = value;
    this.show(value);
  }

  private value(): number {
    if (this.running.size === 0) return NOTHING;
    const known = [...this.running.values()].filter((share) => share !== null);
    if (known.length === 0) return UNKNOWN;
    const mean = known.reduce((all, share) => all + share, 0) / known.length;
    // In whole percent: a taskbar shows no more, and each step is a call to the system.
    return Math.round(mean * 100) / 100;
  }
}
