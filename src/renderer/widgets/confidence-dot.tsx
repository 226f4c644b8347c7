import type { ReactNode } from "react";
import "./confidence-dot.css";

/** How sure a verdict is; `benign`: no verdict. */
export type ConfidenceLevel = "proved" | "high" | "medium" | "low" | "benign";

/**
 * Filled, half or empty: never colour alone, and always with the word beside it.
 *
 * ```
 *   proved, high  filled     medium  left half     low  ring     benign  small dash
 * ```
 */
export function ConfidenceDot({
  level,
}: {
  readonly level: ConfidenceLevel;
}): ReactNode {
  return (
    <svg
      className={`ls-confidence-dot ls-confidence-dot--${level}`}
      width={10}
      height={10}
      viewBox="0 0 10 10"
      aria-hidden
    >
      {level === "benign" ? (
        <line x1={2.5} y1={5} x2={7.5} y2={5} strokeWidth={1.5} />
      ) : (
        <circle cx={5} cy={5} r={3.75} fill="none" strokeWidth={1.5} />
      )}
      {(level === "proved" || level === "high") && (
        <circle className="ls-confidence-dot__fill" cx={5} cy={5} r={4.5} />
      )}
      {level === "medium" && (
        <path
          className="ls-confidence-dot__fill"
          d="M5 .5a4.5 4.5 0 0 0 0 9z"
        />
      )}
    </svg>
  );
}
