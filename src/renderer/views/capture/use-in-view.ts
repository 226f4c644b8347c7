import { useEffect, useRef, type RefObject } from "react";

/** Scrolls a part into view when it appears: what was started is seen, wherever the button is. */
export function useInView<T extends Element>(): RefObject<T | null> {
  const part = useRef<T>(null);
  useEffect(() => {
    part.current?.scrollIntoView({ block: "nearest" });
  }, []);
  return part;
}
