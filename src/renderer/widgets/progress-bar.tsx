import { Progress } from "@base-ui/react/progress";
import type { ReactNode } from "react";
import "./progress-bar.css";

export interface ProgressBarProps {
  readonly label: string;
  /** 0..1; null while nobody knows how much there is. */
  readonly ratio: number | null;
  readonly valueText: string;
}

/** How far a job is. */
export function ProgressBar(props: ProgressBarProps): ReactNode {
  const percent =
    props.ratio === null ? null : Math.min(100, Math.round(props.ratio * 100));
  return (
    <Progress.Root
      className="ls-progress"
      value={percent}
      aria-label={props.label}
      getAriaValueText={() => props.valueText}
    >
      <Progress.Track className="ls-progress__track">
        <Progress.Indicator className="ls-progress__indicator" />
      </Progress.Track>
    </Progress.Root>
  );
}
