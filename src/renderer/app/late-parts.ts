/** The parts of the window that the start page does without, in one piece of code: see `late-part.tsx`. */
export { ProfileArea } from "./profile-area.tsx";
export { Sidebar } from "./sidebar.tsx";
export { CaptureView } from "../views/capture/capture-view.tsx";
export { GuideView } from "../views/guide/guide-view.tsx";
