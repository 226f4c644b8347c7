import { assertNever } from "#base/assert.ts";
import { ByteBudget } from "#base/byte-budget.ts";
import { JobControl } from "#base/cancel-flag.ts";
import { err, ok, type Result } from "#base/result.ts";
import { buildCallTree, type CallTree } from "#analysis/call-tree.ts";
import { layoutFlame } from "#analysis/flame-layout.ts";
import { buildInvertedTree } from "#analysis/inverted-tree.ts";
import { computeNeighbours } from "#analysis/neighbour-table.ts";
import { reportTotal } from "#analysis/report/report-total.ts";
import { computeTopTable } from "#analysis/top-table.ts";
import type { AppError } from "#contract/app-error.ts";
import {
  encodeFlameView,
  encodeNeighbourView,
  encodeTopView,
} from "#contract/views.ts";
import type {
  SessionBlock,
  SessionJob,
  SessionView,
} from "#contract/worker-messages.ts";
import type { Profile } from "#profile/profile.ts";
import { profileFromShared } from "../share-profile.ts";
import { ByteLru } from "./byte-lru.ts";
import { columnBytes } from "./column-bytes.ts";

const allocateShared = (byteLength: number): SharedArrayBuffer =>
  new SharedArrayBuffer(byteLength);

/** One decoded profile and the trees made of it, dropped and made again as the budget says. */
export class ProfileSession {
  private readonly profile: Profile;
  private readonly budget: ByteBudget;
  private readonly trees: ByteLru<CallTree>;

  constructor(job: SessionJob) {
    this.profile = profileFromShared(job.profile);
    this.budget = new ByteBudget(job.limitBytes);
    this.trees = new ByteLru(this.budget);
  }

  /** A view as a bulk block. `control` is the memory of the request's `JobControl`. */
  answer(
    view: SessionView,
    control: SharedArrayBuffer,
  ): Result<SessionBlock, AppError> {
    const job = new JobControl(control);
    if (job.isCancelled) return err({ code: "cancelled" });
    const start = performance.now();
    const block = this.blockOf(view);
    return ok({
      block,
      computeMs: performance.now() - start,
      keptBytes: this.budget.usedBytes,
    });
  }

  private blockOf(view: SessionView): Uint8Array {
    switch (view.view) {
      case "flame":
        return this.flame(view.sampleTypeIndex, view.inverted);
      case "top":
        return encodeTopView(
          computeTopTable(this.profile, view.sampleTypeIndex),
          allocateShared,
        );
      case "neighbours":
        return encodeNeighbourView(
          computeNeighbours(this.profile, view.func, view.sampleTypeIndex),
          allocateShared,
        );
      default:
        return assertNever(view);
    }
  }

  private flame(sampleTypeIndex: number, inverted: boolean): Uint8Array {
    const tree = inverted
      ? this.invertedTree(sampleTypeIndex)
      : this.callTree();
    const values = this.profile.samples.values[sampleTypeIndex];
    return encodeFlameView(
      {
        layout: layoutFlame(tree, sampleTypeIndex),
        frames: tree.frames,
        total: BigInt(reportTotal(this.profile, values)),
      },
      allocateShared,
    );
  }

  private callTree(): CallTree {
    return this.kept("callers", () => buildCallTree(this.profile));
  }

  /** Its shape depends on the sample type where it is too large to be grown whole. */
  private invertedTree(sampleTypeIndex: number): CallTree {
    return this.kept(`inverted/${sampleTypeIndex}`, () =>
      buildInvertedTree(this.callTree(), sampleTypeIndex),
    );
  }

  private kept(key: string, make: () => CallTree): CallTree {
    const kept = this.trees.get(key);
    if (kept !== undefined) return kept;
    const tree = make();
    this.trees.set(key, tree, columnBytes(tree));
    return tree;
  }
}
