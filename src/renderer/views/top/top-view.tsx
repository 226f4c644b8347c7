import type { ReactNode } from "react";
import type { ViewProps } from "../../state/view-definition.ts";
import { specOf, useTop } from "../../state/view-data.ts";
import { ViewStatus } from "../../state/view-status.tsx";
import { TopPane } from "./top-pane.tsx";

/** All functions of a profile with flat and cum: `go tool pprof -top`, never cut. */
export function TopViewTab({ profileId, view, summary }: ViewProps): ReactNode {
  const { data, retry } = useTop(specOf(profileId, view));
  if (data.status !== "ready") {
    return <ViewStatus data={data} onRetry={retry} />;
  }
  return (
    <TopPane
      profileId={profileId}
      table={data.value}
      view={view}
      sampleType={summary.sampleTypes[view.sampleTypeIndex]}
    />
  );
}
