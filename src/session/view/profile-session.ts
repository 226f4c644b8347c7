import { assertNever } from "#base/assert.ts";
import { ByteBudget } from "#base/byte-budget.ts";
import { JobControl } from "#base/cancel-flag.ts";
import { err, ok, type Result } from "#base/result.ts";
import { buildCallTree, type CallTree } from "#analysis/call-tree.ts";
import { layoutFlame } from "#analysis/flame-layout.ts";
import type { AppError } from "#contract/app-error.ts";
import { encodeFlameView } from "#contract/views.ts";
import type {
  SessionBlock,
  SessionJob,
  SessionView,
} from "#contract/worker-messages.ts";
import type { Profile } from "#profile/profile.ts";
import { profileFromShared } from "../share-profile.ts";
import { sumsOf } from "../summarize-profile.ts";
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
      case "neighbours":
        throw new Error("not yet");
      default:
        return assertNever(view);
    }
  }

  private flame(sampleTypeIndex: number, inverted: boolean): Uint8Array {
    const tree = this.tree(inverted);
    return encodeFlameView(
      {
        layout: layoutFlame(tree, sampleTypeIndex),
        frames: tree.frames,
        total: sumsOf(this.profile.samples.values[sampleTypeIndex]).absTotal,
      },
      allocateShared,
    );
  }

  private tree(inverted: boolean): CallTree {
    const key = inverted ? "inverted" : "callers";
    const kept = this.trees.get(key);
    if (kept !== undefined) return kept;
    const tree = buildCallTree(this.profile);
    this.trees.set(key, tree, columnBytes(tree));
    return tree;
  }
}
