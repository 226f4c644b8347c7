import { useCallback, useMemo, useRef, useState, type ReactNode } from "react";
import type { PairSpec, ComparisonValues } from "#contract/compare.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import type { ValueType } from "#profile/profile.ts";
import type { FlameCanvasHandle } from "../../canvas/flame-canvas.tsx";
import type { ClientPoint } from "../../canvas/flame-gestures.ts";
import {
  chooseComparison,
  type CompareChoice,
} from "../../state/compare-choice.ts";
import { useComparisonFlame } from "../../state/compare-data.ts";
import { boxOfNode, type CompareModel } from "../../state/compare-model.ts";
import { useProfiles } from "../../state/profiles.ts";
import { sourceKey } from "../../state/saved-session.ts";
import type { TabView } from "../../state/tab-view.ts";
import { adjust, navigate } from "../../state/tabs.ts";
import { useText } from "../../state/text.ts";
import { ViewStatus } from "../../state/view-status.tsx";
import { CompareHover, type HoveredNode } from "./compare-hover.tsx";
import { CompareLegend } from "./compare-legend.tsx";
import { ComparePane, type PaneSync } from "./compare-pane.tsx";
import { useCompareSearch, type SearchedPane } from "./compare-search.ts";
import { useLastOf } from "./last-of.ts";

export interface ComparePicturesProps {
  readonly profileId: ProfileId;
  readonly values: PairSpec & ComparisonValues;
  readonly picture: "side" | "merged";
  readonly choice: CompareChoice;
  readonly sampleType: ValueType;
  readonly view: TabView;
}

/** The flame graphs: two that move together, or one with both sides in it. */
export function ComparePictures(props: ComparePicturesProps): ReactNode {
  const { values, picture, choice } = props;
  const isSide = picture === "side";
  const first = useComparisonFlame({
    ...values,
    width: isSide ? "base" : choice.width,
  });
  const second = useComparisonFlame(
    isSide ? { ...values, width: "current" } : null,
  );
  const { sampleType } = props;
  const one = first.data.status === "ready" ? first.data.value : null;
  const other = second.data.status === "ready" ? second.data.value : null;
  const ready: Shown | null = useMemo(() => {
    if (one === null || (isSide && other === null)) return null;
    const models = isSide && other !== null ? [one, other] : [one];
    return { models, values, sampleType };
  }, [one, other, isSide, values, sampleType]);
  const shown = useLastOf(useTreeKey(values), ready);
  const late = one === null ? first : second;
  if (shown === null || late.data.status === "failed") {
    return (
      <div className="ls-compare__pictures">
        {late.data.status !== "ready" && (
          <ViewStatus data={late.data} onRetry={late.retry} />
        )}
      </div>
    );
  }
  return <Panes {...props} {...shown} isOld={shown !== ready} />;
}

/** Pictures that have come, and what they are of. */
interface Shown {
  readonly models: readonly CompareModel[];
  readonly values: PairSpec & ComparisonValues;
  readonly sampleType: ValueType;
}

interface PanesProps extends ComparePicturesProps, Shown {
  /** Others were asked for and are to come. */
  readonly isOld: boolean;
}

function Panes(props: PanesProps): ReactNode {
  const { profileId, models, choice, sampleType, view } = props;
  const { t } = useText();
  const [hovered, setHovered] = useState<HoveredNode | null>(null);
  const canvases = useRef<(FlameCanvasHandle | null)[]>([]);
  const frames = useRef<(HTMLDivElement | null)[]>([]);
  const latest = useRef(models);
  latest.current = models;

  const onHover = useCallback(
    (pane: number, node: number, point: ClientPoint) => {
      latest.current.forEach((model, i) => {
        if (i !== pane) {
          canvases.current[i]?.showHover(boxOfNode(model, node));
        }
      });
      setHovered(
        node < 0 ? null : { pane, node, x: point.clientX, y: point.clientY },
      );
    },
    [],
  );
  const tree = useTreeKey(props.values);
  const zoom = view.comparedZoom?.tree === tree ? view.comparedZoom.zoom : null;
  const [found, setFound] = useState<readonly SearchedPane[]>([]);
  const onHighlight = useCallback(
    (pane: number, one: SearchedPane) =>
      setFound((old) => {
        const next = [...old];
        next[pane] = one;
        return next;
      }),
    [],
  );
  const sync: PaneSync = useMemo(
    () => ({
      onHover,
      onHighlight,
      onZoom: (next, isStep) => {
        const comparedZoom = next === null ? undefined : { tree, zoom: next };
        if (isStep) navigate(profileId, { comparedZoom });
        else adjust(profileId, { comparedZoom });
      },
      onFocus: (focusedNode) => chooseComparison(profileId, { focusedNode }),
    }),
    [profileId, onHover, onHighlight, tree],
  );
  useCompareSearch({
    panes: models.map((model, pane) =>
      found[pane]?.model === model ? found[pane] : notSearched(model),
    ),
    focusedNode: choice.focusedNode,
    view,
    onFocus: sync.onFocus,
  });
  const { sampleTypeIndex, isNormalised } = props.values;
  const place = `${tree}\n${sampleTypeIndex}/${isNormalised}`;
  const followScroll = (pane: number): void => {
    const from = scrollerOf(frames.current[pane]);
    if (from === null) return;
    frames.current.forEach((frame, i) => {
      const to = scrollerOf(frame);
      if (i !== pane && to !== null && to.scrollTop !== from.scrollTop) {
        to.scrollTop = from.scrollTop;
      }
    });
  };
  const titles =
    models.length === 2
      ? [t("compare.base"), t("compare.current")]
      : [t("compare.merging")];
  return (
    <div
      className="ls-compare__pictures"
      aria-busy={props.isOld ? true : undefined}
    >
      <div className="ls-compare__panes">
        {models.map((model, pane) => (
          <div
            key={titles[pane]}
            ref={(element) => {
              frames.current[pane] = element;
            }}
            className="ls-compare__pane"
            onScrollCapture={() => followScroll(pane)}
          >
            <ComparePane
              ref={(handle) => {
                canvases.current[pane] = handle;
              }}
              pane={pane}
              title={titles[pane]}
              model={model}
              profileId={profileId}
              choice={choice}
              zoom={zoom}
              sampleType={sampleType}
              view={view}
              sync={sync}
              place={place}
            />
          </div>
        ))}
      </div>
      <CompareLegend />
      {hovered !== null && (
        <CompareHover
          hovered={hovered}
          models={models}
          unit={sampleType.unit}
        />
      )}
    </div>
  );
}

/** Names the merged tree over restarts: node numbers mean nothing in another one. */
function useTreeKey({
  baseId,
  currentId,
  isFolded,
}: PairSpec & ComparisonValues): string {
  const profiles = useProfiles((state) => state.profiles);
  const keys = [baseId, currentId].map((id) => {
    const profile = profiles.find((other) => other.id === id);
    return profile === undefined ? "" : sourceKey(profile.source);
  });
  return [isFolded, ...keys].join("\n");
}

const unsearched = new WeakMap<CompareModel, SearchedPane>();

/** A pane whose search has not ended; the same object for a model. */
function notSearched(model: CompareModel): SearchedPane {
  let pane = unsearched.get(model);
  if (pane === undefined) {
    pane = { model, highlight: { matches: null, badRegex: "" } };
    unsearched.set(model, pane);
  }
  return pane;
}

function scrollerOf(frame: HTMLDivElement | null): Element | null {
  return frame?.querySelector(".ls-flame-canvas") ?? null;
}
