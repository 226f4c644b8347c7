import type { ByteBudget } from "#base/byte-budget.ts";

interface Kept<V> {
  readonly value: V;
  readonly bytes: number;
}

/**
 * Things that can be made again, kept while the budget allows: the least recently used go first. A
 * thing larger than the whole budget is handed out and not kept.
 */
export class ByteLru<V> {
  /** In order of use, least recent first. */
  private readonly kept = new Map<string, Kept<V>>();

  constructor(private readonly budget: ByteBudget) {}

  get(key: string): V | undefined {
    const found = this.kept.get(key);
    if (found === undefined) return undefined;
    this.kept.delete(key);
    this.kept.set(key, found);
    return found.value;
  }

  set(key: string, value: V, bytes: number): void {
    this.delete(key);
    if (bytes > this.budget.limitBytes) return;
    while (!this.budget.reserve(bytes).ok) {
      const oldest = this.kept.keys().next();
      if (oldest.done === true) return;
      this.delete(oldest.value);
    }
    this.kept.set(key, { value, bytes });
  }

  private delete(key: string): void {
    const found = this.kept.get(key);
    if (found === undefined) return;
    this.kept.delete(key);
    this.budget.release(found.bytes);
  }
}
