import type fc from "fast-check";

/** What became of an input. */
export interface Outcome {
  /** `ok` or an error code: inputs with a new one are kept to be mutated further. */
  readonly word: string;
  /** What the input grew to; memory is measured against it. */
  readonly inflatedBytes: number;
}

/** A decoder or parser under test. */
export interface FuzzTarget {
  readonly name: string;
  /** Share of the time of a run; 1 for most. Readers of small files run a thousand times as fast. */
  readonly weight: number;
  /** Captured inputs to mutate; read once. */
  readonly seeds: () => readonly Uint8Array[];
  /** Inputs made from the format's own grammar. */
  readonly structured: fc.Arbitrary<Uint8Array>;
  /** Reads the input as the app would; throws for whatever must never happen. */
  readonly run: (input: Uint8Array) => Outcome | Promise<Outcome>;
}

/** A broken promise of the code under test, as opposed to an exception of its own. */
export function promise(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`broken promise: ${what}`);
}
