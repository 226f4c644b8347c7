import { ArrowDownToLine, ArrowUpToLine, X } from "lucide-react";
import type { ReactNode } from "react";
import type { ProfileId } from "#contract/profile-id.ts";
import type { FlameModel } from "../../state/flame-model.ts";
import {
  setFlameColours,
  setOrientation,
  useFlameOptions,
  useOrientation,
} from "../../state/flame-options.ts";
import { shareOfMatches, type Highlight } from "../../state/matches.ts";
import type { TabView } from "../../state/tab-view.ts";
import { adjust, navigate } from "../../state/tabs.ts";
import { useText } from "../../state/text.ts";
import { IconButton } from "../../widgets/icon-button.tsx";
import { TextToggle } from "../../widgets/text-toggle.tsx";
import { Breadcrumb } from "./breadcrumb.tsx";
import { Legend, VerdictKey } from "./legend.tsx";

export interface FlameToolbarProps {
  readonly profileId: ProfileId;
  readonly model: FlameModel;
  readonly view: TabView;
  readonly zoomBox: number;
  readonly highlight: Highlight;
  /** Whether the boxes have verdicts. */
  readonly hasVerdicts: boolean;
  readonly hasBadges: boolean;
  readonly onZoom: (box: number) => void;
}

/** Above the flame graph: where the zoom is, what is highlighted, how it is drawn. */
export function FlameToolbar(props: FlameToolbarProps): ReactNode {
  const { profileId, model, view, zoomBox, highlight, onZoom } = props;
  const { t } = useText();
  const orientation = useOrientation();
  const { colours } = useFlameOptions();
  const byVerdict = props.hasVerdicts && colours === "verdict";
  const isIcicle = orientation === "icicle";
  return (
    <div className="ls-flame-bar">
      <Breadcrumb model={model} zoomBox={zoomBox} onZoom={onZoom} />
      {view.highlightedName !== null && (
        <HighlightChip
          profileId={profileId}
          name={view.highlightedName}
          model={model}
          highlight={highlight}
        />
      )}
      <div className="ls-flame-bar__tools">
        {byVerdict && <VerdictKey />}
        {props.hasVerdicts && (
          <TextToggle
            label={t("flame.byVerdict")}
            hint={t("flame.byVerdictHint")}
            isPressed={byVerdict}
            onClick={() => setFlameColours(byVerdict ? "package" : "verdict")}
          />
        )}
        <TextToggle
          label={t("flame.inverted")}
          hint={t("flame.invertedHint")}
          isPressed={view.inverted}
          onClick={() => navigate(profileId, { inverted: !view.inverted })}
        />
        <IconButton
          icon={isIcicle ? ArrowUpToLine : ArrowDownToLine}
          label={t(isIcicle ? "settings.icicle" : "settings.flame")}
          onClick={() => setOrientation(isIcicle ? "flame" : "icicle")}
        />
        <Legend byVerdict={byVerdict} hasBadges={props.hasBadges} />
      </div>
    </div>
  );
}

interface HighlightChipProps {
  readonly profileId: ProfileId;
  readonly name: string;
  readonly model: FlameModel;
  readonly highlight: Highlight;
}

/** The function chosen in Top: how many boxes it has here, and a way to let go of it. */
function HighlightChip(props: HighlightChipProps): ReactNode {
  const { profileId, name, model, highlight } = props;
  const { t, format } = useText();
  const { matches } = highlight;
  return (
    <span className="ls-chip">
      <span className="ls-chip__text">
        {matches === null
          ? name
          : t("flame.highlighted", {
              name,
              count: matches.boxCount,
              boxes: format.count(matches.boxCount),
              share: format.share(shareOfMatches(model, matches)),
            })}
      </span>
      <button
        type="button"
        className="ls-chip__remove"
        aria-label={t("search.clear")}
        onClick={() => adjust(profileId, { highlightedName: null })}
      >
        <X size={12} strokeWidth={2} aria-hidden />
      </button>
    </span>
  );
}
