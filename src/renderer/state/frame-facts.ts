import type { FrameKind } from "#analysis/frame-table.ts";
import { frameKindOf } from "#contract/views.ts";
import type { Format, Int } from "#text/format.ts";
import type { FlameModel } from "./flame-model.ts";

/** What there is to say about a box. */
export interface FrameFacts {
  readonly name: string;
  readonly packagePath: string;
  /** `relay.go:88`, the whole path; "" where unknown. */
  readonly location: string;
  readonly kind: FrameKind;
  readonly isInlined: boolean;
  /** null in an inverted tree, where it means nothing. */
  readonly flat: Int | null;
  readonly cum: Int;
  /** Widths as shares, 0..1. */
  readonly shareOfTotal: number;
  readonly flatShareOfTotal: number;
}

function magnitude(value: Int): number {
  return Math.abs(Number(value));
}

export function frameFacts(model: FlameModel, box: number): FrameFacts {
  const { layout, frames, total } = model.view;
  const frame = layout.frame[box];
  const file = frame < 0 ? "" : frames.strings.get(frames.file[frame]);
  const line = frame < 0 ? 0 : frames.line[frame];
  const all = Number(total);
  const flat = model.inverted ? null : layout.flat[box];
  const cum = layout.cum[box];
  return {
    name: model.nameOf(frame),
    packagePath: frame < 0 ? "" : frames.strings.get(frames.packagePath[frame]),
    location: file !== "" && line > 0 ? `${file}:${line}` : file,
    kind: frameKindOf(model.view, frame),
    isInlined: layout.isInlined[box] === 1,
    flat,
    cum,
    shareOfTotal: all === 0 ? 0 : magnitude(cum) / all,
    flatShareOfTotal: all === 0 || flat === null ? 0 : magnitude(flat) / all,
  };
}

/** File name without its folders, and the line. */
export function shortLocation(location: string): string {
  return location.slice(location.lastIndexOf("/") + 1);
}

/** One line for the status bar. */
export function statusLine(
  facts: FrameFacts,
  format: Format,
  unit: string,
): string {
  const cum = `cum ${format.value(facts.cum, unit)} (${format.share(facts.shareOfTotal)})`;
  const parts = [
    facts.name,
    shortLocation(facts.location),
    facts.flat === null
      ? cum
      : `flat ${format.value(facts.flat, unit)} · ${cum}`,
  ];
  return parts.filter((part) => part !== "").join("   ");
}
