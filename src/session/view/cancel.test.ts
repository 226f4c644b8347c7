import { afterEach, describe, expect, it, vi } from "vitest";
import { JobControl } from "#base/cancel-flag.ts";
import type { SessionView, SeriesView } from "#contract/worker-messages.ts";
import { profileFromText } from "#profile/profile-from-text.ts";
import { shareProfile } from "../share-profile.ts";
import { createSession } from "./create-session.ts";

const STACKS = 3000;
const DEPTH = 12;

/** About 35 000 rows of the stack trie: a few checkpoints in each of the long loops. */
function manyStacks(seed: number): string {
  let state = seed;
  const next = (end: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % end;
  };
  const lines: string[] = [];
  for (let i = 0; i < STACKS; i += 1) {
    const frames = Array.from({ length: DEPTH }, () => `f${next(2000)}`);
    lines.push(`${frames.join(";")} ${1 + next(9)}`);
  }
  return lines.join("\n");
}

const current = shareProfile(profileFromText(manyStacks(1)));
const base = shareProfile(profileFromText(manyStacks(2)));

/** Polls of the cancel flag of one request; from the `stopAt`-th on, they say yes. */
function watchPolls(stopAt: number): { count: number } {
  const polls = { count: 0 };
  vi.spyOn(JobControl.prototype, "isCancelled", "get").mockImplementation(
    () => {
      polls.count += 1;
      return polls.count >= stopAt;
    },
  );
  return polls;
}

afterEach(() => {
  vi.restoreAllMocks();
});

const VIEWS: readonly (SessionView | SeriesView)[] = [
  { view: "flame", sampleTypeIndex: 0, inverted: false },
  { view: "flame", sampleTypeIndex: 0, inverted: true },
  { view: "top", sampleTypeIndex: 0 },
  {
    view: "flame",
    sampleTypeIndex: 0,
    inverted: false,
    filters: [{ name: "focus", pattern: "f1" }],
  },
  {
    view: "compare-flame",
    sampleTypeIndex: 0,
    isFolded: false,
    isNormalised: false,
    width: "current",
    isCoarse: false,
  },
  {
    view: "compare-table",
    sampleTypeIndex: 0,
    isFolded: false,
    isNormalised: false,
    isNet: true,
  },
];

describe("a large view", () => {
  it.each(VIEWS)("$view ends at the first poll that says so", (view) => {
    const open = () =>
      createSession({
        profile: current,
        limitBytes: 2 ** 30,
        ...(view.view.startsWith("compare-") ? { earlier: [base] } : {}),
      });
    const control = new JobControl().buffer;
    const whole = watchPolls(Infinity);
    const expected = open()(view, control);
    if (!expected.ok) throw new Error(expected.error.code);
    // Once per 16 384 rows in each of several loops.
    expect(whole.count).toBeGreaterThan(10);
    for (const share of [0, 0.3, 0.6, 0.9]) {
      const session = open();
      const stopAt = 1 + Math.floor(share * whole.count);
      const polls = watchPolls(stopAt);
      const stopped = session(view, control);
      expect(stopped.ok ? "answered" : stopped.error.code).toBe("cancelled");
      expect(polls.count).toBe(stopAt);
      // What it had made by then is whole: the next answer is right.
      watchPolls(Infinity);
      const again = session(view, control);
      if (!again.ok) throw new Error(again.error.code);
      const isSame = Buffer.from(again.value.block).equals(
        Buffer.from(expected.value.block),
      );
      expect(isSame).toBe(true);
    }
  });
});
