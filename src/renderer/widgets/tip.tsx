import { Tooltip } from "@base-ui/react/tooltip";
import type { ReactElement, ReactNode } from "react";
import { ShortcutText } from "./shortcut-text.tsx";
import "./tip.css";

export interface TipProps {
  readonly label: string;
  readonly shortcut?: string;
  /** The element described; it must take a ref and props. */
  readonly children: ReactElement;
}

/** A tooltip on an element that has a name of its own. */
export function Tip({ label, shortcut, children }: TipProps): ReactNode {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger render={children} />
      <Tooltip.Portal>
        <Tooltip.Positioner sideOffset={6} className="ls-tip__positioner">
          <Tooltip.Popup className="ls-tip">
            {label}
            {shortcut !== undefined && <ShortcutText keys={shortcut} />}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}

/** Tooltips come after a pause, then at once while moving between them. */
export function TipProvider({
  children,
}: {
  readonly children: ReactNode;
}): ReactNode {
  return <Tooltip.Provider delay={500}>{children}</Tooltip.Provider>;
}
