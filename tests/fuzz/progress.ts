import { MAX_INPUT_BYTES } from "./mutate.ts";

/**
 * The input under way, in shared memory.
 *
 * ```
 * word  0             1               2        3        then
 *      [inputs begun] [1 while it runs] [target] [length] [bytes of the input]
 * ```
 */
export class Progress {
  private static readonly HEAD_BYTES = 16;
  private readonly words: Int32Array;
  private readonly bytes: Uint8Array;

  constructor(
    readonly buffer: SharedArrayBuffer = new SharedArrayBuffer(
      Progress.HEAD_BYTES + MAX_INPUT_BYTES,
    ),
  ) {
    this.words = new Int32Array(buffer, 0, 4);
    this.bytes = new Uint8Array(buffer, Progress.HEAD_BYTES);
  }

  begin(target: number, input: Uint8Array): void {
    this.bytes.set(input);
    Atomics.store(this.words, 2, target);
    Atomics.store(this.words, 3, input.length);
    Atomics.add(this.words, 0, 1);
    Atomics.store(this.words, 1, 1);
  }

  end(): void {
    Atomics.store(this.words, 1, 0);
  }

  /** Inputs begun so far. */
  get total(): number {
    return Atomics.load(this.words, 0);
  }

  get isRunning(): boolean {
    return Atomics.load(this.words, 1) === 1;
  }

  get target(): number {
    return Atomics.load(this.words, 2);
  }

  get input(): Uint8Array {
    return this.bytes.slice(0, Atomics.load(this.words, 3));
  }
}
