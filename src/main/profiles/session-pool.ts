import type { AppError } from "#contract/app-error.ts";
import type { LeakSpec } from "#contract/goroutines.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import type { SessionJob, SessionRequest } from "#contract/worker-messages.ts";
import { SessionHost, type ViewOutcome } from "./session-host.ts";
import type { WorkerHandle } from "./worker-handle.ts";

/** How much session workers may hold together. */
export interface PoolLimits {
  /** Most workers alive; each costs a thread and some 10 MB. */
  readonly workers: number;
  /** Most bytes of trees and views over all workers. */
  readonly keptBytes: number;
}

/** Whom a session worker serves: a profile, or the profiles of a series, oldest first. */
export type SessionKey = string & { readonly __brand: "SessionKey" };

/** See `SessionKey`. */
export function sessionKey(ids: readonly ProfileId[]): SessionKey {
  return ids.join("+") as SessionKey;
}

/** Whom the worker of a `LeakSpec` serves: the words between the ids tell their roles. */
export function leakKey(spec: LeakSpec): SessionKey {
  const { currentIds, baseIds, usesEarlier } = spec;
  const how = usesEarlier ? "leaks-series" : "leaks";
  return [how, ...currentIds, "base", ...baseIds].join("+") as SessionKey;
}

/** The profiles behind a key, and the words of `leakKey`. */
export function profilesOfKey(key: SessionKey): readonly ProfileId[] {
  return key.split("+") as ProfileId[];
}

/**
 * One session worker per profile or series in use, so that a slow tree never holds up another tab. Workers keep
 * nothing that cannot be computed again from columns main has a handle on: those least recently used
 * are ended when there are too many or they keep too much.
 */
export class SessionPool {
  /** In order of use, least recent first. */
  private readonly hosts = new Map<SessionKey, SessionHost>();

  constructor(
    private readonly start: (job: SessionJob) => WorkerHandle,
    private readonly limits: PoolLimits,
    private readonly onDied: (key: SessionKey, error: AppError) => void,
  ) {}

  get size(): number {
    return this.hosts.size;
  }

  async request(
    key: SessionKey,
    job: Omit<SessionJob, "limitBytes">,
    view: SessionRequest["view"],
    signal: AbortSignal,
  ): Promise<ViewOutcome> {
    const host = this.use(key, job);
    const outcome = await host.request(view, signal);
    this.trim();
    return outcome;
  }

  /** Ends the workers that hold the profile; their pending requests settle with `error`. */
  close(id: ProfileId, error: AppError): void {
    for (const key of [...this.hosts.keys()]) {
      if (profilesOfKey(key).includes(id)) this.end(key, error);
    }
  }

  closeAll(error: AppError): void {
    for (const key of [...this.hosts.keys()]) this.end(key, error);
  }

  private end(key: SessionKey, error: AppError): void {
    this.hosts.get(key)?.close(error);
    this.hosts.delete(key);
  }

  private use(
    key: SessionKey,
    job: Omit<SessionJob, "limitBytes">,
  ): SessionHost {
    const known = this.hosts.get(key);
    const host =
      known ??
      new SessionHost(
        this.start,
        { ...job, limitBytes: this.limits.keptBytes },
        (error) => {
          this.hosts.delete(key);
          this.onDied(key, error);
        },
      );
    this.hosts.delete(key);
    this.hosts.set(key, host);
    this.trim();
    return host;
  }

  /** Ends idle workers, least recently used first, until the limits hold; never the newest. */
  private trim(): void {
    const newest = [...this.hosts.keys()].at(-1);
    for (const [key, host] of [...this.hosts]) {
      const kept = [...this.hosts.values()].reduce(
        (sum, each) => sum + each.keptBytes,
        0,
      );
      const isOver =
        this.hosts.size > this.limits.workers || kept > this.limits.keptBytes;
      if (!isOver || key === newest) return;
      if (host.isIdle) this.end(key, { code: "profile-closed" });
    }
  }
}
