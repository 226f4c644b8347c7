import type { ReactNode } from "react";
import type { LeakFinding } from "#analysis/leaks/leak-finding.ts";
import { useText } from "../../state/text.ts";
import { seriesPoints, shownSeries } from "./series-points.ts";

/** Size of the line, in CSS pixels. */
const WIDTH = 160;
const HEIGHT = 28;

/** How many there were in every snapshot, oldest first: as a line, and in numbers. */
export function FindingSeries({
  finding,
}: {
  readonly finding: Pick<LeakFinding, "kind" | "series">;
}): ReactNode {
  const { t, format } = useText();
  const { kind, series } = finding;
  const counts = shownSeries(series).map((count) =>
    count === null ? "…" : format.count(count),
  );
  return (
    <>
      <svg
        className="ls-leak__series"
        width={WIDTH}
        height={HEIGHT}
        aria-hidden="true"
      >
        <polyline points={seriesPoints(series, WIDTH, HEIGHT)} />
      </svg>
      <p>
        {counts.join(" → ")}{" "}
        <span className="ls-muted">
          {t(
            kind === "heap" ? "leaks.seriesObjects" : "leaks.seriesGoroutines",
          )}
        </span>
      </p>
    </>
  );
}
