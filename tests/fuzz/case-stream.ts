/** The inputs of one target, one after the other; the same for the same seed and outcomes. */
import fc from "fast-check";
import { MAX_INPUT_BYTES, mutate } from "./mutate.ts";
import { Random } from "./random.ts";
import type { FuzzTarget } from "./target.ts";

/** Structured inputs are made in batches: starting a generator costs more than an input. */
const BATCH = 64;
/** Inputs kept for being the first with their outcome. */
const KEPT_MAX = 400;
/** Of this many inputs the first is as its grammar made it, the second a mutation of such. */
const KINDS = 4;

export class CaseStream {
  private readonly random: Random;
  private readonly pool: Uint8Array[];
  private readonly words = new Set<string>();
  private batch: Uint8Array[] = [];
  private batches = 0;
  private count = 0;

  constructor(
    private readonly target: FuzzTarget,
    private readonly seed: number,
  ) {
    this.random = new Random(seed);
    this.pool = target.seeds().slice();
  }

  next(): Uint8Array {
    this.count += 1;
    const kind = this.count % KINDS;
    if (kind === 0) return this.structured();
    if (kind === 1) return this.mutated(this.structured());
    return this.mutated(this.small());
  }

  /** Keeps `input` to be mutated further where its outcome is new. */
  learn(input: Uint8Array, word: string): void {
    if (this.words.has(word)) return;
    this.words.add(word);
    if (this.words.size <= KEPT_MAX) this.pool.push(input);
  }

  /** The shorter of two: short inputs run many times as fast and reach as much. */
  private small(): Uint8Array {
    const [a, b] = [this.random.pick(this.pool), this.random.pick(this.pool)];
    return a.length < b.length ? a : b;
  }

  private mutated(input: Uint8Array): Uint8Array {
    return mutate(input, this.small(), this.random);
  }

  private structured(): Uint8Array {
    const ready = this.batch.pop();
    if (ready !== undefined) return ready;
    this.batches += 1;
    this.batch = fc
      .sample(this.target.structured, {
        seed: (this.seed * 7919 + this.batches) | 0,
        numRuns: BATCH,
      })
      .map((bytes) => new Uint8Array(bytes.subarray(0, MAX_INPUT_BYTES)));
    return this.structured();
  }
}
