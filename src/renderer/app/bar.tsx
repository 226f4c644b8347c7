import { ArrowLeft, ArrowRight, Funnel } from "lucide-react";
import type { ReactNode } from "react";
import type { ProfileId } from "#contract/profile-id.ts";
import type { ProfileSummary } from "#contract/profile-summary.ts";
import { startFilter } from "../state/filters.ts";
import { useSearchReport } from "../state/search-report.ts";
import { canGo, type TabView } from "../state/tab-view.ts";
import { goInHistory, navigate, useTabs } from "../state/tabs.ts";
import { useText } from "../state/text.ts";
import type { ViewDefinition } from "../state/view-definition.ts";
import { Choice } from "../widgets/choice.tsx";
import { IconButton } from "../widgets/icon-button.tsx";
import { FILTER_BUTTON_ID } from "./filter-bar.tsx";
import { SearchBox } from "./search-box.tsx";

export interface BarProps {
  readonly profileId: ProfileId;
  readonly summary: ProfileSummary;
  readonly view: TabView;
  readonly active: ViewDefinition;
}

/** Above the views: history, which value is shown, search. */
export function Bar(props: BarProps): ReactNode {
  const { profileId, summary, view, active } = props;
  const { t } = useText();
  const history = useTabs(({ histories }) => histories.get(profileId));
  return (
    <div
      className="ls-bar"
      role="toolbar"
      aria-label={t("bar.label")}
      data-region
    >
      <IconButton
        icon={ArrowLeft}
        label={t("action.back")}
        shortcut="["
        isDisabled={history === undefined || !canGo(history, -1)}
        onClick={() => goInHistory(profileId, -1)}
      />
      <IconButton
        icon={ArrowRight}
        label={t("action.forward")}
        shortcut="]"
        isDisabled={history === undefined || !canGo(history, 1)}
        onClick={() => goInHistory(profileId, 1)}
      />
      {active.hasSampleType && summary.sampleTypes.length > 0 && (
        <Choice
          label={t("bar.sampleType")}
          value={String(view.sampleTypeIndex)}
          items={summary.sampleTypes.map(({ type, unit }, i) => ({
            value: String(i),
            label: type,
            detail: unit,
          }))}
          onChange={(value) =>
            navigate(profileId, { sampleTypeIndex: Number(value) })
          }
        />
      )}
      {active.hasFilters === true && (
        <IconButton
          id={FILTER_BUTTON_ID}
          icon={Funnel}
          label={t("filter.add")}
          shortcut="Mod+Shift+F"
          onClick={() => startFilter(profileId)}
        />
      )}
      <span className="ls-bar__space" />
      {active.hasSearch && (
        <>
          <SearchResult />
          <SearchBox profileId={profileId} search={view.search} />
        </>
      )}
    </div>
  );
}

function SearchResult(): ReactNode {
  const { text, error } = useSearchReport();
  return error === "" ? (
    <span className="ls-bar__report" role="status">
      {text}
    </span>
  ) : (
    <span
      id="search-error"
      className="ls-bar__report ls-bar__report--error"
      role="alert"
    >
      {error}
    </span>
  );
}
