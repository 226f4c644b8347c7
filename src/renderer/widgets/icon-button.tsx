import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { Tip } from "./tip.tsx";
import "./icon-button.css";

export interface IconButtonProps {
  readonly icon: LucideIcon;
  /** What it does: accessible name and tooltip. */
  readonly label: string;
  /** Shown beside the label in the tooltip, e.g. "Ctrl+F". */
  readonly shortcut?: string;
  readonly onClick: () => void;
  readonly id?: string;
  /** It keeps the focus all the same: going back to the beginning by keyboard must not lose it. */
  readonly isDisabled?: boolean;
  /** For a toggle: whether it is on. */
  readonly isPressed?: boolean;
}

/** A button that is an icon, with its name in a tooltip. */
export function IconButton(props: IconButtonProps): ReactNode {
  const { icon: Icon, label, shortcut, isPressed, isDisabled } = props;
  return (
    <Tip label={label} shortcut={shortcut}>
      <button
        type="button"
        id={props.id}
        className="ls-icon-button"
        aria-label={label}
        aria-pressed={isPressed}
        aria-disabled={isDisabled === true ? true : undefined}
        onClick={isDisabled === true ? undefined : props.onClick}
      >
        <Icon size={16} strokeWidth={1.5} aria-hidden />
      </button>
    </Tip>
  );
}
