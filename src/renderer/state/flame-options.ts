import { create } from "zustand";
import type { Orientation } from "../canvas/flame-geometry.ts";
import { changeSettings, useSettings } from "./settings.ts";

/** How flame graphs are drawn, in all tabs; kept. */
export function useOrientation(): Orientation {
  return useSettings(({ settings }) => settings.flameOrientation);
}

export function setOrientation(orientation: Orientation): void {
  changeSettings({ flameOrientation: orientation });
}

/** What the colours of boxes say. */
export type FlameColours = "package" | "verdict";

/** Options of flame graphs that last as long as the window. */
interface FlameOptions {
  /** `verdict` where the goroutines have verdicts; elsewhere packages have the colours. */
  readonly colours: FlameColours;
}

export const useFlameOptions = create<FlameOptions>(() => ({
  colours: "package",
}));

export function setFlameColours(colours: FlameColours): void {
  useFlameOptions.setState({ colours });
}
