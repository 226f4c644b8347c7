import { create } from "zustand";
import { showCapture, useCaptures } from "./captures.ts";
import { useProfiles } from "./profiles.ts";

/** The guide: whether it is in front, and where it opens. */
interface GuideState {
  readonly isOpen: boolean;
  /** Category to show; "" for the beginning. */
  readonly category: string;
}

export const useGuide = create<GuideState>(() => ({
  isOpen: false,
  category: "",
}));

export function openGuide(category = ""): void {
  showCapture(false);
  useGuide.setState({ isOpen: true, category });
}

export function closeGuide(): void {
  useGuide.setState({ isOpen: false });
}

/** The guide gives way to a file that comes to the front and to the capture page. Call once. */
export function connectGuide(): void {
  useProfiles.subscribe((state, before) => {
    if (state.activeId !== before.activeId) closeGuide();
  });
  useCaptures.subscribe((state, before) => {
    if (state.isOpen && !before.isOpen) closeGuide();
  });
}
