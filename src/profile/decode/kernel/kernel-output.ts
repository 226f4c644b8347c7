import type { ValueColumn } from "../../profile.ts";
import { OUTLETS, type Block, type Kernel } from "./kernel.ts";
import {
  type ColumnMemory,
  OutputColumn,
  type ReadProgress,
} from "./output-columns.ts";

/** Values of one sample type: doubles for as long as every partial sum of them is exact (rule I0). */
class ValueOutput {
  private readonly column: OutputColumn;
  /** Sum of |value|; more than 2^53 - 1 from where on the column holds int64. */
  private magnitude = 0;

  constructor(memory: ColumnMemory, progress: () => ReadProgress) {
    this.column = new OutputColumn(memory, progress);
  }

  private get isExact(): boolean {
    return this.magnitude <= Number.MAX_SAFE_INTEGER;
  }

  append(kernel: Kernel, { start, end }: Block): void {
    if (this.isExact) {
      const { exports } = kernel;
      this.magnitude = exports.valuesToFloats(start, end, this.magnitude);
      if (!this.isExact) this.undo();
    }
    this.column.append(kernel.bytes.subarray(start, end));
  }

  finish(): ValueColumn {
    return this.isExact
      ? this.column.finish(Float64Array)
      : this.column.finish(BigInt64Array);
  }

  /** What was taken for doubles so far becomes int64 again: each of them is exact. */
  private undo(): void {
    const floats = this.column.view(Float64Array);
    const values = this.column.view(BigInt64Array);
    floats.forEach((value, i) => (values[i] = BigInt(value)));
  }
}

/** Columns the kernel hands on while it reads: all that grow with the number of samples. */
export class KernelOutput {
  readonly sampleLabelSet: OutputColumn;
  readonly setStart: OutputColumn;
  readonly setLabel: OutputColumn;
  private readonly values: ValueOutput[] = [];

  constructor(
    private readonly memory: ColumnMemory,
    private readonly progress: () => ReadProgress,
  ) {
    this.sampleLabelSet = new OutputColumn(memory, progress);
    this.setStart = new OutputColumn(memory, progress);
    this.setLabel = new OutputColumn(memory, progress);
  }

  /** Takes what an outlet holds. */
  take(kernel: Kernel, outlet: number, block: Block): void {
    if (outlet >= OUTLETS.firstValue) {
      this.valuesOf(outlet - OUTLETS.firstValue).append(kernel, block);
      return;
    }
    const { start, end } = block;
    this.column(outlet).append(kernel.bytes.subarray(start, end));
  }

  /** Takes the rest, when all is read. */
  takeRest(kernel: Kernel, typeCount: number): void {
    const count = OUTLETS.firstValue + typeCount;
    for (let outlet = 0; outlet < count; outlet += 1) kernel.drainRest(outlet);
  }

  /** One column per sample type, of as many values as there are samples. */
  finishValues(typeCount: number): ValueColumn[] {
    return Array.from({ length: typeCount }, (_, type) =>
      this.valuesOf(type).finish(),
    );
  }

  private column(outlet: number): OutputColumn {
    if (outlet === OUTLETS.sampleLabelSet) return this.sampleLabelSet;
    return outlet === OUTLETS.setStart ? this.setStart : this.setLabel;
  }

  private valuesOf(type: number): ValueOutput {
    return (this.values[type] ??= new ValueOutput(this.memory, this.progress));
  }
}
