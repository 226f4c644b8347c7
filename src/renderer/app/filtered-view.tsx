import type { ComponentType, ReactNode } from "react";
import { clearFilters } from "../state/filters.ts";
import { useText } from "../state/text.ts";
import type { ViewProps } from "../state/view-definition.ts";
import { Notice } from "../widgets/notice.tsx";
import { TextButton } from "../widgets/text-button.tsx";
import { FilterBar, useOutcomeOf } from "./filter-bar.tsx";

export interface FilteredViewProps extends ViewProps {
  readonly Component: ComponentType<ViewProps>;
}

/** A view below the filters that are on; says so where they leave nothing of it. */
export function FilteredView(props: FilteredViewProps): ReactNode {
  const { Component, profileId, summary, view } = props;
  const { t, format } = useText();
  const outcome = useOutcomeOf(profileId, view);
  const sampleType = summary.sampleTypes.at(view.sampleTypeIndex);
  const isNothingLeft =
    outcome.status === "ready" && outcome.value.shown === 0n;
  return (
    <>
      <FilterBar profileId={profileId} view={view} sampleType={sampleType} />
      {isNothingLeft ? (
        <Notice
          title={t("filter.nothingLeft")}
          hint={t("filter.nothingLeftHint", {
            total: format.value(outcome.value.total, sampleType?.unit ?? ""),
          })}
        >
          <TextButton onClick={() => clearFilters(profileId)}>
            {t("filter.clearAll")}
          </TextButton>
        </Notice>
      ) : (
        <Component profileId={profileId} summary={summary} view={view} />
      )}
    </>
  );
}
