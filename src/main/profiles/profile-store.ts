import { realpath, stat } from "node:fs/promises";
import { basename } from "node:path";
import type { JobProgress } from "#base/cancel-flag.ts";
import { ensureDefined } from "#base/assert.ts";
import { err } from "#base/result.ts";
import type { AppError } from "#contract/app-error.ts";
import type { EventChannel, EventMap } from "#contract/channels.ts";
import type {
  DiskChange,
  OpenProfile,
  ProfileSource,
  ProfileState,
} from "#contract/open-profile.ts";
import type { LeakSpec, SharedSnapshots } from "#contract/goroutines.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import type {
  DecodeReply,
  DecodeSource,
  LeakInput,
  LeakView,
  SeriesView,
  SessionView,
  SharedProfile,
} from "#contract/worker-messages.ts";
import { sharedBytes, type SharedGarbage } from "../shared-garbage.ts";
import type { DecodeQueue, DecodeTask } from "./decode-queue.ts";
import type { ViewOutcome } from "./session-host.ts";
import {
  leakKey,
  type PoolLimits,
  profilesOfKey,
  type SessionKey,
  sessionKey,
  SessionPool,
} from "./session-pool.ts";
import type { WorkerFactory } from "./worker-handle.ts";

/** Tells the page. */
export type Emit = <C extends EventChannel>(
  channel: C,
  payload: EventMap[C],
) => void;

interface Entry {
  profile: OpenProfile;
  decodeSource: DecodeSource;
  task: DecodeTask | undefined;
  columns: SharedProfile | undefined;
  /** Goroutine texts only. */
  snapshots: SharedSnapshots | null;
}

/** What the store needs of the rest of main. */
export interface ProfileStoreParts {
  readonly workers: WorkerFactory;
  readonly queue: DecodeQueue;
  readonly sessionLimits: PoolLimits;
  readonly emit: Emit;
  /** Watches the files on disk, where somebody does. */
  readonly files?: {
    /** The file is about to be read. */
    watch(id: ProfileId, path: string): Promise<void>;
    unwatch(id: ProfileId): void;
  };
  /** Told of columns that are no longer needed. */
  readonly garbage?: SharedGarbage;
  /** The profile is gone or its numbers changed: bulk replies still waiting are void. */
  readonly onForget: (id: ProfileId) => void;
}

/**
 * The open profiles: starts their decoding, keeps their columns (as handles on shared memory, never
 * looked at here) and tells the page of every change.
 */
export class ProfileStore {
  private readonly entries = new Map<ProfileId, Entry>();
  private readonly pool: SessionPool;
  private lastId = 0;

  constructor(private readonly parts: ProfileStoreParts) {
    this.pool = new SessionPool(
      (job) => parts.workers.session(job),
      parts.sessionLimits,
      (key, error) => this.onWorkerDied(key, error),
    );
  }

  list(): OpenProfile[] {
    return [...this.entries.values()].map((entry) => entry.profile);
  }

  /**
   * Opens files in the given order; for one that is open already its tab comes to the front. Never
   * rejects.
   */
  async openPaths(paths: readonly string[]): Promise<ProfileId[]> {
    // Resolved first and added together: otherwise the order would be that of the disk's answers. A
    // path that can't be resolved is opened as it is: the decode worker says what is wrong.
    const real = await Promise.all(
      paths.map(async (path) => {
        const resolved = await realpath(path).catch(() => path);
        const modifiedMs = await stat(resolved).then(
          ({ mtimeMs }) => mtimeMs,
          () => undefined,
        );
        return { path: resolved, modifiedMs };
      }),
    );
    return real.map((file) => this.openRealPath(file));
  }

  private openRealPath({
    path,
    modifiedMs,
  }: {
    readonly path: string;
    readonly modifiedMs: number | undefined;
  }): ProfileId {
    const known = this.list().find(
      ({ source, state }) =>
        source.type === "file" &&
        source.path === path &&
        source.entry === undefined &&
        state.status !== "failed",
    );
    if (known !== undefined) {
      this.parts.emit("profile/focus", { profileId: known.id });
      return known.id;
    }
    const source: ProfileSource =
      modifiedMs === undefined
        ? { type: "file", path }
        : { type: "file", path, modifiedMs };
    return this.add(source, { type: "path", path });
  }

  /** Opens a file of a zip; its tab comes to the front where it is open already. */
  async openEntry(path: string, entry: string): Promise<ProfileId> {
    const real = await realpath(path).catch(() => path);
    const known = this.list().find(
      ({ source, state }) =>
        source.type === "file" &&
        source.path === real &&
        source.entry === entry &&
        state.status !== "failed",
    );
    if (known !== undefined) {
      this.parts.emit("profile/focus", { profileId: known.id });
      return known.id;
    }
    return this.add(
      { type: "file", path: real, entry },
      { type: "zip-entry", path: real, entry },
    );
  }

  openSample(name: string, path: string): ProfileId {
    return this.add({ type: "sample", name }, { type: "path", path });
  }

  /** Opens bytes that have no path; they stay in shared memory for `reopen`. */
  openBytes(name: string, bytes: Uint8Array): ProfileId {
    return this.add({ type: "bytes", name }, { type: "bytes", bytes });
  }

  cancel(id: ProfileId): void {
    this.entries.get(id)?.task?.cancel();
  }

  close(id: ProfileId): void {
    const entry = this.entries.get(id);
    if (entry === undefined) return;
    this.entries.delete(id);
    this.parts.files?.unwatch(id);
    entry.task?.cancel();
    this.pool.close(id, { code: "profile-closed" });
    this.dropColumns(entry);
    this.parts.onForget(id);
    this.parts.emit("profile/closed", { profileId: id });
  }

  /**
   * Reads the file again under the same id; nothing while it is loading. With `allowsAnySize` it is
   * inflated whatever it grows to, from then on.
   */
  reopen(id: ProfileId, allowsAnySize = false): void {
    const entry = this.entries.get(id);
    if (entry === undefined || entry.task !== undefined) return;
    this.pool.close(id, { code: "profile-closed" });
    this.parts.onForget(id);
    this.dropColumns(entry);
    if (allowsAnySize) {
      entry.decodeSource = { ...entry.decodeSource, allowsAnySize };
    }
    this.load(entry);
  }

  /** The file is no longer what was read, or is again. */
  noteDiskChange(id: ProfileId, diskChange: DiskChange | undefined): void {
    const entry = this.entries.get(id);
    if (entry === undefined) return;
    entry.profile = { ...entry.profile, diskChange };
    this.change(entry, entry.profile.state);
  }

  /** What was read stays; the file is compared with what it is now from here on. */
  keepAsRead(id: ProfileId): void {
    const entry = this.entries.get(id);
    if (entry === undefined) return;
    void this.watchFile(entry).then(() => this.noteDiskChange(id, undefined));
  }

  /** A view of a profile, from its session worker. Rejects for a sample type the profile does not have. */
  async view(
    id: ProfileId,
    view: SessionView,
    signal: AbortSignal,
  ): Promise<ViewOutcome> {
    const columns = this.entries.get(id)?.columns;
    if (columns === undefined) return err({ code: "profile-closed" });
    if (view.sampleTypeIndex >= columns.sampleTypes.length) {
      throw new RangeError(`no sample type ${view.sampleTypeIndex}`);
    }
    return this.pool.request(
      sessionKey([id]),
      { profile: columns },
      view,
      signal,
    );
  }

  /** A view of several profiles, oldest first, from a session worker of their own. */
  async viewSeries(
    ids: readonly ProfileId[],
    view: SeriesView,
    signal: AbortSignal,
  ): Promise<ViewOutcome> {
    const columns: SharedProfile[] = [];
    for (const id of ids) {
      const known = this.entries.get(id)?.columns;
      if (known === undefined) return err({ code: "profile-closed" });
      columns.push(known);
    }
    const profile = ensureDefined(columns.pop(), "a series has profiles");
    return this.pool.request(
      sessionKey(ids),
      { profile, earlier: columns },
      view,
      signal,
    );
  }

  /** Findings and goroutines, from a session worker for what is judged together. */
  async viewLeaks(
    spec: LeakSpec,
    view: LeakView,
    signal: AbortSignal,
  ): Promise<ViewOutcome> {
    const inputs: LeakInput[] = [];
    const add = (ids: readonly ProfileId[], role: LeakInput["role"]): boolean =>
      ids.every((id) => {
        const entry = this.entries.get(id);
        if (entry?.columns === undefined) return false;
        const { columns: profile, snapshots } = entry;
        inputs.push({ id, role, profile, snapshots });
        return true;
      });
    if (!add(spec.currentIds, "current") || !add(spec.baseIds, "base")) {
      return err({ code: "profile-closed" });
    }
    const { usesEarlier } = spec;
    return this.pool.request(
      leakKey(spec),
      { profile: inputs[0].profile, inputs, usesEarlier },
      view,
      signal,
    );
  }

  /** Ends every worker: the app quits. */
  dispose(): void {
    for (const entry of this.entries.values()) entry.task?.cancel();
    this.pool.closeAll({ code: "profile-closed" });
  }

  private add(source: ProfileSource, decodeSource: DecodeSource): ProfileId {
    this.lastId += 1;
    const order = this.lastId;
    const id = `p${order}` as ProfileId;
    const name =
      source.type === "file"
        ? basename(source.entry ?? source.path)
        : source.name;
    const entry: Entry = {
      profile: { id, order, source, name, state: loading(), revision: 0 },
      decodeSource,
      task: undefined,
      columns: undefined,
      snapshots: null,
    };
    this.entries.set(id, entry);
    this.load(entry);
    return id;
  }

  private dropColumns(entry: Entry): void {
    const { columns, snapshots } = entry;
    entry.columns = undefined;
    entry.snapshots = null;
    this.parts.garbage?.drop(sharedBytes([columns, snapshots]));
  }

  private async watchFile({ profile: { id, source } }: Entry): Promise<void> {
    if (source.type === "file") await this.parts.files?.watch(id, source.path);
  }

  private load(entry: Entry): void {
    void this.watchFile(entry);
    entry.profile = { ...entry.profile, diskChange: undefined };
    this.change(entry, loading());
    const task = this.parts.queue.add(entry.decodeSource, (progress) =>
      this.change(entry, { status: "loading", ...progress }),
    );
    entry.task = task;
    void task.outcome.then((reply) => {
      entry.task = undefined;
      if (this.entries.get(entry.profile.id) === entry) {
        this.finish(entry, reply);
      }
    });
  }

  private finish(entry: Entry, reply: DecodeReply): void {
    if (!reply.ok) {
      this.change(entry, { status: "failed", error: reply.error });
      return;
    }
    entry.columns = reply.value.profile;
    entry.snapshots = reply.value.snapshots;
    this.change(entry, { status: "ready", summary: reply.value.summary });
  }

  /** A worker of a series takes no profile down: its requests settled, the next one starts another. */
  private onWorkerDied(key: SessionKey, error: AppError): void {
    const ids = profilesOfKey(key);
    if (ids.length === 1) this.markLost(ids[0], error);
  }

  private markLost(id: ProfileId, error: AppError): void {
    const entry = this.entries.get(id);
    if (entry === undefined || entry.profile.state.status !== "ready") return;
    this.parts.onForget(id);
    this.change(entry, { ...entry.profile.state, status: "lost", error });
  }

  private change(entry: Entry, state: ProfileState): void {
    const revision = entry.profile.revision + 1;
    entry.profile = { ...entry.profile, state, revision };
    this.parts.emit("profile/changed", entry.profile);
  }
}

function loading(): ProfileState & JobProgress {
  return { status: "loading", phase: "waiting", doneBytes: 0, totalBytes: 0 };
}
