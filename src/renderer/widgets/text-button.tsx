import type { ReactNode } from "react";
import "./text-button.css";

export interface TextButtonProps {
  readonly children: ReactNode;
  readonly onClick: () => void;
  /** `primary` for the one thing to do next. */
  readonly kind?: "primary" | "plain";
  readonly isDisabled?: boolean;
}

/** A button with words. */
export function TextButton(props: TextButtonProps): ReactNode {
  return (
    <button
      type="button"
      className={`ls-text-button ls-text-button--${props.kind ?? "plain"}`}
      disabled={props.isDisabled}
      onClick={props.onClick}
    >
      {props.children}
    </button>
  );
}
