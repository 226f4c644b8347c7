import { useDeferredValue, useMemo, type ReactNode } from "react";
import type {
  ComparisonTableView,
  ComparisonValues,
  PairSpec,
} from "#contract/compare.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import type { ValueType } from "#profile/profile.ts";
import {
  useCompareChoice,
  type CompareChoice,
} from "../../state/compare-choice.ts";
import { useComparisonTable } from "../../state/compare-data.ts";
import type { Pair, ReadyProfile } from "../../state/compare-pair.ts";
import type { TabView } from "../../state/tab-view.ts";
import { ViewStatus } from "../../state/view-status.tsx";
import type { NameOf } from "./compare-names.ts";
import { ComparePictures } from "./compare-pictures.tsx";
import { CompareToolbar } from "./compare-toolbar.tsx";
import { DeltaPane } from "./delta-pane.tsx";
import { GroupPane } from "./group-pane.tsx";
import { TrendPane } from "./trend-pane.tsx";
import { useLastOf } from "./last-of.ts";

export interface ComparePageProps {
  readonly profileId: ProfileId;
  readonly pair: Pair;
  /** All profiles like these, earliest first. */
  readonly series: readonly ReadyProfile[];
  readonly nameOf: NameOf;
  readonly sampleType: ValueType;
  /** Among the sample types both have. */
  readonly sampleTypeIndex: number;
  readonly view: TabView;
}

/** What is to be seen; one object until some of it changes. */
interface Wanted {
  readonly values: PairSpec & ComparisonValues;
  readonly sampleType: ValueType;
  readonly picture: CompareChoice["picture"];
  readonly choice: CompareChoice;
  readonly view: TabView;
}

/** A table with the sample type it is of. */
interface ShownTable {
  readonly data: ComparisonTableView;
  readonly sampleType: ValueType;
  readonly isNormalised: boolean;
}

/**
 * Pictures above, what changed below. The controls answer at once; what they decide is rendered in
 * slices, and the old pictures and table stay until the new are there.
 */
export function ComparePage(props: ComparePageProps): ReactNode {
  const { profileId, series, nameOf } = props;
  const { wanted, shown } = useShown(props);
  const { choice, picture } = wanted;
  const { values } = shown;
  const { data: plain, retry } = useComparisonTable({
    ...values,
    isNet: false,
  });
  // Its total costs a merge of all samples: the table is there meanwhile, without those shares.
  const { data: net } = useComparisonTable(
    shown.choice.mode === "subtract-base" ? { ...values, isNet: true } : null,
  );
  const data = net.status === "ready" ? net : plain;
  const ready: ShownTable | null = useMemo(
    () =>
      data.status === "ready"
        ? {
            data: data.value,
            sampleType: shown.sampleType,
            isNormalised: values.isNormalised,
          }
        : null,
    [data, shown.sampleType, values.isNormalised],
  );
  const table = useLastOf(treeOf(values), ready);
  const isTable =
    props.pair.current.summary.kind !== "goroutine" ||
    shown.choice.rows !== "groups";
  const body = useMemo(
    () =>
      shown.picture === "trend" ? (
        <TrendPane
          profileId={profileId}
          series={series}
          sampleType={shown.sampleType}
          nameOf={nameOf}
        />
      ) : (
        <ComparePictures
          profileId={profileId}
          values={shown.values}
          picture={shown.picture}
          choice={shown.choice}
          sampleType={shown.sampleType}
          view={shown.view}
        />
      ),
    [shown, profileId, series, nameOf],
  );
  const rows = useMemo(
    () =>
      !isTable ? (
        <GroupPane
          profileId={profileId}
          pair={shown.values}
          view={shown.view}
        />
      ) : table !== null ? (
        <DeltaPane
          profileId={profileId}
          data={table.data}
          isOld={table !== ready}
          choice={shown.choice}
          sampleType={table.sampleType}
          view={shown.view}
          hasGroups={props.pair.current.summary.kind === "goroutine"}
        />
      ) : null,
    [shown, profileId, table, ready, isTable, props.pair],
  );
  return (
    <>
      <CompareToolbar
        profileId={profileId}
        choice={choice}
        picture={picture}
        table={table?.data ?? null}
        tableChoice={{
          mode: shown.choice.mode,
          isNormalised: (table ?? values).isNormalised,
        }}
        isNetPending={
          choice.mode === "subtract-base" && net.status === "loading"
        }
        unit={(table ?? wanted).sampleType.unit}
        hasTrend={series.length > 2}
      />
      {body}
      {shown.picture === "trend" ? null : isTable &&
        data.status !== "ready" &&
        (rows === null || data.status === "failed") ? (
        // Of the table's size, so that the pictures keep theirs when it comes.
        <div className="ls-compare__table">
          <ViewStatus data={data} onRetry={retry} />
        </div>
      ) : (
        rows
      )}
    </>
  );
}

const treeOf = ({
  baseId,
  currentId,
  isFolded,
}: PairSpec & ComparisonValues): string => `${baseId}/${currentId}/${isFolded}`;

/** What the props and the choice ask for, and what of it is rendered by now. */
function useShown(props: ComparePageProps): {
  readonly wanted: Wanted;
  readonly shown: Wanted;
} {
  const { profileId, pair, series, sampleType, sampleTypeIndex, view } = props;
  const choice = useCompareChoice(profileId);
  const baseId = pair.base.profile.id;
  const currentId = pair.current.profile.id;
  const picture =
    choice.picture === "trend" && series.length < 3 ? "side" : choice.picture;
  const { isNormalised, isFolded } = choice;
  const wanted: Wanted = useMemo(
    () => ({
      values: { baseId, currentId, sampleTypeIndex, isNormalised, isFolded },
      sampleType,
      picture,
      choice,
      view,
    }),
    [
      baseId,
      currentId,
      sampleTypeIndex,
      isNormalised,
      isFolded,
      sampleType,
      picture,
      choice,
      view,
    ],
  );
  const late = useDeferredValue(wanted);
  // Nothing may be asked of a pair that is no longer compared.
  const isOther =
    late.values.baseId !== baseId || late.values.currentId !== currentId;
  return { wanted, shown: isOther ? wanted : late };
}
