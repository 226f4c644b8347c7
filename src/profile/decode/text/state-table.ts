import { ByteInterner } from "./byte-interner.ts";
import { ByteRange } from "./byte-range.ts";
import type { GoroutineState } from "./goroutine-header.ts";

/** The distinct texts of header states (`[chan send, 5 minutes]:`), numbered and parsed once. */
export class StateTable {
  private readonly interner = new ByteInterner();
  private readonly states: GoroutineState[] = [];
  private readonly keys: number[] = [];
  private readonly keyByText = new Map<string, number>();
  private readonly nothing = new ByteRange();

  intern(range: ByteRange, parse: (text: string) => GoroutineState): number {
    const row = this.interner.intern(range, this.nothing, 0);
    if (row === this.states.length) {
      const state = parse(range.text);
      const text = JSON.stringify([state.waitReason, state.labels]);
      const key = this.keyByText.get(text) ?? this.keyByText.size + 1;
      this.keyByText.set(text, key);
      this.states.push(state);
      this.keys.push(key);
    }
    return row;
  }

  state(row: number): GoroutineState {
    return this.states[row];
  }

  /** Equal for states whose wait reason and labels are. */
  groupKey(row: number): number {
    return this.keys[row];
  }

  /** Offset behind the text of `row` where it stands at `buf[at]`; -1 where it doesn't. */
  endsAt(row: number, buf: Uint8Array, at: number, limit: number): number {
    return this.interner.firstEndsAt(row, buf, at, limit);
  }

  get memoryBytes(): number {
    return this.interner.memoryBytes;
  }
}
