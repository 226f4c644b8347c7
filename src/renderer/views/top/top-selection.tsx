import type { ReactNode } from "react";
import type { ProfileId } from "#contract/profile-id.ts";
import { shareOfMatches, useHighlight } from "../../state/matches.ts";
import type { TabView } from "../../state/tab-view.ts";
import { navigate } from "../../state/tabs.ts";
import { useText } from "../../state/text.ts";
import { treeSpecOf, useFlame } from "../../state/view-data.ts";
import { TextButton } from "../../widgets/text-button.tsx";

export interface TopSelectionProps {
  readonly profileId: ProfileId;
  readonly view: TabView;
}

/** How many boxes of the flame graph the chosen function has; Top merges them, the graph does not. */
export function TopSelection({
  profileId,
  view,
}: TopSelectionProps): ReactNode {
  const { t, format } = useText();
  const name = view.highlightedName;
  const { data } = useFlame(name === null ? null : treeSpecOf(profileId, view));
  const model = data.status === "ready" ? data.value : null;
  const { matches } = useHighlight(model, view);
  if (name === null) return <span className="ls-top__selection" />;
  return (
    <>
      <span className="ls-top__selection">
        {matches === null || model === null
          ? name
          : t("top.highlights", {
              name,
              count: matches.boxCount,
              boxes: format.count(matches.boxCount),
              share: format.share(shareOfMatches(model, matches)),
            })}
      </span>
      <TextButton
        onClick={() => navigate(profileId, { view: "flame", zoom: null })}
      >
        {t("top.showInFlame")}
      </TextButton>
    </>
  );
}
