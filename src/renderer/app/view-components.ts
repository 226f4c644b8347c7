import type { ComponentType } from "react";
import type { ViewProps } from "../state/view-definition.ts";
import type { ViewId } from "../state/view-id.ts";
import { CallersView } from "../views/callers/callers-view.tsx";
import { CompareView } from "../views/compare/compare-view.tsx";
import { FlameView } from "../views/flame/flame-view.tsx";
import { GoroutinesView } from "../views/goroutines/goroutines-view.tsx";
import { LeaksView } from "../views/leaks/leaks-view.tsx";
import { TopViewTab } from "../views/top/top-view.tsx";
import { TreeView } from "../views/tree/tree-view.tsx";

/** What shows each view of `view-registry.ts`. */
export const VIEW_COMPONENTS: Readonly<
  Record<ViewId, ComponentType<ViewProps>>
> = {
  leaks: LeaksView,
  goroutines: GoroutinesView,
  flame: FlameView,
  top: TopViewTab,
  tree: TreeView,
  callers: CallersView,
  compare: CompareView,
};
