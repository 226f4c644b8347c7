import type { ReactNode } from "react";
import "./text-button.css";

export interface TextButtonProps {
  readonly children: ReactNode;
  readonly onClick: () => void;
  /** `primary` for the one thing to do next. */
  readonly kind?: "primary" | "plain";
  /** It keeps the focus all the same. */
  readonly isDisabled?: boolean;
}

/** A button with words. */
export function TextButton(props: TextButtonProps): ReactNode {
  const { isDisabled } = props;
  return (
    <button
      type="button"
      className={`ls-text-button ls-text-button--${props.kind ?? "plain"}`}
      aria-disabled={isDisabled === true ? true : undefined}
      onClick={isDisabled === true ? undefined : props.onClick}
    >
      {props.children}
    </button>
  );
}
