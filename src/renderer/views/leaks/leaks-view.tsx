import type { ReactNode } from "react";
import { isHeapKind } from "#contract/goroutines.ts";
import { useLeakSetting } from "../../state/leak-choice.ts";
import { useLeaks } from "../../state/leak-data.ts";
import type { ViewProps } from "../../state/view-definition.ts";
import { ViewStatus } from "../../state/view-status.tsx";
import { LeaksPane } from "./leaks-pane.tsx";

/** Ranked findings with their evidence: goroutines of a snapshot, or what grew between two heaps. */
export function LeaksView({ profileId, view, summary }: ViewProps): ReactNode {
  const setting = useLeakSetting(profileId);
  const { data, retry } = useLeaks(setting.spec);
  if (data.status !== "ready") {
    return <ViewStatus data={data} onRetry={retry} />;
  }
  return (
    <LeaksPane
      profileId={profileId}
      view={view}
      setting={setting}
      leaks={data.value}
      isHeap={isHeapKind(summary.kind)}
    />
  );
}
