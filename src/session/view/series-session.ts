import { assert, assertNever, ensureDefined } from "#base/assert.ts";
import { ByteBudget } from "#base/byte-budget.ts";
import { JobControl } from "#base/cancel-flag.ts";
import { err, ok, type Result } from "#base/result.ts";
import { compareGoroutines } from "#analysis/compare/compare-goroutines.ts";
import {
  compareProfiles,
  comparisonTotals,
  computeSides,
  normaliseComparison,
  type Comparison,
  type ComparisonTotals,
} from "#analysis/compare/comparison.ts";
import { computeDeltaTable } from "#analysis/compare/delta-table.ts";
import { foldPair } from "#analysis/compare/fold-names.ts";
import {
  layoutComparison,
  orderComparison,
  type ComparisonOrder,
} from "#analysis/compare/layout-comparison.ts";
import { netTotals } from "#analysis/compare/net-total.ts";
import {
  pairProfiles,
  type ProfilePair,
} from "#analysis/compare/pair-profiles.ts";
import { computeTrend } from "#analysis/compare/trend.ts";
import type { AppError } from "#contract/app-error.ts";
import {
  encodeComparisonFlame,
  encodeComparisonTable,
  encodeGroupDeltas,
  encodeTrend,
  type ComparisonValues,
} from "#contract/compare.ts";
import type {
  SeriesView,
  SessionBlock,
  SessionJob,
} from "#contract/worker-messages.ts";
import type { Profile } from "#profile/profile.ts";
import { viewedProfile } from "../share-profile.ts";
import { ByteLru } from "./byte-lru.ts";
import { columnBytes } from "./column-bytes.ts";

const allocateShared = (byteLength: number): SharedArrayBuffer =>
  new SharedArrayBuffer(byteLength);

/** How many functions a trend draws; more lines than that can't be told apart. */
const TREND_FUNCTIONS = 50;

interface LastOrder {
  readonly comparison: Comparison;
  readonly sampleTypeIndex: number;
  readonly order: ComparisonOrder;
  readonly totals: ComparisonTotals;
}

type Blocked = Result<Uint8Array, AppError>;

/**
 * Snapshots of one thing, oldest first: compares the last two and follows all of them. What it makes
 * (joined columns, merged trees) is dropped and made again as the budget says.
 */
export class SeriesSession {
  private readonly profiles: readonly Profile[];
  private readonly budget: ByteBudget;
  private readonly comparisons: ByteLru<Comparison>;
  private readonly nets = new Map<boolean, readonly bigint[]>();
  private pair: ProfilePair | undefined;
  private lastOrder: LastOrder | undefined;

  constructor(job: SessionJob) {
    const all = [...(job.earlier ?? []), job.profile];
    this.profiles = all.map(viewedProfile);
    this.budget = new ByteBudget(job.limitBytes);
    this.comparisons = new ByteLru(this.budget);
  }

  /** A view as a bulk block. `control` is the memory of the request's `JobControl`. */
  answer(
    view: SeriesView,
    control: SharedArrayBuffer,
  ): Result<SessionBlock, AppError> {
    const job = new JobControl(control);
    if (job.isCancelled) return err({ code: "cancelled" });
    const start = performance.now();
    const block = this.blockOf(view);
    if (!block.ok) return block;
    return ok({
      block: block.value,
      computeMs: performance.now() - start,
      keptBytes: this.budget.usedBytes,
    });
  }

  private get base(): Profile {
    return ensureDefined(this.profiles.at(-2), "a series has two profiles");
  }

  private get current(): Profile {
    return ensureDefined(this.profiles.at(-1), "a series has two profiles");
  }

  private blockOf(view: SeriesView): Blocked {
    switch (view.view) {
      case "compare-flame":
        return this.flame(view);
      case "compare-table":
        return this.table(view);
      case "compare-goroutines":
        return ok(
          encodeGroupDeltas(
            compareGoroutines(this.base, this.current),
            allocateShared,
          ),
        );
      case "trend":
        return ok(
          encodeTrend(
            computeTrend(this.profiles, view.sampleType, TREND_FUNCTIONS),
            allocateShared,
          ),
        );
      default:
        return assertNever(view);
    }
  }

  private flame(view: SeriesView & { view: "compare-flame" }): Blocked {
    const comparison = this.comparison(view);
    if (!comparison.ok) return comparison;
    const { value } = comparison;
    const { order, totals } = this.order(value, view.sampleTypeIndex);
    const { baseMagnitude, currentMagnitude } = totals;
    const larger =
      baseMagnitude > currentMagnitude ? baseMagnitude : currentMagnitude;
    const layout = layoutComparison(
      value.shape,
      order,
      view.width,
      Number(larger),
    );
    return ok(
      encodeComparisonFlame(
        { layout, frames: value.shape.frames, totals },
        allocateShared,
      ),
    );
  }

  /** The last order made: both panes, and a change of width, need the same one. */
  private order(comparison: Comparison, sampleTypeIndex: number): LastOrder {
    const last = this.lastOrder;
    if (
      last?.comparison === comparison &&
      last.sampleTypeIndex === sampleTypeIndex
    ) {
      return last;
    }
    this.lastOrder = {
      comparison,
      sampleTypeIndex,
      order: orderComparison(
        comparison.shape,
        computeSides(comparison, sampleTypeIndex),
      ),
      totals: comparisonTotals(comparison, sampleTypeIndex),
    };
    return this.lastOrder;
  }

  private table(view: SeriesView & { view: "compare-table" }): Blocked {
    const comparison = this.comparison(view);
    if (!comparison.ok) return comparison;
    const { value } = comparison;
    const { sampleTypeIndex } = view;
    return ok(
      encodeComparisonTable(
        {
          table: computeDeltaTable(value, sampleTypeIndex, {
            base: this.base,
            current: this.current,
          }),
          totals: comparisonTotals(value, sampleTypeIndex),
          netTotal: view.isNet
            ? this.netTotal(value.pair, sampleTypeIndex, view.isNormalised)
            : -1n,
        },
        allocateShared,
      ),
    );
  }

  /** -1n where pprof would refuse the pair (period types that differ). */
  private netTotal(
    pair: ProfilePair,
    sampleTypeIndex: number,
    isNormalised: boolean,
  ): bigint {
    let net = this.nets.get(isNormalised);
    if (net === undefined) {
      const totals = netTotals(
        this.base,
        this.current,
        pair.sampleTypes,
        isNormalised,
      );
      net = totals.ok ? totals.value : [];
      this.nets.set(isNormalised, net);
    }
    return net.at(sampleTypeIndex) ?? -1n;
  }

  private comparison(values: ComparisonValues): Result<Comparison, AppError> {
    const { isFolded, isNormalised, sampleTypeIndex } = values;
    const key = `${isFolded ? "folded" : "whole"}/${isNormalised ? "normalised" : "plain"}`;
    let comparison = this.comparisons.get(key);
    if (comparison === undefined) {
      const made = this.make(values);
      if (!made.ok) return made;
      comparison = made.value;
      this.comparisons.set(key, comparison, columnBytes(comparison));
    }
    assert(
      sampleTypeIndex < comparison.pair.sampleTypes.length,
      `no sample type ${sampleTypeIndex}`,
    );
    return ok(comparison);
  }

  private make(values: ComparisonValues): Result<Comparison, AppError> {
    if (values.isNormalised) {
      const plain = this.comparison({ ...values, isNormalised: false });
      return plain.ok ? ok(normaliseComparison(plain.value)) : plain;
    }
    if (this.pair === undefined) {
      const pair = pairProfiles(this.base, this.current);
      if (!pair.ok) return err({ code: "not-comparable" });
      this.pair = pair.value;
    }
    return ok(
      compareProfiles(values.isFolded ? foldPair(this.pair) : this.pair),
    );
  }
}
