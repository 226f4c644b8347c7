import { useRef } from "react";

/**
 * `ready`, and while there is none, what was ready last of the same tree: until the new has come, the
 * old stays. null where neither is.
 */
export function useLastOf<T>(tree: string, ready: T | null): T | null {
  const last = useRef<{ readonly tree: string; readonly value: T } | null>(
    null,
  );
  if (ready !== null) last.current = { tree, value: ready };
  return last.current?.tree === tree ? last.current.value : null;
}
