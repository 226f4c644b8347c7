import { grown } from "./grown.ts";

/** What came after each row last time: stacks repeat, so it mostly comes again. -1 for none yet. */
export class Successors {
  private rows = new Int32Array(256).fill(-1);

  get(row: number): number {
    return row < this.rows.length ? this.rows[row] : -1;
  }

  set(row: number, next: number): void {
    if (row >= this.rows.length) {
      this.rows = grown(this.rows, new Int32Array((row + 1) * 2).fill(-1));
    }
    this.rows[row] = next;
  }
}
