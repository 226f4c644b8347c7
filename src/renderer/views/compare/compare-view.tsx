import type { ReactNode } from "react";
import { commonSampleTypes, isComparable } from "#contract/compare.ts";
import type { ViewProps } from "../../state/view-definition.ts";
import {
  defaultOther,
  findReady,
  pairOf,
  readyProfiles,
  seriesOf,
  type ReadyProfile,
} from "../../state/compare-pair.ts";
import {
  chooseComparison,
  useCompareChoice,
} from "../../state/compare-choice.ts";
import { displayNames, useProfiles } from "../../state/profiles.ts";
import { useText } from "../../state/text.ts";
import { Notice } from "../../widgets/notice.tsx";
import { TextButton } from "../../widgets/text-button.tsx";
import { ComparePage } from "./compare-page.tsx";
import { CompareHeader } from "./compare-header.tsx";
import type { NameOf } from "./compare-names.ts";
import "./compare.css";

/** Two snapshots beside one another; with one open file, what to do to compare. */
export function CompareView({
  profileId,
  summary,
  view,
}: ViewProps): ReactNode {
  const { t } = useText();
  const profiles = useProfiles((state) => state.profiles);
  const choice = useCompareChoice(profileId);
  const ready = readyProfiles(profiles);
  const names = displayNames(profiles);
  const nameOf: NameOf = ({ profile }) =>
    names[profiles.findIndex(({ id }) => id === profile.id)] ?? profile.name;
  const one = findReady(ready, profileId);
  if (one === undefined) return null;
  const other = findReady(ready, choice.otherId) ?? defaultOther(one, ready);
  if (other === undefined) {
    return <Alone one={one} nameOf={nameOf} hasOthers={ready.length > 1} />;
  }
  const pair = pairOf(one, other, choice.isSwapped);
  const header = (
    <CompareHeader
      profileId={profileId}
      one={one}
      other={other}
      pair={pair}
      ready={ready}
      nameOf={nameOf}
    />
  );
  if (!isComparable(one.summary, other.summary)) {
    const kind = (of: ReadyProfile): string => t(`kind.${of.summary.kind}`);
    return (
      <div className="ls-compare">
        {header}
        <Notice
          title={t("compare.unlike", {
            a: nameOf(one),
            kindA: kind(one),
            b: nameOf(other),
            kindB: kind(other),
          })}
          hint={t("compare.unlikeHint")}
        >
          <TextButton
            onClick={() => chooseComparison(profileId, { otherId: null })}
          >
            {t("compare.chooseBase")}
          </TextButton>
        </Notice>
      </div>
    );
  }
  const types = commonSampleTypes(pair.base.summary, pair.current.summary);
  const wanted = summary.sampleTypes[view.sampleTypeIndex];
  const index = types.findIndex(
    ({ type, unit }) => type === wanted?.type && unit === wanted.unit,
  );
  return (
    <div className="ls-compare">
      {header}
      <ComparePage
        profileId={profileId}
        pair={pair}
        series={seriesOf(one, ready)}
        nameOf={nameOf}
        sampleType={types[Math.max(0, index)]}
        sampleTypeIndex={Math.max(0, index)}
        view={view}
      />
    </div>
  );
}

function Alone(props: {
  readonly one: ReadyProfile;
  readonly nameOf: NameOf;
  readonly hasOthers: boolean;
}): ReactNode {
  const { t } = useText();
  const { one, nameOf, hasOthers } = props;
  return (
    <div className="ls-compare">
      <Notice
        title={
          hasOthers
            ? t("compare.unlikeAll", {
                name: nameOf(one),
                kind: t(`kind.${one.summary.kind}`),
              })
            : t("compare.alone")
        }
        hint={t(hasOthers ? "compare.unlikeHint" : "compare.aloneHint")}
      />
    </div>
  );
}
