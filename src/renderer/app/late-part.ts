import { lazy } from "react";

type LateParts = typeof import("./late-parts.ts");

let loading: Promise<LateParts> | undefined;

/**
 * Loads the code of the late parts, once. In one piece: each piece costs a request that main
 * answers, and 40 small ones took longer than the two large ones they replaced.
 */
export function loadLateParts(): Promise<LateParts> {
  return (loading ??= import("./late-parts.ts"));
}

/**
 * A part of the window that the start page does without. Its code is loaded when it is first shown, or
 * by `loadLateParts`, whichever comes first. It is rendered within a `Suspense` that stays mounted:
 * then what was there before stays until the code has come.
 */
export function latePart<Name extends keyof LateParts>(
  name: Name,
): ReturnType<typeof lazy<LateParts[Name]>> {
  return lazy(async () => ({ default: (await loadLateParts())[name] }));
}
