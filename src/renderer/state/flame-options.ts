import { create } from "zustand";
import type { Orientation } from "../canvas/flame-geometry.ts";

/** How flame graphs are drawn, in all tabs. */
interface FlameOptions {
  readonly orientation: Orientation;
}

export const useFlameOptions = create<FlameOptions>(() => ({
  orientation: "icicle",
}));

export function setOrientation(orientation: Orientation): void {
  useFlameOptions.setState({ orientation });
}
