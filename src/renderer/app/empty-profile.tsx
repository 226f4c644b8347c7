import type { ReactNode } from "react";
import type { ProfileSummary } from "#contract/profile-summary.ts";
import type { TabView } from "../state/tab-view.ts";
import { useText } from "../state/text.ts";
import { Notice } from "../widgets/notice.tsx";

/** True where there is nothing to draw: no samples, or all of them 0. */
export function isEmpty(
  summary: ProfileSummary,
  sampleTypeIndex: number,
): boolean {
  const sampleType = summary.sampleTypes.at(sampleTypeIndex);
  return (
    summary.counts.samples === 0 ||
    sampleType === undefined ||
    sampleType.absTotal === "0"
  );
}

export interface EmptyProfileProps {
  readonly summary: ProfileSummary;
  readonly view: TabView;
}

/** Says why there is nothing to see, and that it is no failure. */
export function EmptyProfile(props: EmptyProfileProps): ReactNode {
  const { summary, view } = props;
  const { t } = useText();
  if (summary.counts.samples === 0) {
    return (
      <Notice title={t("empty.noSamples")} hint={t("empty.noSamplesHint")} />
    );
  }
  const sampleType = summary.sampleTypes.at(view.sampleTypeIndex);
  if (sampleType === undefined) {
    return <Notice title={t("empty.noSampleTypes")} />;
  }
  const hasOther = summary.sampleTypes.some(({ absTotal }) => absTotal !== "0");
  return (
    <Notice
      title={t("empty.allZero", { type: sampleType.type })}
      hint={t(hasOther ? "empty.allZeroHint" : "empty.allZeroHintSingle")}
    />
  );
}
