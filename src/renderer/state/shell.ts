import { create } from "zustand";

/** Something that floats above the window; one at a time. */
export type Overlay = "settings" | "shortcuts" | "commands";

/** What the frame around the views shows. */
interface ShellState {
  readonly isSidebarOpen: boolean;
  readonly overlay: Overlay | null;
  /** What is under the pointer or focus, for the status bar; "" for nothing. */
  readonly status: string;
  /** A short note after an action, e.g. "Copied"; it goes away by itself. */
  readonly note: string;
}

export const useShell = create<ShellState>(() => ({
  isSidebarOpen: true,
  overlay: null,
  status: "",
  note: "",
}));

export function showOverlay(overlay: Overlay | null): void {
  useShell.setState({ overlay });
}

export function toggleSidebar(): void {
  useShell.setState(({ isSidebarOpen }) => ({ isSidebarOpen: !isSidebarOpen }));
}

export function showStatus(status: string): void {
  if (useShell.getState().status !== status) useShell.setState({ status });
}

const NOTE_MILLIS = 2500;
let noteTimer = 0;

/** @param millis how long it stays */
export function showNote(note: string, millis = NOTE_MILLIS): void {
  window.clearTimeout(noteTimer);
  useShell.setState({ note });
  noteTimer = window.setTimeout(() => useShell.setState({ note: "" }), millis);
}
