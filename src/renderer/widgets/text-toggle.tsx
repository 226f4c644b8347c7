import type { ReactNode } from "react";
import { Tip } from "./tip.tsx";
import "./text-toggle.css";

export interface TextToggleProps {
  readonly label: string;
  /** What it does, in the tooltip. */
  readonly hint: string;
  readonly isPressed: boolean;
  readonly onClick: () => void;
}

/** A word that is on or off. */
export function TextToggle(props: TextToggleProps): ReactNode {
  return (
    <Tip label={props.hint}>
      <button
        type="button"
        className="ls-text-toggle"
        aria-pressed={props.isPressed}
        onClick={props.onClick}
      >
        {props.label}
      </button>
    </Tip>
  );
}
