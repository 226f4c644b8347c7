import type { ReactNode } from "react";
import type { ProfileId } from "#contract/profile-id.ts";
import type { ValueType } from "#profile/profile.ts";
import { useCompareChoice } from "../../state/compare-choice.ts";
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

/** Pictures above, what changed below. */
export function ComparePage(props: ComparePageProps): ReactNode {
  const { profileId, pair, series, sampleType, sampleTypeIndex, view } = props;
  const choice = useCompareChoice(profileId);
  const values = {
    baseId: pair.base.profile.id,
    currentId: pair.current.profile.id,
    sampleTypeIndex,
    isNormalised: choice.isNormalised,
    isFolded: choice.isFolded,
  };
  const { data: plain, retry } = useComparisonTable({
    ...values,
    isNet: false,
  });
  // Its total costs a merge of all samples: the table is there meanwhile, without those shares.
  const { data: net } = useComparisonTable(
    choice.mode === "subtract-base" ? { ...values, isNet: true } : null,
  );
  const data = net.status === "ready" ? net : plain;
  const isGoroutines = pair.current.summary.kind === "goroutine";
  const picture =
    choice.picture === "trend" && series.length < 3 ? "side" : choice.picture;
  return (
    <>
      <CompareToolbar
        profileId={profileId}
        choice={choice}
        picture={picture}
        table={data.status === "ready" ? data.value : null}
        isNetPending={
          choice.mode === "subtract-base" && net.status === "loading"
        }
        unit={sampleType.unit}
        hasTrend={series.length > 2}
      />
      {picture === "trend" ? (
        <TrendPane
          profileId={profileId}
          series={series}
          sampleType={sampleType}
          nameOf={props.nameOf}
        />
      ) : (
        <>
          <ComparePictures
            profileId={profileId}
            values={values}
            picture={picture}
            choice={choice}
            sampleType={sampleType}
            view={view}
          />
          {isGoroutines && choice.rows === "groups" ? (
            <GroupPane profileId={profileId} pair={values} view={view} />
          ) : data.status === "ready" ? (
            <DeltaPane
              profileId={profileId}
              data={data.value}
              choice={choice}
              sampleType={sampleType}
              view={view}
              hasGroups={isGoroutines}
            />
          ) : (
            <ViewStatus data={data} onRetry={retry} />
          )}
        </>
      )}
    </>
  );
}
