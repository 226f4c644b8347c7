import { useEffect, useState } from "react";
import {
  isGoroutineKind,
  type LeaksView,
  type StackFindings,
} from "#contract/goroutines.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import {
  frameHash,
  hashNumber,
  joinHash,
  NO_FRAMES,
  type PathHash,
} from "#contract/stack-hash.ts";
import { childrenOfBox, type FlameBoxes } from "../canvas/flame-boxes.ts";
import { runSliced } from "../canvas/time-slice.ts";
import {
  ROOT_SLOT,
  slotOfVerdict,
  type VerdictColour,
} from "../theme/flame-colours.ts";
import { levelOf } from "./finding-words.ts";
import type { FlameModel } from "./flame-model.ts";
import { useLeakSetting } from "./leak-choice.ts";
import { useLeaks } from "./leak-data.ts";
import { useProfiles } from "./profiles.ts";

/** In `findingOfBox`: goroutines of no finding; of different ones. */
export const NO_FINDING = -1;
export const SEVERAL_FINDINGS = -2;

/** What the findings say of the boxes of a goroutine input. */
export interface FlameVerdicts {
  readonly leaks: LeaksView;
  /** Finding of all goroutines in a box, or one of the above. */
  readonly findingOfBox: Int32Array;
  /** Palette slot of every box, by the verdict of what is in it. */
  readonly slotOfBox: Uint8Array;
  /** Rows of `leaks.stacks` whose stacks end in a box; only boxes where some do. */
  readonly rowsOfBox: ReadonlyMap<number, readonly number[]>;
}

const CHUNK = 32_768;
const UNSET = -3;

/** A finding of a part of a box, with its goroutines there. */
export interface FindingPart {
  readonly index: number;
  readonly count: number;
}

function rowsByHash(
  { rootFirst, leafFirst, finding }: StackFindings,
  inverted: boolean,
): Map<number, number[]> {
  const hashes = inverted ? leafFirst : rootFirst;
  const rows = new Map<number, number[]>();
  for (let row = 0; row < finding.length; row += 1) {
    const known = rows.get(hashes[row]);
    if (known === undefined) rows.set(hashes[row], [row]);
    else known.push(row);
  }
  return rows;
}

/** Hash of the way to each box; a box of the runtime has that of its parent. */
function* hashesOfBoxes(
  model: FlameModel,
): Generator<void, readonly PathHash[]> {
  const { boxes, nameOf, view } = model;
  const frames: (PathHash | null)[] = [];
  for (let frame = 0; frame < view.frames.length; frame += 1) {
    frames.push(frameHash(nameOf(frame)));
    if (frame % CHUNK === CHUNK - 1) yield;
  }
  const hashes: PathHash[] = [];
  for (let box = 0; box < boxes.length; box += 1) {
    const parent = boxes.parent[box];
    const above = parent < 0 ? NO_FRAMES : hashes[parent];
    const frame = boxes.frame[box] < 0 ? null : frames[boxes.frame[box]];
    hashes.push(frame === null ? above : joinHash(above, frame));
    if (box % CHUNK === CHUNK - 1) yield;
  }
  return hashes;
}

/** Width of each box that none of its children has: what ends there. */
function ownWidths({ length, start, end, parent }: FlameBoxes): Float64Array {
  const widths = new Float64Array(length);
  for (let box = 0; box < length; box += 1) {
    const width = end[box] - start[box];
    widths[box] += width;
    if (parent[box] >= 0) widths[parent[box]] -= width;
  }
  return widths;
}

/** Different values become `several`. */
function merged(a: number, b: number, several: number): number {
  if (a === UNSET || a === b) return b;
  return b === UNSET ? a : several;
}

/**
 * Which finding each box's goroutines belong to. Where stacks end, their hash names the finding; a
 * box above has the finding, and the colour, that all below it agree on.
 *
 * ```
 *   main.main            several findings, mixed
 *    main.serve          chan-send, high         main.idle   harmless
 *     main.send          chan-send, high
 * ```
 */
export function* flameVerdicts(
  model: FlameModel,
  leaks: LeaksView,
): Generator<void, FlameVerdicts> {
  const { boxes } = model;
  const { length } = boxes;
  const hashes = yield* hashesOfBoxes(model);
  const rowsOf = rowsByHash(leaks.stacks, model.inverted);
  const own = ownWidths(boxes);
  const slotOfFinding = leaks.findings.map((finding) =>
    slotOfVerdict(levelOf(finding)),
  );
  const [mixed, unjudged] = (["mixed", "unjudged"] as const).map(
    (colour: VerdictColour) => slotOfVerdict(colour),
  );
  const findingOfBox = new Int32Array(length).fill(UNSET);
  const slots = new Int16Array(length).fill(UNSET);
  const rowsOfBox = new Map<number, readonly number[]>();
  for (let box = length - 1; box >= 0; box -= 1) {
    if (own[box] > 0) {
      const rows = rowsOf.get(hashNumber(hashes[box])) ?? [];
      if (rows.length > 0) rowsOfBox.set(box, rows);
      const found = rows.map((row) => leaks.stacks.finding[row]);
      if (found.length === 0) found.push(NO_FINDING);
      for (const index of found) {
        const slot = index < 0 ? unjudged : slotOfFinding[index];
        findingOfBox[box] = merged(findingOfBox[box], index, SEVERAL_FINDINGS);
        slots[box] = merged(slots[box], slot, mixed);
      }
    }
    const parent = boxes.parent[box];
    if (parent >= 0) {
      findingOfBox[parent] = merged(
        findingOfBox[parent],
        findingOfBox[box],
        SEVERAL_FINDINGS,
      );
      slots[parent] = merged(slots[parent], slots[box], mixed);
    }
    if (box % CHUNK === 0) yield;
  }
  const slotOfBox = Uint8Array.from(slots, (slot) =>
    slot === UNSET ? unjudged : slot,
  );
  if (length > 0) slotOfBox[0] = ROOT_SLOT;
  return { leaks, findingOfBox, slotOfBox, rowsOfBox };
}

/** Boxes looked at below one that has several findings: enough for all but absurd trees. */
const SCAN_MAX = 20_000;

/** The findings of a box's goroutines, surest first. */
export function findingsInBox(
  boxes: FlameBoxes,
  verdicts: FlameVerdicts,
  box: number,
): readonly FindingPart[] {
  const { rowsOfBox, leaks } = verdicts;
  const counts = new Map<number, number>();
  const queue = [box];
  for (let at = 0; at < queue.length && at < SCAN_MAX; at += 1) {
    for (const row of rowsOfBox.get(queue[at]) ?? []) {
      const index = leaks.stacks.finding[row];
      counts.set(index, (counts.get(index) ?? 0) + leaks.stacks.count[row]);
    }
    const { start, end } = childrenOfBox(boxes, queue[at]);
    for (let child = start; child < end; child += 1) queue.push(child);
  }
  return [...counts]
    .map(([index, count]) => ({ index, count }))
    .sort((a, b) => a.index - b.index);
}

/** A box that nothing is called from: where a stack ends at the leaf. Never in an inverted tree. */
export function isLeafBox(
  { boxes, inverted }: FlameModel,
  box: number,
): boolean {
  const { start, end } = childrenOfBox(boxes, box);
  return !inverted && box > 0 && start === end;
}

/** The verdicts of a goroutine input's flame graph; null for others, and until they are there. */
export function useFlameVerdicts(
  profileId: ProfileId,
  model: FlameModel,
): FlameVerdicts | null {
  const { spec } = useLeakSetting(profileId);
  const isGoroutines = useProfiles(({ profiles }) => {
    const state = profiles.find(({ id }) => id === profileId)?.state;
    return state?.status === "ready" && isGoroutineKind(state.summary.kind);
  });
  const { data } = useLeaks(isGoroutines ? spec : null);
  const leaks = data.status === "ready" ? data.value : null;
  const [verdicts, setVerdicts] = useState<{
    readonly model: FlameModel;
    readonly value: FlameVerdicts;
  } | null>(null);
  useEffect(() => {
    if (leaks === null) return undefined;
    let isCurrent = true;
    void runSliced(flameVerdicts(model, leaks), () => isCurrent).then(
      (value) => {
        if (value !== null && isCurrent) setVerdicts({ model, value });
      },
    );
    return () => {
      isCurrent = false;
    };
  }, [model, leaks]);
  return verdicts?.model === model && leaks !== null ? verdicts.value : null;
}
