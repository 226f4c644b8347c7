import { useRef, type KeyboardEvent, type ReactNode } from "react";
import type { Loadable } from "./view-cache.ts";
import { ViewStatus } from "./view-status.tsx";

export interface DetailPaneProps<T> {
  readonly className: string;
  readonly label: string;
  readonly data: Loadable<T>;
  readonly onRetry: () => void;
  /** Keys that go back to the list, besides Escape. */
  readonly backKeys?: readonly string[];
  readonly onBack: () => void;
  readonly children: (shown: T) => ReactNode;
}

/**
 * What a list shows of the row that is selected. While the next one is on its way the last one stays:
 * walking the list must not flicker.
 */
export function DetailPane<T>(props: DetailPaneProps<T>): ReactNode {
  const { data, backKeys = [] } = props;
  const last = useRef<T | null>(null);
  if (data.status === "ready") last.current = data.value;
  const shown = data.status === "ready" ? data.value : last.current;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" && !backKeys.includes(event.key)) return;
    event.preventDefault();
    props.onBack();
  };
  return (
    <section
      className={props.className}
      tabIndex={-1}
      aria-label={props.label}
      aria-busy={data.status === "loading"}
      onKeyDown={onKeyDown}
    >
      {data.status === "failed" || shown === null
        ? data.status !== "ready" && (
            <ViewStatus data={data} onRetry={props.onRetry} />
          )
        : props.children(shown)}
    </section>
  );
}
