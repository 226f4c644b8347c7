import type { Evidence, LeakFinding } from "./leak-finding.ts";

/**
 * Goroutine and heap findings of the same process explain each other (leak-signatures.md, sections 3
 * and 4: "heap … confirms"): the heap knows who called the HTTP client, that a range is over a ticker,
 * that a loop makes timers; the dump knows which goroutines hold what the heap shows.
 *
 * @returns goroutine findings, then heap findings with `relatedTo` moved behind them; what was related
 * before stays so.
 */
export function linkKinds(
  goroutines: readonly LeakFinding[],
  heaps: readonly LeakFinding[],
): LeakFinding[] {
  const offset = goroutines.length;
  const drafts = [
    ...goroutines.map(draftOf),
    ...heaps.map((finding) =>
      draftOf({
        ...finding,
        relatedTo: finding.relatedTo.map((index) => index + offset),
      }),
    ),
  ];
  for (const goroutine of drafts.slice(0, offset)) {
    for (const heap of drafts.slice(offset)) {
      if (goroutine.finding.verdict === "benign") continue;
      if (heap.finding.verdict === "benign") continue;
      LINKS[heap.finding.category]?.(goroutine, heap, drafts);
    }
  }
  return drafts.map(({ finding, related, evidence, category }) => ({
    ...finding,
    category,
    evidence: [...finding.evidence, ...evidence],
    relatedTo: [...related].sort((a, b) => a - b),
  }));
}

interface Draft {
  readonly finding: LeakFinding;
  readonly related: Set<number>;
  readonly evidence: Evidence[];
  category: string;
}

function draftOf(finding: LeakFinding): Draft {
  return {
    finding,
    related: new Set(finding.relatedTo),
    evidence: [],
    category: finding.category,
  };
}

function relate(a: Draft, b: Draft, drafts: readonly Draft[]): void {
  a.related.add(drafts.indexOf(b));
  b.related.add(drafts.indexOf(a));
}

/** Whether a goroutine runs in, or was started by, the function the heap finding is about. */
function isOfFunction({ finding }: Draft, func: string): boolean {
  return (
    finding.key === func ||
    finding.createdBy?.func === func ||
    finding.stack.some((frame) => frame.func === func)
  );
}

/** What a heap category says about a goroutine finding; does nothing where they are unrelated. */
type Link = (goroutine: Draft, heap: Draft, drafts: readonly Draft[]) => void;

/** The heap has the user's function that is never on the stack of a held connection. */
const linkBodies: Link = (goroutine, heap, drafts) => {
  if (goroutine.finding.mechanism !== "http-body-unclosed") return;
  const { site } = heap.finding;
  if (site !== null) {
    goroutine.evidence.push({ code: "client-caller", values: { ...site } });
  }
  relate(goroutine, heap, drafts);
};

/** Frames alone do not tell a ticker from any other channel, or a timer from any other case. */
function confirm(
  mechanisms: readonly string[],
  category: string,
  isSame: (goroutine: Draft, func: string) => boolean,
): Link {
  return (goroutine, heap, drafts) => {
    const { key } = heap.finding;
    if (!mechanisms.includes(goroutine.finding.mechanism ?? "")) return;
    if (!isSame(goroutine, key)) return;
    goroutine.category = category;
    goroutine.evidence.push({ code: "heap-confirms", values: { func: key } });
    relate(goroutine, heap, drafts);
  };
}

const relateLeaks: Link = (goroutine, heap, drafts) => {
  if (goroutine.finding.verdict === "leak") relate(goroutine, heap, drafts);
};

const relateOwnLeaks: Link = (goroutine, heap, drafts) => {
  if (isOfFunction(goroutine, heap.finding.key)) {
    relateLeaks(goroutine, heap, drafts);
  }
};

/** By category of the heap finding. */
const LINKS: Partial<Record<string, Link>> = {
  "http-body-unclosed": linkBodies,
  "ticker-growth": confirm(
    ["chan-range", "chan-recv"],
    "ticker-leak",
    isOfFunction,
  ),
  "timer-growth": confirm(
    ["select-blocked"],
    "time-after-loop",
    ({ finding }, func) => finding.key === func,
  ),
  "context-growth": (goroutine, heap, drafts) => {
    if (goroutine.finding.mechanism !== "ctx-not-cancelled") return;
    relate(goroutine, heap, drafts);
  },
  "goroutine-growth": relateLeaks,
  "goroutine-pinned": relateOwnLeaks,
  "object-retention": relateOwnLeaks,
};
