import { X } from "lucide-react";
import { useEffect, type ReactNode } from "react";
import { FILTER_FLAGS } from "#contract/filter-flags.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import type { SampleTypeSummary } from "#contract/profile-summary.ts";
import type { FilterOutcome, ViewFilter } from "#contract/view-filters.ts";
import { nameOfPattern } from "../state/filter-patterns.ts";
import {
  clearFilters,
  closeFilterEditor,
  editFilter,
  removeFilter,
  useFilterEditor,
} from "../state/filters.ts";
import type { TabView } from "../state/tab-view.ts";
import { useText } from "../state/text.ts";
import { specOf, useFilterOutcome } from "../state/view-data.ts";
import type { Loadable } from "../state/view-cache.ts";
import { shortName } from "../canvas/flame-labels.ts";
import { FilterEditor } from "./filter-editor.tsx";
import { focusView } from "./focus-places.ts";
import "./filter-bar.css";

/** Id of the button that begins a filter; there where the view in front has filters. */
export const FILTER_BUTTON_ID = "filter-button";

/** What the filters of a tab leave; loading where it has none. */
export function useOutcomeOf(
  profileId: ProfileId,
  view: TabView,
): Loadable<FilterOutcome> {
  return useFilterOutcome(
    view.filters.length === 0 ? null : specOf(profileId, view),
  );
}

export interface FilterBarProps {
  readonly profileId: ProfileId;
  readonly view: TabView;
  readonly sampleType: SampleTypeSummary | undefined;
}

/** The filters that are on, what they leave, and where one is typed; nothing where there are none. */
export function FilterBar(props: FilterBarProps): ReactNode {
  const { profileId, view, sampleType } = props;
  const { t } = useText();
  const { filters } = view;
  const outcome = useOutcomeOf(profileId, view);
  const draft = useFilterEditor((editor) => editor.draft);
  const shownDraft = draft?.profileId === profileId ? draft : null;
  // Another tab or view: what was being typed there is let go.
  useEffect(() => closeFilterEditor, [profileId]);
  if (filters.length === 0 && shownDraft === null) return null;
  const unmatched =
    outcome.status === "ready" ? outcome.value.unmatched : NOTHING;
  return (
    <div className="ls-filter-bar" role="group" aria-label={t("filter.label")}>
      {filters.map((filter, i) =>
        shownDraft?.index === i ? null : (
          <FilterChip
            key={`${filter.name} ${filter.pattern}`}
            filter={filter}
            isUnmatched={unmatched.includes(filter.name)}
            onEdit={() => editFilter(profileId, i)}
            onRemove={() => {
              removeFilter(profileId, i);
              focusView();
            }}
          />
        ),
      )}
      {shownDraft !== null && (
        <FilterEditor
          key={shownDraft.index}
          draft={shownDraft}
          onDone={focusView}
        />
      )}
      {filters.length > 0 && (
        <div className="ls-filter-bar__end">
          <OutcomeText outcome={outcome} unit={sampleType?.unit ?? ""} />
          <button
            type="button"
            className="ls-filter-bar__clear"
            onClick={() => {
              clearFilters(profileId);
              focusView();
            }}
          >
            {t("filter.clearAll")}
          </button>
        </div>
      )}
    </div>
  );
}

const NOTHING: readonly string[] = [];

interface FilterChipProps {
  readonly filter: ViewFilter;
  readonly isUnmatched: boolean;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

/** A filter that is on: its text edits it, its cross takes it off. */
function FilterChip(props: FilterChipProps): ReactNode {
  const { filter, isUnmatched, onEdit, onRemove } = props;
  const { t } = useText();
  const exactName = nameOfPattern(filter.pattern);
  const words = {
    name: FILTER_FLAGS[filter.name],
    pattern: exactName ?? filter.pattern,
  };
  return (
    <span
      className="ls-filter-chip"
      data-unmatched={isUnmatched ? "" : undefined}
    >
      <button
        type="button"
        className="ls-filter-chip__edit"
        aria-label={
          isUnmatched
            ? `${t("filter.edit", words)} ${t("filter.unmatched")}`
            : t("filter.edit", words)
        }
        title={`${words.name}=${filter.pattern}`}
        onClick={onEdit}
      >
        <span className="ls-filter-chip__name">{words.name}</span>{" "}
        <span className="ls-filter-chip__pattern ls-code">
          {exactName === null ? filter.pattern : shortName(exactName)}
        </span>{" "}
        {isUnmatched && (
          <span className="ls-filter-chip__note">{t("filter.unmatched")}</span>
        )}
      </button>
      <button
        type="button"
        className="ls-filter-chip__remove"
        aria-label={t("filter.remove", words)}
        onClick={onRemove}
      >
        <X size={12} strokeWidth={2} aria-hidden />
      </button>
    </span>
  );
}

interface OutcomeTextProps {
  readonly outcome: Loadable<FilterOutcome>;
  readonly unit: string;
}

/** How much is left of how much: what the shares in the views are of. */
function OutcomeText({ outcome, unit }: OutcomeTextProps): ReactNode {
  const { t, format } = useText();
  if (outcome.status !== "ready") {
    const isBusy = outcome.status === "loading";
    return <span className="ls-filter-bar__left" aria-busy={isBusy} />;
  }
  const { shown, total } = outcome.value;
  const share = total === 0n ? 0 : Number(shown) / Number(total);
  const text =
    shown === total
      ? t("filter.allLeft", { total: format.value(total, unit) })
      : t("filter.left", {
          shown: format.value(shown, unit),
          total: format.value(total, unit),
          gone: format.value(total - shown, unit),
          share: format.share(share),
        });
  const exact = `${format.exact(shown, unit)} / ${format.exact(total, unit)}`;
  return (
    <span className="ls-filter-bar__left" role="status" title={exact}>
      {text}
    </span>
  );
}
