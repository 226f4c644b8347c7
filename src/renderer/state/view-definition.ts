import type { ProfileId } from "#contract/profile-id.ts";
import type { ProfileSummary } from "#contract/profile-summary.ts";
import type { MessageKey } from "#text/translator.ts";
import type { TabView } from "./tab-view.ts";
import type { ViewId } from "./view-id.ts";

/** What every view gets: the profile it shows, and how. Changes go through `state/tabs.ts`. */
export interface ViewProps {
  readonly profileId: ProfileId;
  readonly summary: ProfileSummary;
  readonly view: TabView;
}

/** A view of a profile, as the registry lists it. */
export interface ViewDefinition {
  readonly id: ViewId;
  readonly title: MessageKey;
  /** Profiles it can show; all where it is left out. A view that can't show a profile has no tab. */
  readonly canShow?: (summary: ProfileSummary) => boolean;
  /** The search box of the bar belongs to views that react to it. */
  readonly hasSearch: boolean;
  /** The sample type chooser belongs to views that show values. */
  readonly hasSampleType: boolean;
  /** Filters of samples and frames belong to views that show samples; not there: it has none. */
  readonly hasFilters?: boolean;
}
