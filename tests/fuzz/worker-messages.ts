import type { Fault } from "./check.ts";

/** What a fuzz worker is told. */
export interface WorkerJob {
  readonly targets: readonly string[];
  readonly seed: number;
  readonly limitMs: number;
  /** How long one target runs before the next has its turn. */
  readonly sliceMs: number;
  /** Runs this input alone, and ends. */
  readonly probe?: Uint8Array;
  /** Memory of `Progress`. */
  readonly progress: SharedArrayBuffer;
}

/** What it tells. */
export type WorkerMessage =
  | {
      readonly type: "fault";
      readonly target: string;
      readonly fault: Fault;
      readonly input: Uint8Array;
    }
  | {
      readonly type: "counted";
      readonly target: string;
      readonly inputs: number;
    };
