import { FrameTable } from "./frame-table.ts";
import { SnapshotBuilder } from "./snapshot-builder.ts";
import { StateTable } from "./state-table.ts";

/** What all sources of lines of one input share. */
export class ReadContext {
  readonly frames = new FrameTable();
  readonly states = new StateTable();
  /**
   * All goleak failures of the input: one snapshot. Tests are not moments of one process whose last
   * one counts, so they are no series, and every failure is to be judged.
   */
  readonly goleak: SnapshotBuilder;
  /** When the line being read was logged, ISO 8601; null where nothing tells. */
  clock: () => string | null = () => null;

  constructor() {
    this.goleak = new SnapshotBuilder(this.frames);
    this.goleak.source = "goleak";
  }

  get memoryBytes(): number {
    const { frames, states, goleak } = this;
    return frames.memoryBytes + states.memoryBytes + goleak.memoryBytes;
  }
}
