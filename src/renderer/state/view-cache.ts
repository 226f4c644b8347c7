import type { Result } from "#base/result.ts";
import type { AppError } from "#contract/app-error.ts";

/** Something asked for. */
export type Loadable<T> =
  | { readonly status: "loading" }
  | { readonly status: "ready"; readonly value: T }
  | { readonly status: "failed"; readonly error: AppError };

const LOADING = { status: "loading" } as const;

interface Entry<T> {
  state: Loadable<T>;
  readonly abort: AbortController;
  watchers: number;
  /** Rises with each use: the least recently used goes first. */
  usedAt: number;
}

/** How to get a view, and what it weighs in bytes. */
export interface ViewLoader<Spec, T> {
  readonly keyOf: (spec: Spec) => string;
  readonly load: (
    spec: Spec,
    signal: AbortSignal,
  ) => Promise<Result<T, AppError>>;
  readonly weigh: (value: T) => number;
}

/**
 * Views of one kind, kept while somebody watches and, up to a weight, afterwards. One request per
 * key, however many watch it; a request nobody watches any more is cancelled.
 */
export class ViewCache<Spec, T> {
  private readonly entries = new Map<string, Entry<T>>();
  private readonly listeners = new Set<() => void>();
  private clock = 0;

  constructor(
    private readonly loader: ViewLoader<Spec, T>,
    private readonly maxBytes: number,
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** State of a view; `loading` for one that nobody watches yet. */
  peek(spec: Spec): Loadable<T> {
    return this.entries.get(this.loader.keyOf(spec))?.state ?? LOADING;
  }

  /** Loads a view if need be and keeps it until the returned function is called. */
  watch(spec: Spec): () => void {
    const key = this.loader.keyOf(spec);
    const entry = this.entries.get(key) ?? this.start(key, spec);
    entry.watchers += 1;
    entry.usedAt = this.tick();
    let isWatching = true;
    return () => {
      if (!isWatching) return;
      isWatching = false;
      this.unwatch(key, entry);
    };
  }

  /** Asks again for a view that failed. */
  retry(spec: Spec): void {
    const key = this.loader.keyOf(spec);
    const old = this.entries.get(key);
    if (old?.state.status !== "failed") return;
    const entry = this.start(key, spec);
    entry.watchers = old.watchers;
    this.notify();
  }

  /** Drops views of a profile that was closed or read again. */
  drop(isStale: (key: string) => boolean): void {
    for (const [key, entry] of this.entries) {
      if (!isStale(key)) continue;
      entry.abort.abort();
      this.entries.delete(key);
    }
    this.notify();
  }

  private start(key: string, spec: Spec): Entry<T> {
    const entry: Entry<T> = {
      state: LOADING,
      abort: new AbortController(),
      watchers: 0,
      usedAt: this.tick(),
    };
    this.entries.set(key, entry);
    void this.fill(key, spec, entry);
    return entry;
  }

  private async fill(key: string, spec: Spec, entry: Entry<T>): Promise<void> {
    const result = await this.loader.load(spec, entry.abort.signal);
    if (this.entries.get(key) !== entry) return;
    entry.state = result.ok
      ? { status: "ready", value: result.value }
      : { status: "failed", error: result.error };
    this.evict();
    this.notify();
  }

  private unwatch(key: string, entry: Entry<T>): void {
    entry.watchers -= 1;
    if (entry.watchers > 0) return;
    if (entry.state.status !== "ready") {
      entry.abort.abort();
      if (this.entries.get(key) === entry) this.entries.delete(key);
    }
    this.evict();
  }

  private evict(): void {
    const idle = [...this.entries]
      .filter(([, entry]) => entry.watchers === 0)
      .sort(([, a], [, b]) => a.usedAt - b.usedAt);
    let bytes = 0;
    for (const { state } of this.entries.values()) {
      if (state.status === "ready") bytes += this.loader.weigh(state.value);
    }
    for (const [key, { state }] of idle) {
      if (bytes <= this.maxBytes) return;
      this.entries.delete(key);
      if (state.status === "ready") bytes -= this.loader.weigh(state.value);
    }
  }

  private tick(): number {
    this.clock += 1;
    return this.clock;
  }

  private notify(): void {
    for (const listener of this.listeners) listener();
  }
}
