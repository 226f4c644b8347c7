import { Tabs } from "@base-ui/react/tabs";
import { useEffect, type ReactNode } from "react";
import type { OpenProfile } from "#contract/open-profile.ts";
import type { ProfileSummary } from "#contract/profile-summary.ts";
import { showStatus } from "../state/shell.ts";
import type { TabView } from "../state/tab-view.ts";
import { navigate } from "../state/tabs.ts";
import { useText } from "../state/text.ts";
import type { ViewId } from "../state/view-id.ts";
import { Bar } from "./bar.tsx";
import { EmptyProfile, isEmpty } from "./empty-profile.tsx";
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
  const needsValues = active.hasSampleType;
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
        <Tabs.List className="ls-tabs__list" aria-label={t("view.label")}>
          {shown.map(({ id, title }, i) => (
            <Tabs.Tab
              key={id}
              value={id}
              id={`tab-${id}`}
              className="ls-tabs__tab"
              aria-keyshortcuts={String(i + 1)}
            >
              {t(title)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={active.id} className="ls-tabs__panel" tabIndex={-1}>
          {needsValues && isEmpty(summary, view.sampleTypeIndex) ? (
            <EmptyProfile summary={summary} view={view} />
          ) : (
            <active.Component
              profileId={profile.id}
              summary={summary}
              view={view}
            />
          )}
        </Tabs.Panel>
      </Tabs.Root>
    </>
  );
}
