import { Tabs } from "@base-ui/react/tabs";
import { useDeferredValue, useEffect, useMemo, type ReactNode } from "react";
import type { OpenProfile } from "#contract/open-profile.ts";
import type { ProfileSummary } from "#contract/profile-summary.ts";
import { showStatus } from "../state/shell.ts";
import type { TabView } from "../state/tab-view.ts";
import { navigate } from "../state/tabs.ts";
import { useText } from "../state/text.ts";
import type { ViewDefinition, ViewProps } from "../state/view-definition.ts";
import type { ViewId } from "../state/view-id.ts";
import { Bar } from "./bar.tsx";
import { LeakCount } from "./leak-count.tsx";
import { EmptyProfile, isEmpty } from "./empty-profile.tsx";
import { FilteredView } from "./filtered-view.tsx";
import { VIEW_COMPONENTS } from "./view-components.ts";
import { VIEWS } from "./view-registry.ts";

export interface ViewTabsProps {
  readonly profile: OpenProfile;
  readonly summary: ProfileSummary;
  readonly view: TabView;
}

/** The views of a profile: bar, tabs, the view in front. */
export function ViewTabs({ profile, summary, view }: ViewTabsProps): ReactNode {
  const { t } = useText();
  const shown = VIEWS.filter(
    ({ canShow }) => canShow === undefined || canShow(summary),
  );
  const active = shown.find(({ id }) => id === view.view) ?? shown[0];
  const { element, isBehind } = useShownView(active, {
    profileId: profile.id,
    summary,
    view,
  });
  useEffect(() => () => showStatus(""), [active.id]);
  return (
    <>
      <Bar
        profileId={profile.id}
        summary={summary}
        view={view}
        active={active}
      />
      <Tabs.Root
        className="ls-tabs"
        value={active.id}
        onValueChange={(id: ViewId) => navigate(profile.id, { view: id })}
      >
        <Tabs.List
          className="ls-tabs__list"
          aria-label={t("view.label")}
          data-region
        >
          {shown.map(({ id, title }, i) => (
            <Tabs.Tab
              key={id}
              value={id}
              id={`tab-${id}`}
              className="ls-tabs__tab"
              aria-keyshortcuts={String(i + 1)}
            >
              {t(title)}
              {id === "leaks" && (
                <LeakCount profileId={profile.id} summary={summary} />
              )}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel
          value={active.id}
          className="ls-tabs__panel"
          tabIndex={-1}
          data-region
          aria-busy={isBehind ? true : undefined}
        >
          {element}
        </Tabs.Panel>
      </Tabs.Root>
    </>
  );
}

interface ShownView {
  readonly element: ReactNode;
  /** Whether another view than the one asked for is still to be seen. */
  readonly isBehind: boolean;
}

/**
 * The view in front. Changes within a view are shown at once; another view is deferred: React
 * renders it in slices while the one before stays as it was.
 */
function useShownView(active: ViewDefinition, props: ViewProps): ShownView {
  const { profileId, summary, view } = props;
  const wanted = useMemo(() => ({ active, view }), [active, view]);
  const late = useDeferredValue(wanted);
  const isBehind = late.active !== active;
  const shown = isBehind ? late : wanted;
  const element = useMemo(() => {
    const View = VIEW_COMPONENTS[shown.active.id];
    return shown.active.hasSampleType &&
      isEmpty(summary, shown.view.sampleTypeIndex) ? (
      <EmptyProfile summary={summary} view={shown.view} />
    ) : shown.active.hasFilters === true ? (
      <FilteredView
        profileId={profileId}
        summary={summary}
        view={shown.view}
        Component={View}
      />
    ) : (
      <View profileId={profileId} summary={summary} view={shown.view} />
    );
  }, [shown, profileId, summary]);
  return { element, isBehind };
}
