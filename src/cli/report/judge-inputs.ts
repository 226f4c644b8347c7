import { markLeaked } from "#analysis/goroutines/mark-leaked.ts";
import { snapshotSeries } from "#analysis/goroutines/snapshot-series.ts";
import { judgeGoroutines } from "#analysis/leaks/judge-goroutines.ts";
import { judgeHeap } from "#analysis/leaks/judge-heap.ts";
import type { LeakFinding } from "#analysis/leaks/leak-finding.ts";
import { linkKinds } from "#analysis/leaks/link-kinds.ts";
import type { UserRules } from "#analysis/leaks/user-rules.ts";
import type { GoroutineSnapshot } from "#profile/goroutines/goroutine-snapshot.ts";
import type { Profile } from "#profile/profile.ts";
import type { InputWarning, LoadedInput } from "./load-inputs.ts";

/** Findings over all kinds, and what the judging added to the inputs. */
export interface Judgement {
  /** `relatedTo` are indices into this list. */
  readonly findings: readonly LeakFinding[];
  /** Further warnings, by index of the input. */
  readonly warnings: ReadonlyMap<number, readonly InputWarning[]>;
  /** How many moments the goroutine series has; 0 without goroutine inputs. */
  readonly goroutineMoments: number;
}

const HEAP_KINDS: ReadonlySet<string> = new Set(["heap", "allocs"]);

/** Base first, then by the time in the profiles where all have one, else as given. */
function heapSeries(inputs: readonly LoadedInput[]): Profile[] {
  const heaps = inputs.filter(({ kind }) => HEAP_KINDS.has(kind));
  const ordered = [
    ...heaps.filter(({ role }) => role === "base"),
    ...heaps.filter(({ role }) => role === "current"),
  ];
  const isTimed = ordered.every(({ takenAt }) => takenAt !== null);
  if (isTimed) {
    ordered.sort(
      (a, b) => Date.parse(a.takenAt ?? "") - Date.parse(b.takenAt ?? ""),
    );
  }
  return ordered.flatMap(({ profile }) => profile ?? []);
}

class Warnings {
  readonly byInput = new Map<number, InputWarning[]>();

  add(index: number, warning: InputWarning): void {
    const list = this.byInput.get(index);
    if (list === undefined) this.byInput.set(index, [warning]);
    else list.push(warning);
  }
}

/** Snapshots of the inputs of a kind, oldest first; profile and dump of one moment are one. */
function goroutineSeries(
  inputs: readonly LoadedInput[],
  kind: "goroutine" | "goroutineleak",
  warnings: Warnings,
): GoroutineSnapshot[] {
  const indices = inputs.flatMap((input, i) =>
    input.kind === kind ? [i] : [],
  );
  const { moments } = snapshotSeries(
    indices.flatMap((i) => {
      const { snapshot, role } = inputs[i];
      return snapshot === null ? [] : [{ snapshot, role, fileTimeMs: null }];
    }),
  );
  for (const { inputIndices } of moments) {
    if (inputIndices.length < 2) continue;
    const [first, second] = inputIndices.map((at) => indices[at]);
    warnings.add(second, {
      code: "joined",
      values: { path: inputs[first].path },
    });
  }
  return moments.map(({ snapshot }) => snapshot);
}

/** The goroutine series with the proof of the newest leak profile; without one, leak profiles alone. */
function provedSeries(
  goroutines: readonly GoroutineSnapshot[],
  leaks: readonly GoroutineSnapshot[],
): readonly GoroutineSnapshot[] {
  const newest = goroutines.at(-1);
  const proof = leaks.at(-1);
  if (newest === undefined) return leaks;
  if (proof === undefined) return goroutines;
  return [...goroutines.slice(0, -1), markLeaked(newest, proof)];
}

function judgeGoroutineInputs(
  inputs: readonly LoadedInput[],
  userRules: UserRules,
  warnings: Warnings,
): { findings: LeakFinding[]; counts: number[] } {
  const goroutines = goroutineSeries(inputs, "goroutine", warnings);
  const leaks = goroutineSeries(inputs, "goroutineleak", warnings);
  return {
    findings: judgeGoroutines(provedSeries(goroutines, leaks), { userRules }),
    counts: goroutines.map(({ goroutineCount }) => goroutineCount),
  };
}

/** Judges each kind on its series: goroutines, the leak profile with them, then heaps. */
export function judgeInputs(
  inputs: readonly LoadedInput[],
  userRules: UserRules,
): Judgement {
  const warnings = new Warnings();
  const goroutines = judgeGoroutineInputs(inputs, userRules, warnings);
  const heaps = heapSeries(inputs);
  const { counts } = goroutines;
  const heapFindings = judgeHeap(heaps, {
    userRules,
    ...(counts.length > 1 && {
      goroutineDelta: counts[counts.length - 1] - counts[0],
    }),
  });
  inputs.forEach(({ kind }, i) => {
    if (HEAP_KINDS.has(kind)) {
      if (heaps.length === 1)
        warnings.add(i, { code: "heap-alone", values: {} });
    } else if (kind !== "goroutine" && kind !== "goroutineleak") {
      warnings.add(i, { code: "not-judged", values: { kind } });
    }
  });
  return {
    findings: linkKinds(goroutines.findings, heapFindings),
    warnings: warnings.byInput,
    goroutineMoments: counts.length,
  };
}
