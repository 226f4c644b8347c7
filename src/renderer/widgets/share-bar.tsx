import type { ReactNode } from "react";
import "./share-bar.css";

export interface ShareBarProps {
  /** 0..1; more is cut. */
  readonly ratio: number;
  readonly text: string;
}

/** A share as text over a quiet bar, for table cells. */
export function ShareBar({ ratio, text }: ShareBarProps): ReactNode {
  const percent = Math.min(100, Math.max(0, Math.abs(ratio) * 100));
  return (
    <span className="ls-share">
      <span className="ls-share__bar" style={{ width: `${percent}%` }} />
      <span className="ls-share__text">{text}</span>
    </span>
  );
}
