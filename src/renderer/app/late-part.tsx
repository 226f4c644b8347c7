import { lazy, useState, type ComponentType, type ReactNode } from "react";
import type * as lateParts from "./late-parts.ts";

type LateParts = typeof lateParts;

let loading: Promise<LateParts> | undefined;
let loaded: LateParts | undefined;

/**
 * Loads the code of the late parts, once. In one piece: each piece costs a request that main
 * answers, and 40 small ones took longer than the two large ones they replaced.
 */
export function loadLateParts(): Promise<LateParts> {
  return (loading ??= import("./late-parts.ts").then(
    (parts) => (loaded = parts),
  ));
}

/**
 * A part of the window that the start page does without. Its code is loaded when it is first shown, or
 * by `loadLateParts`, whichever comes first. It is rendered within a `Suspense` that stays mounted:
 * then what was there before stays until the code has come. Code that is there is rendered at once:
 * `lazy` would show nothing for a moment. What takes keys as soon as it is called (the palette) is not
 * late: they would be lost.
 */
export function latePart<Props extends object>(
  pick: (parts: LateParts) => ComponentType<Props>,
): (props: Props) => ReactNode {
  const Lazy = lazy(async () => ({ default: pick(await loadLateParts()) }));
  return function LatePart(props) {
    const [Part] = useState(() =>
      // `lazy` types props as those with a `ref`.
      loaded === undefined
        ? (Lazy as unknown as ComponentType<Props>)
        : pick(loaded),
    );
    return <Part {...props} />;
  };
}
