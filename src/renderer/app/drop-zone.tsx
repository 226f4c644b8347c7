import { useLayoutEffect, useRef, useState, type ReactNode } from "react";
import { openFiles } from "../state/backend.ts";
import { useText } from "../state/text.ts";

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

/** The whole window takes dropped files. */
export function DropZone({
  children,
}: {
  readonly children: ReactNode;
}): ReactNode {
  const { t } = useText();
  const [isOver, setIsOver] = useState(false);
  // Entering a child leaves the parent: only the balance tells when the pointer is out.
  const depth = useRef(0);
  // With the first paint: whoever sees the window may drop.
  useLayoutEffect(() => {
    const abort = new AbortController();
    const { signal } = abort;
    const end = (): void => {
      depth.current = 0;
      setIsOver(false);
    };
    const listen = (
      type: "dragenter" | "dragover" | "dragleave" | "drop",
      listener: (event: DragEvent) => void,
    ): void =>
      window.addEventListener(
        type,
        (event) => {
          if (!hasFiles(event)) return;
          event.preventDefault();
          listener(event);
        },
        { signal },
      );
    listen("dragenter", () => {
      depth.current += 1;
      setIsOver(true);
    });
    listen("dragover", (event) => {
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = "copy";
    });
    listen("dragleave", () => {
      depth.current -= 1;
      if (depth.current <= 0) end();
    });
    listen("drop", (event) => {
      end();
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0) void openFiles(files);
    });
    return () => abort.abort();
  }, []);
  return (
    <div className="ls-window" data-drop={isOver ? "" : undefined}>
      {children}
      {isOver && (
        <div className="ls-window__drop" aria-hidden>
          <span className="ls-window__drop-text">{t("start.dropNow")}</span>
        </div>
      )}
    </div>
  );
}
