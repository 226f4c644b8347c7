import { useId, type ReactNode } from "react";
import "./field.css";

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
  /** `password` hides what is typed. */
  readonly kind?: "text" | "password" | "number";
  readonly hint?: string;
  readonly isInvalid?: boolean;
  readonly isLabelHidden?: boolean;
  readonly onEnter?: () => void;
  readonly shouldFocus?: boolean;
}

/** A line of text with its label. */
export function TextField(props: TextFieldProps): ReactNode {
  const id = useId();
  const hintId = `${id}-hint`;
  return (
    <div className="ls-field">
      <label
        htmlFor={id}
        className={
          props.isLabelHidden ? "ls-visually-hidden" : "ls-field__label"
        }
      >
        {props.label}
      </label>
      <input
        id={id}
        className="ls-field__input"
        type={props.kind ?? "text"}
        min={props.kind === "number" ? 0 : undefined}
        value={props.value}
        placeholder={props.placeholder}
        spellCheck={false}
        autoComplete="off"
        autoFocus={props.shouldFocus}
        aria-invalid={props.isInvalid}
        aria-describedby={props.hint === undefined ? undefined : hintId}
        onChange={(event) => props.onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") props.onEnter?.();
        }}
      />
      {props.hint !== undefined && (
        <p id={hintId} className="ls-field__hint">
          {props.hint}
        </p>
      )}
    </div>
  );
}
