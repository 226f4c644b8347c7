import type { ReactNode } from "react";
import "./segments.css";

export interface Segment<T extends string> {
  readonly value: T;
  readonly label: string;
}

export interface SegmentsProps<T extends string> {
  readonly label: string;
  readonly items: readonly Segment<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** One of a few, all in view. */
export function Segments<T extends string>(props: SegmentsProps<T>): ReactNode {
  return (
    <div className="ls-segments" role="group" aria-label={props.label}>
      {props.items.map(({ value, label }) => (
        <button
          key={value}
          type="button"
          className="ls-segments__item"
          aria-pressed={value === props.value}
          onClick={() => props.onChange(value)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
