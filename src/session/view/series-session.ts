import { assert, assertNever, ensureDefined } from "#base/assert.ts";
import { ByteBudget } from "#base/byte-budget.ts";
import type { JobControl } from "#base/cancel-flag.ts";
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
import {
  computeDeltaTable,
  type DeltaTable,
} from "#analysis/compare/delta-table.ts";
import { foldPair } from "#analysis/compare/fold-names.ts";
import {
  hidesBoxes,
  layoutComparison,
} from "#analysis/compare/layout-comparison.ts";
import { netTotals } from "#analysis/compare/net-total.ts";
import {
  pairProfiles,
  type ProfilePair,
} from "#analysis/compare/pair-profiles.ts";
import {
  orderComparison,
  type ComparisonOrder,
  type SiblingOrder,
} from "#analysis/compare/sibling-order.ts";
import { computeTrend } from "#analysis/compare/trend.ts";
import type { AppError } from "#contract/app-error.ts";
import {
  COARSE_SHARE,
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
import { answerBlock } from "./answer-block.ts";
import { ByteLru } from "./byte-lru.ts";
import { columnBytes } from "./column-bytes.ts";
import { encodeCoarseFlame } from "./coarse-flame.ts";

const allocateShared = (byteLength: number): SharedArrayBuffer =>
  new SharedArrayBuffer(byteLength);

/** How many functions a trend draws; more lines than that can't be told apart. */
const TREND_FUNCTIONS = 50;

/** What all flame graphs of one sample type and mode share. */
interface OrderedSides {
  readonly order: ComparisonOrder;
  readonly totals: ComparisonTotals;
}

function comparisonKey({ isFolded, isNormalised }: ComparisonValues): string {
  return `${isFolded ? "folded" : "whole"}/${isNormalised ? "normalised" : "plain"}`;
}

function orderKey(values: ComparisonValues): string {
  return `${comparisonKey(values)}/${values.sampleTypeIndex}`;
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
  private readonly orders: ByteLru<OrderedSides>;
  private lastTable:
    { readonly key: string; readonly table: DeltaTable } | undefined;

  constructor(job: SessionJob) {
    const all = [...(job.earlier ?? []), job.profile];
    this.profiles = all.map(viewedProfile);
    this.budget = new ByteBudget(job.limitBytes);
    this.comparisons = new ByteLru(this.budget);
    this.orders = new ByteLru(this.budget);
  }

  /** A view as a bulk block; see `answerBlock`. */
  answer(
    view: SeriesView,
    control: SharedArrayBuffer,
  ): Result<SessionBlock, AppError> {
    return answerBlock(control, this.budget, (job) => this.blockOf(view, job));
  }

  private get base(): Profile {
    return ensureDefined(this.profiles.at(-2), "a series has two profiles");
  }

  private get current(): Profile {
    return ensureDefined(this.profiles.at(-1), "a series has two profiles");
  }

  private blockOf(view: SeriesView, job: JobControl): Blocked {
    switch (view.view) {
      case "compare-flame":
        return this.flame(view, job);
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

  private flame(
    view: SeriesView & { view: "compare-flame" },
    job: JobControl,
  ): Blocked {
    const comparison = this.comparison(view);
    if (!comparison.ok) return comparison;
    if (job.isCancelled) return err({ code: "cancelled" });
    const ordered = this.ordered(comparison.value, view);
    if (!ordered.ok) return ordered;
    if (job.isCancelled) return err({ code: "cancelled" });
    const { order, totals } = ordered.value;
    const { baseMagnitude, currentMagnitude } = totals;
    const total = Number(
      baseMagnitude > currentMagnitude ? baseMagnitude : currentMagnitude,
    );
    const { shape } = comparison.value;
    const { width, isCoarse } = view;
    const options = { width, total, minShare: isCoarse ? COARSE_SHARE : 0 };
    const isWhole = !isCoarse || !hidesBoxes(comparison.value, order, options);
    if (isCoarse && view.knowsFrames !== true) {
      const layout = layoutComparison(comparison.value, order, options);
      return ok(
        encodeCoarseFlame({ shape, layout, totals, isWhole }, allocateShared),
      );
    }
    const frames = view.knowsFrames === true ? null : shape.frames;
    return ok(
      encodeComparisonFlame(
        { frames, totals, isWhole },
        (make) => layoutComparison(comparison.value, order, options, make),
        allocateShared,
      ),
    );
  }

  /**
   * Both panes, and every width, share one. A normalised comparison has its siblings in the order of
   * the plain one: boxes stay where they are when the mode changes.
   */
  private ordered(
    comparison: Comparison,
    values: ComparisonValues,
  ): Result<OrderedSides, AppError> {
    const { sampleTypeIndex, isNormalised } = values;
    const key = orderKey(values);
    let ordered = this.orders.get(key);
    if (ordered === undefined) {
      let siblings: SiblingOrder | undefined;
      if (isNormalised) {
        const plainValues = { ...values, isNormalised: false };
        const plain = this.comparison(plainValues);
        if (!plain.ok) return plain;
        const like = this.ordered(plain.value, plainValues);
        if (!like.ok) return like;
        ({ siblings } = like.value.order);
      }
      const sides = computeSides(comparison, sampleTypeIndex);
      ordered = {
        order: orderComparison(comparison, sides, siblings),
        totals: comparisonTotals(sides),
      };
      // One `siblings` may count twice, plain and normalised: the budget is a bound.
      const { order } = ordered;
      const bytes = columnBytes([sides, order.larger]);
      this.orders.set(key, ordered, bytes + order.siblings.byteLength);
    }
    return ok(ordered);
  }

  private table(view: SeriesView & { view: "compare-table" }): Blocked {
    const comparison = this.comparison(view);
    if (!comparison.ok) return comparison;
    const { value } = comparison;
    const { sampleTypeIndex } = view;
    const ordered = this.ordered(value, view);
    if (!ordered.ok) return ordered;
    const { order, totals } = ordered.value;
    const key = orderKey(view);
    // The total of `-base` is asked for when its table is there already.
    const table =
      this.lastTable?.key === key
        ? this.lastTable.table
        : computeDeltaTable(
            value,
            sampleTypeIndex,
            { base: this.base, current: this.current },
            order.sides,
          );
    this.lastTable = { key, table };
    return ok(
      encodeComparisonTable(
        {
          table,
          totals,
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
    const { sampleTypeIndex } = values;
    const key = comparisonKey(values);
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
