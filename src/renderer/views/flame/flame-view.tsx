import type { ReactNode } from "react";
import type { ViewProps } from "../../state/view-definition.ts";
import { useGrownFlame } from "../../state/grown-flame.ts";
import { treeSpecOf } from "../../state/view-data.ts";
import { ViewStatus } from "../../state/view-status.tsx";
import { FlamePane } from "./flame-pane.tsx";
import "./flame.css";

/** The flame graph of a profile. */
export function FlameView(props: ViewProps): ReactNode {
  const { profileId, view, summary } = props;
  const { data, retry } = useGrownFlame(treeSpecOf(profileId, view), view);
  if (data.status !== "ready") {
    return <ViewStatus data={data} onRetry={retry} />;
  }
  return (
    <FlamePane
      profileId={profileId}
      model={data.value}
      view={view}
      sampleType={summary.sampleTypes[view.sampleTypeIndex]}
    />
  );
}
