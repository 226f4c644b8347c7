import type { AppError } from "#contract/app-error.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import type {
  SessionJob,
  SessionView,
  SharedProfile,
} from "#contract/worker-messages.ts";
import { SessionHost, type ViewOutcome } from "./session-host.ts";
import type { WorkerHandle } from "./worker-handle.ts";

/** How much session workers may hold together. */
export interface PoolLimits {
  /** Most workers alive; each costs a thread and some 10 MB. */
  readonly workers: number;
  /** Most bytes of trees and views over all workers. */
  readonly keptBytes: number;
}

/**
 * One session worker per profile in use, so that a slow tree never holds up another tab. Workers keep
 * nothing that cannot be computed again from columns main has a handle on: those least recently used
 * are ended when there are too many or they keep too much.
 */
export class SessionPool {
  /** In order of use, least recent first. */
  private readonly hosts = new Map<ProfileId, SessionHost>();

  constructor(
    private readonly start: (job: SessionJob) => WorkerHandle,
    private readonly limits: PoolLimits,
    private readonly onDied: (id: ProfileId, error: AppError) => void,
  ) {}

  get size(): number {
    return this.hosts.size;
  }

  async request(
    id: ProfileId,
    profile: SharedProfile,
    view: SessionView,
    signal: AbortSignal,
  ): Promise<ViewOutcome> {
    const host = this.use(id, profile);
    const outcome = await host.request(view, signal);
    this.trim();
    return outcome;
  }

  /** Ends the profile's worker, if it has one; pending requests settle with `error`. */
  close(id: ProfileId, error: AppError): void {
    this.hosts.get(id)?.close(error);
    this.hosts.delete(id);
  }

  closeAll(error: AppError): void {
    for (const id of [...this.hosts.keys()]) this.close(id, error);
  }

  private use(id: ProfileId, profile: SharedProfile): SessionHost {
    const known = this.hosts.get(id);
    const host =
      known ??
      new SessionHost(
        this.start,
        { profile, limitBytes: this.limits.keptBytes },
        (error) => {
          this.hosts.delete(id);
          this.onDied(id, error);
        },
      );
    this.hosts.delete(id);
    this.hosts.set(id, host);
    this.trim();
    return host;
  }

  /** Ends idle workers, least recently used first, until the limits hold; never the newest. */
  private trim(): void {
    const newest = [...this.hosts.keys()].at(-1);
    for (const [id, host] of [...this.hosts]) {
      const kept = [...this.hosts.values()].reduce(
        (sum, each) => sum + each.keptBytes,
        0,
      );
      const isOver =
        this.hosts.size > this.limits.workers || kept > this.limits.keptBytes;
      if (!isOver || id === newest) return;
      if (host.isIdle) this.close(id, { code: "profile-closed" });
    }
  }
}
