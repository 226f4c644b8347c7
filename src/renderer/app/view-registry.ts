import type { ViewDefinition } from "../state/view-definition.ts";
import { FlameView } from "../views/flame/flame-view.tsx";

/**
 * The views, in the order of their tabs. A new view is a folder under `views/`, an id in
 * `state/view-id.ts` and an entry here.
 */
export const VIEWS: readonly ViewDefinition[] = [
  {
    id: "flame",
    title: "view.flame",
    Component: FlameView,
    hasSearch: true,
    hasSampleType: true,
  },
];
