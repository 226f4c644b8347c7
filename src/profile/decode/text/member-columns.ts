import type { MemberTable } from "../../goroutines/goroutine-snapshot.ts";
import { grown } from "./grown.ts";
import type { OpenGoroutine } from "./open-goroutine.ts";

/** Member rows in input order, while reading; `build` orders them by group. */
export class MemberColumns {
  length = 0;
  private capacity = 1024;
  private group = new Uint32Array(this.capacity);
  private id = new Float64Array(this.capacity);
  private waitMinutes = new Int32Array(this.capacity);
  private creatorId = new Float64Array(this.capacity);
  private flags = new Uint8Array(this.capacity);
  private bubbleId = new Uint32Array(this.capacity);
  private inputLine = new Uint32Array(this.capacity);
  private argsStart = new Uint32Array(this.capacity);
  private argsEnd = new Uint32Array(this.capacity);
  private args = new Uint8Array(1 << 14);
  private argsUsed = 0;

  get memoryBytes(): number {
    return this.capacity * 41 + this.args.length;
  }

  /** Appends the arguments of `open` and returns where they start. */
  keepArgs(open: OpenGoroutine): number {
    const start = this.argsUsed;
    const needed = start + open.argsLength;
    if (needed > this.args.length) {
      this.args = grown(this.args, new Uint8Array(needed * 2));
    }
    const { args: to } = this;
    const { args: from, argsLength } = open;
    for (let i = 0; i < argsLength; i += 1) to[start + i] = from[i];
    this.argsUsed = needed;
    return start;
  }

  /** Whether `open` has the arguments kept at `[start, end)`. */
  hasArgs(open: OpenGoroutine, start: number, end: number): boolean {
    const { args: kept } = this;
    const { args, argsLength } = open;
    if (argsLength !== end - start) return false;
    for (let i = 0; i < argsLength; i += 1) {
      if (args[i] !== kept[start + i]) return false;
    }
    return true;
  }

  argsBytes(start: number, end: number): Uint8Array {
    return this.args.subarray(start, end);
  }

  /** `hasOwnArgs`: its arguments were the last kept; otherwise they are those of its group's first. */
  add(group: number, open: OpenGoroutine, hasOwnArgs: boolean): void {
    if (this.length === this.capacity) this.grow();
    const row = this.length;
    this.length += 1;
    this.group[row] = group;
    this.id[row] = open.id;
    this.creatorId[row] = open.creatorId;
    this.inputLine[row] = open.line;
    const { state } = open;
    this.waitMinutes[row] = state === null ? -1 : state.waitMinutes;
    this.flags[row] = state === null ? 0 : state.flags;
    this.bubbleId[row] = state === null ? 0 : state.bubbleId;
    this.argsEnd[row] = this.argsUsed;
    this.argsStart[row] = hasOwnArgs
      ? this.argsUsed - open.argsLength
      : this.argsUsed;
  }

  private grow(): void {
    this.capacity *= 2;
    const { capacity } = this;
    this.group = grown(this.group, new Uint32Array(capacity));
    this.id = grown(this.id, new Float64Array(capacity));
    this.waitMinutes = grown(this.waitMinutes, new Int32Array(capacity));
    this.creatorId = grown(this.creatorId, new Float64Array(capacity));
    this.flags = grown(this.flags, new Uint8Array(capacity));
    this.bubbleId = grown(this.bubbleId, new Uint32Array(capacity));
    this.inputLine = grown(this.inputLine, new Uint32Array(capacity));
    this.argsStart = grown(this.argsStart, new Uint32Array(capacity));
    this.argsEnd = grown(this.argsEnd, new Uint32Array(capacity));
  }

  /** Counting sort by group: stable, O(members). `counts[g]` is the size of group g. */
  build(counts: readonly number[]): MemberTable {
    const next = new Uint32Array(counts.length);
    for (let g = 1; g < counts.length; g += 1) {
      next[g] = next[g - 1] + counts[g - 1];
    }
    const { length, group } = this;
    const order = new Uint32Array(length);
    for (let row = 0; row < length; row += 1) order[next[group[row]]++] = row;
    const table = {
      length,
      id: new Float64Array(length),
      waitMinutes: new Int32Array(length),
      creatorId: new Float64Array(length),
      flags: new Uint8Array(length),
      bubbleId: new Uint32Array(length),
      inputLine: new Uint32Array(length),
    };
    for (let i = 0; i < length; i += 1) {
      const row = order[i];
      table.id[i] = this.id[row];
      table.waitMinutes[i] = this.waitMinutes[row];
      table.creatorId[i] = this.creatorId[row];
      table.flags[i] = this.flags[row];
      table.bubbleId[i] = this.bubbleId[row];
      table.inputLine[i] = this.inputLine[row];
    }
    return { ...table, ...this.buildArgs(order) };
  }

  private buildArgs(
    order: Uint32Array,
  ): Pick<MemberTable, "args" | "argsStart"> {
    const argsStart = new Uint32Array(order.length + 1);
    for (let i = 0; i < order.length; i += 1) {
      const row = order[i];
      argsStart[i + 1] = argsStart[i] + this.argsEnd[row] - this.argsStart[row];
    }
    const args = new Uint8Array(argsStart[order.length]);
    for (let i = 0; i < order.length; i += 1) {
      const to = argsStart[i];
      if (to === argsStart[i + 1]) continue;
      const row = order[i];
      args.set(this.argsBytes(this.argsStart[row], this.argsEnd[row]), to);
    }
    return { args, argsStart };
  }
}
