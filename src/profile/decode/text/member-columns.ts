import type { MemberTable } from "../../goroutines/goroutine-snapshot.ts";
import { GrowingColumn } from "./growing-columns.ts";
import type { OpenGoroutine } from "./open-goroutine.ts";

const float64 = (length: number): Float64Array => new Float64Array(length);
const int32 = (length: number): Int32Array => new Int32Array(length);
const uint32 = (length: number): Uint32Array => new Uint32Array(length);
const uint8 = (length: number): Uint8Array => new Uint8Array(length);

/** Member rows in input order, while reading; `build` orders them by group. */
export class MemberColumns {
  private readonly group = new GrowingColumn(uint32);
  private readonly id = new GrowingColumn(float64);
  private readonly waitMinutes = new GrowingColumn(int32);
  private readonly creatorId = new GrowingColumn(float64);
  private readonly flags = new GrowingColumn(uint8);
  private readonly bubbleId = new GrowingColumn(uint32);
  private readonly inputLine = new GrowingColumn(uint32);
  private readonly argsStart = new GrowingColumn(uint32);
  private readonly argsEnd = new GrowingColumn(uint32);
  private readonly args = new GrowingColumn(uint8);

  get length(): number {
    return this.group.length;
  }

  /** Appends the arguments of `open` and returns where they start. */
  keepArgs(open: OpenGoroutine): number {
    const start = this.args.length;
    const { length, values } = open.args;
    this.args.reserve(length);
    this.args.values.set(values.subarray(0, length), start);
    this.args.length += length;
    return start;
  }

  /** Whether `open` has the arguments kept at `[start, end)`. */
  hasArgs(open: OpenGoroutine, start: number, end: number): boolean {
    const { length, values } = open.args;
    if (length !== end - start) return false;
    const kept = this.args.values;
    for (let i = 0, j = start; i < length; i += 1, j += 1) {
      if (values[i] !== kept[j]) return false;
    }
    return true;
  }

  argsBytes(start: number, end: number): Uint8Array {
    return this.args.values.subarray(start, end);
  }

  /** `argsStart === argsEnd`: the goroutine's arguments are those of its group's first. */
  add(group: number, open: OpenGoroutine, argsStart: number): void {
    this.group.push(group);
    this.id.push(open.id);
    this.waitMinutes.push(open.state?.waitMinutes ?? -1);
    this.creatorId.push(open.creatorId);
    this.flags.push(open.state?.flags ?? 0);
    this.bubbleId.push(open.state?.bubbleId ?? 0);
    this.inputLine.push(open.line);
    this.argsStart.push(argsStart);
    this.argsEnd.push(argsStart < 0 ? argsStart : this.args.length);
  }

  /** Counting sort by group: stable, O(members). `counts[g]` is the size of group g. */
  build(counts: readonly number[]): MemberTable {
    const next = new Uint32Array(counts.length);
    for (let g = 1; g < counts.length; g += 1) {
      next[g] = next[g - 1] + counts[g - 1];
    }
    const length = this.group.length;
    const order = new Uint32Array(length);
    for (let row = 0; row < length; row += 1) {
      order[next[this.group.values[row]]++] = row;
    }
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
      table.id[i] = this.id.values[row];
      table.waitMinutes[i] = this.waitMinutes.values[row];
      table.creatorId[i] = this.creatorId.values[row];
      table.flags[i] = this.flags.values[row];
      table.bubbleId[i] = this.bubbleId.values[row];
      table.inputLine[i] = this.inputLine.values[row];
    }
    return { ...table, ...this.buildArgs(order) };
  }

  private buildArgs(
    order: Uint32Array,
  ): Pick<MemberTable, "args" | "argsStart"> {
    const argsStart = new Uint32Array(order.length + 1);
    for (let i = 0; i < order.length; i += 1) {
      const row = order[i];
      argsStart[i + 1] =
        argsStart[i] + this.argsEnd.values[row] - this.argsStart.values[row];
    }
    const args = new Uint8Array(argsStart[order.length]);
    for (let i = 0; i < order.length; i += 1) {
      if (argsStart[i] === argsStart[i + 1]) continue;
      const row = order[i];
      args.set(
        this.argsBytes(this.argsStart.values[row], this.argsEnd.values[row]),
        argsStart[i],
      );
    }
    return { args, argsStart };
  }
}
