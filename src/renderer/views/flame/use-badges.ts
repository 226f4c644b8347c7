import { useEffect, useState } from "react";
import { BADGED, NO_MARK } from "../../canvas/flame-painter.ts";
import { runSliced } from "../../canvas/time-slice.ts";
import type { FlameModel } from "../../state/flame-model.ts";
import { isMarked, type SiteFindings } from "../../state/site-findings.ts";

const CHUNK = 32_768;

/** Mark of each box; null where no function has one. */
function* badgesOf(
  model: FlameModel,
  sites: SiteFindings,
): Generator<void, Uint8Array | null> {
  if (sites.size === 0) return null;
  const { boxes, nameOf, view } = model;
  const isSite = new Uint8Array(view.frames.length);
  let count = 0;
  for (let frame = 0; frame < isSite.length; frame += 1) {
    if (sites.get(nameOf(frame))?.some(isMarked) === true) {
      isSite[frame] = 1;
      count += 1;
    }
    if (frame % CHUNK === CHUNK - 1) yield;
  }
  if (count === 0) return null;
  const marks = new Uint8Array(boxes.length).fill(NO_MARK);
  for (let box = 0; box < marks.length; box += 1) {
    const frame = boxes.frame[box];
    if (frame >= 0 && isSite[frame] === 1) marks[box] = BADGED;
    if (box % CHUNK === CHUNK - 1) yield;
  }
  return marks;
}

/** Marks of the boxes whose function a finding points to; null for none, and until they are known. */
export function useBadges(
  model: FlameModel,
  sites: SiteFindings,
): Uint8Array | null {
  const [badges, setBadges] = useState<{
    readonly model: FlameModel;
    readonly marks: Uint8Array | null;
  } | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void runSliced(badgesOf(model, sites), () => isCurrent).then((marks) => {
      if (isCurrent) setBadges({ model, marks });
    });
    return () => {
      isCurrent = false;
    };
  }, [model, sites]);
  return badges?.model === model ? badges.marks : null;
}
