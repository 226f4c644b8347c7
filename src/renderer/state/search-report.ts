import { create } from "zustand";

/** What the view in front says about the search; the bar shows it beside the box. */
export interface SearchReport {
  /** e.g. "3 of 12 boxes · 67.4%"; "" where there is nothing to say. */
  readonly text: string;
  readonly error: string;
  /** Goes to the next or previous match; null where matches can't be stepped through. */
  readonly step: ((direction: 1 | -1) => void) | null;
}

const NOTHING: SearchReport = { text: "", error: "", step: null };

export const useSearchReport = create<SearchReport>(() => NOTHING);

export function reportSearch(report: Partial<SearchReport>): void {
  useSearchReport.setState({ ...NOTHING, ...report });
}
