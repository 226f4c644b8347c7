import type { ReactNode } from "react";
import {
  useLeakChoice,
  useLeakSetting,
  type LeakChoice,
} from "../../state/leak-choice.ts";
import {
  useCreators,
  useGoroutineGroups,
  useLeaks,
} from "../../state/leak-data.ts";
import type { ViewProps } from "../../state/view-definition.ts";
import { ViewStatus } from "../../state/view-status.tsx";
import { CreatorsPane } from "./creators-pane.tsx";
import { GroupingBar } from "./grouping-bar.tsx";
import { GroupsPane } from "./groups-pane.tsx";
import { UnparsedLines } from "./unparsed-lines.tsx";
import "./goroutines.css";

/** Every goroutine of the snapshot, put together as the user likes, down to the single one. */
export function GoroutinesView({ profileId, view }: ViewProps): ReactNode {
  const { spec } = useLeakSetting(profileId);
  const choice = useLeakChoice(profileId);
  const { data, retry } = useLeaks(spec);
  if (data.status !== "ready") {
    return <ViewStatus data={data} onRetry={retry} />;
  }
  const leaks = data.value;
  const shared = { profileId, view, spec, leaks };
  return (
    <div className="ls-goroutines">
      <GroupingBar profileId={profileId} leaks={leaks} />
      {choice.granularity === "tree" ? (
        <Creators {...shared} />
      ) : (
        <Groups {...shared} choice={choice} granularity={choice.granularity} />
      )}
      <UnparsedLines leaks={leaks} />
    </div>
  );
}

type SharedProps = Pick<ViewProps, "profileId" | "view"> & {
  readonly spec: ReturnType<typeof useLeakSetting>["spec"];
  readonly leaks: Parameters<typeof UnparsedLines>[0]["leaks"];
};

interface GroupsProps extends SharedProps {
  readonly choice: LeakChoice;
  readonly granularity: Exclude<LeakChoice["granularity"], "tree">;
}

function Groups({ choice, granularity, ...shared }: GroupsProps): ReactNode {
  const { labelKey, findingIndex } = choice;
  const spec = { ...shared.spec, granularity, labelKey, findingIndex };
  const { data, retry } = useGoroutineGroups(spec);
  if (data.status !== "ready") {
    return <ViewStatus data={data} onRetry={retry} />;
  }
  return <GroupsPane {...shared} spec={spec} groups={data.value} />;
}

function Creators(shared: SharedProps): ReactNode {
  const { data, retry } = useCreators(shared.spec);
  if (data.status !== "ready") {
    return <ViewStatus data={data} onRetry={retry} />;
  }
  return <CreatorsPane {...shared} tree={data.value} />;
}
