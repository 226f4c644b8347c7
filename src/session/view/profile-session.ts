import { assertNever } from "#base/assert.ts";
import { ByteBudget } from "#base/byte-budget.ts";
import type { JobControl } from "#base/cancel-flag.ts";
import { ok, type Result } from "#base/result.ts";
import { buildCallTree, type CallTree } from "#analysis/call-tree.ts";
import { layoutFlame } from "#analysis/flame-layout.ts";
import {
  ALL_GROWN,
  growForPicture,
  InvertedTree,
  type GrownRange,
} from "#analysis/inverted-tree.ts";
import { computeNeighbours } from "#analysis/neighbour-table.ts";
import { reportTotal } from "#analysis/report/report-total.ts";
import { computeTopTable } from "#analysis/top-table.ts";
import type { AppError } from "#contract/app-error.ts";
import {
  encodeFlameView,
  encodeNeighbourView,
  encodeTopView,
} from "#contract/views.ts";
import { encodeFilterOutcome } from "#contract/view-filters.ts";
import type {
  SessionBlock,
  SessionJob,
  SessionView,
} from "#contract/worker-messages.ts";
import type { Profile } from "#profile/profile.ts";
import { viewedProfile } from "../share-profile.ts";
import { answerBlock } from "./answer-block.ts";
import { ByteLru } from "./byte-lru.ts";
import { columnBytes } from "./column-bytes.ts";
import { FilteredProfiles, type FilteredProfile } from "./filtered-profiles.ts";

const allocateShared = (byteLength: number): SharedArrayBuffer =>
  new SharedArrayBuffer(byteLength);

type FlameRequest = SessionView & { readonly view: "flame" };

interface ShownTree {
  readonly tree: CallTree;
  readonly grown: GrownRange;
}

/**
 * One decoded profile, what filters leave of it and the trees made of that: dropped and made again as
 * the budget says.
 */
export class ProfileSession {
  private readonly profile: Profile;
  private readonly budget: ByteBudget;
  /** Trees and filtered profiles, by keys that tell them apart. */
  private readonly kept: ByteLru<unknown>;
  private readonly filtered: FilteredProfiles;

  constructor(job: SessionJob) {
    this.profile = viewedProfile(job.profile);
    this.budget = new ByteBudget(job.limitBytes);
    this.kept = new ByteLru(this.budget);
    this.filtered = new FilteredProfiles(this.profile, this.kept);
  }

  /** A view as a bulk block; see `answerBlock`. */
  answer(
    view: SessionView,
    control: SharedArrayBuffer,
  ): Result<SessionBlock, AppError> {
    return answerBlock(control, this.budget, (job) =>
      this.filteredBlock(view, job),
    );
  }

  private filteredBlock(
    view: SessionView,
    job: JobControl,
  ): Result<Uint8Array, AppError> {
    const filtered = this.filtered.get(
      view.filters ?? [],
      () => !job.isCancelled,
    );
    return filtered.ok ? ok(this.blockOf(view, filtered.value)) : filtered;
  }

  private blockOf(view: SessionView, filtered: FilteredProfile): Uint8Array {
    const { profile } = filtered;
    const { sampleTypeIndex } = view;
    const total = this.totalOf(sampleTypeIndex);
    switch (view.view) {
      case "flame":
        return this.flame(view, filtered);
      case "top":
        return encodeTopView(
          { ...computeTopTable(profile, sampleTypeIndex), total },
          allocateShared,
        );
      case "neighbours":
        return encodeNeighbourView(
          { ...computeNeighbours(profile, view.func, sampleTypeIndex), total },
          allocateShared,
        );
      case "filtered":
        return encodeFilterOutcome(
          {
            total: sumOfMagnitudes(this.profile, sampleTypeIndex),
            shown: sumOfMagnitudes(profile, sampleTypeIndex),
            samples: this.profile.samples.count,
            shownSamples: profile.samples.count,
            unmatched: filtered.unmatched,
          },
          allocateShared,
        );
      default:
        return assertNever(view);
    }
  }

  private flame(view: FlameRequest, filtered: FilteredProfile): Uint8Array {
    const { sampleTypeIndex } = view;
    const { tree, grown } = view.inverted
      ? this.inverted(view, filtered)
      : this.upright(filtered);
    const all = sumOfMagnitudes(this.profile, sampleTypeIndex);
    const shown = sumOfMagnitudes(filtered.profile, sampleTypeIndex);
    return encodeFlameView(
      {
        layout: layoutFlame(tree, sampleTypeIndex),
        frames: tree.frames,
        total: this.totalOf(sampleTypeIndex),
        shownShare: all === 0n ? 1 : Number(shown) / Number(all),
        grown,
      },
      allocateShared,
    );
  }

  /** What shares are of: taken before the filters, as pprof does (rules C6, F4). */
  private totalOf(sampleTypeIndex: number): bigint {
    const values = this.profile.samples.values[sampleTypeIndex];
    return BigInt(reportTotal(this.profile, values));
  }

  private callTree({ profile, key }: FilteredProfile): CallTree {
    const keptKey = `callers/${key}`;
    const known = this.kept.get(keptKey) as CallTree | undefined;
    if (known !== undefined) return known;
    const tree = buildCallTree(profile);
    this.kept.set(keptKey, tree, columnBytes(tree));
    return tree;
  }

  private upright(filtered: FilteredProfile): ShownTree {
    const tree = this.callTree(filtered);
    return { tree, grown: ALL_GROWN };
  }

  /**
   * Its shape depends on the sample type where it is too large to be grown whole. What one request
   * made grow is there for the next.
   */
  private inverted(view: FlameRequest, filtered: FilteredProfile): ShownTree {
    const { sampleTypeIndex, grow } = view;
    const key = `inverted/${sampleTypeIndex}/${filtered.key}`;
    const callTree = this.callTree(filtered);
    const inverted =
      (this.kept.get(key) as InvertedTree | undefined) ??
      new InvertedTree(callTree);
    const grown = growForPicture(inverted, sampleTypeIndex, grow);
    this.kept.set(key, inverted, inverted.byteLength);
    return { tree: inverted.toCallTree(), grown };
  }
}

/** Sum of |value| over all samples, as Go's int64 would wrap (rule I0). */
function sumOfMagnitudes(profile: Profile, sampleTypeIndex: number): bigint {
  const values = profile.samples.values[sampleTypeIndex];
  if (values instanceof Float64Array) {
    let sum = 0;
    for (const value of values) sum += Math.abs(value);
    return BigInt(sum);
  }
  let sum = 0n;
  for (const value of values) sum += value < 0n ? -value : value;
  return BigInt.asIntN(64, sum);
}
