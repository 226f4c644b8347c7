/** The parts of the window that the start page does without, in one piece of code: see `late-part.tsx`. */
export { ProfileArea } from "./profile-area.tsx";
export { Sidebar } from "./sidebar.tsx";
export { CaptureView } from "../views/capture/capture-view.tsx";
export { GuideView } from "../views/guide/guide-view.tsx";
export { CommandPalette } from "./command-palette.tsx";
export { SettingsDialog } from "./settings-dialog.tsx";
export { ShortcutList } from "./shortcut-list.tsx";
export { FlameView } from "../views/flame/flame-view.tsx";
export { LeaksView } from "../views/leaks/leaks-view.tsx";
export { TopViewTab } from "../views/top/top-view.tsx";
export { GoroutinesView } from "../views/goroutines/goroutines-view.tsx";
export { TreeView } from "../views/tree/tree-view.tsx";
export { CallersView } from "../views/callers/callers-view.tsx";
export { CompareView } from "../views/compare/compare-view.tsx";
