import { create } from "zustand";
import type { Orientation } from "../canvas/flame-geometry.ts";

/** How flame graphs are drawn, in all tabs. */
interface FlameOptions {
  readonly orientation: Orientation;
  /** `verdict` where the goroutines have verdicts; elsewhere packages have the colours. */
  readonly colours: FlameColours;
}

/** What the colours of boxes say. */
export type FlameColours = "package" | "verdict";

export const useFlameOptions = create<FlameOptions>(() => ({
  orientation: "icicle",
  colours: "package",
}));

export function setOrientation(orientation: Orientation): void {
  useFlameOptions.setState({ orientation });
}

export function setFlameColours(colours: FlameColours): void {
  useFlameOptions.setState({ colours });
}
