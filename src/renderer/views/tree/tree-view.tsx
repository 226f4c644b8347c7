import type { ReactNode } from "react";
import type { ViewProps } from "../../state/view-definition.ts";
import { treeSpecOf, useFlame } from "../../state/view-data.ts";
import { ViewStatus } from "../../state/view-status.tsx";
import { TreePane } from "./tree-pane.tsx";

/** The call tree as an indented table: the flame graph's tree, with numbers. */
export function TreeView({ profileId, view, summary }: ViewProps): ReactNode {
  const { data, retry } = useFlame(treeSpecOf(profileId, view));
  if (data.status !== "ready") {
    return <ViewStatus data={data} onRetry={retry} />;
  }
  return (
    <TreePane
      profileId={profileId}
      model={data.value}
      view={view}
      sampleType={summary.sampleTypes[view.sampleTypeIndex]}
    />
  );
}
