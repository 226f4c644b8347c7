import type { GoroutineGroup } from "#profile/goroutines/goroutine-snapshot.ts";
import { waitState, type WaitState } from "./wait-state.ts";

/**
 * goroutine debug=1 text prints every return PC but leaves the runtime's leading frames nameless.
 * All records are of one binary, and the linker keeps the order of the source, so PCs can be told by
 * their order (runtime/chan.go, runtime/select.go; measured on Go 1.19 and 1.26):
 * ```
 *   pcs[0]    pcs[1]              pcs[2]
 *   gopark <- chansend         <- chansend1             chansend1 < chansend < chanrecv1 < chanrecv2 < chanrecv
 *   gopark <- chanrecv         <- chanrecv1|chanrecv2
 *   gopark <- selectgo         (2 hidden)               block < selectgo
 *   gopark <- block            (2 hidden)
 * ```
 * So the spans [pcs[2], pcs[1]] of sends and of receives do not overlap, sends first; two wrappers in
 * one span are the two receives; of two bodies in one span the lower is the park on a nil channel.
 */
export interface PcHints {
  /** Return PCs inside `gopark`; empty where no record shows one. */
  readonly parkPcs: ReadonlySet<bigint>;
  /** Channel waits by `pcs[1]` and `pcs[2]`, see `channelKey`. */
  readonly channels: ReadonlyMap<string, WaitState>;
  /** Return PCs inside `block`, which is `select {}`. */
  readonly blockPcs: ReadonlySet<bigint>;
}

/** First shown frames of goroutines that are surely parked. */
const PARKED_LEAF =
  /^(internal\/poll\.runtime_pollWait|time\.Sleep|(internal\/)?sync\.runtime_\w+)$/;

/** Library functions that wait in a select of two or more cases. */
const SELECT_LEAF =
  /^(net\/http\.\(\*persistConn\)\.(readLoop|writeLoop|roundTrip)|database\/sql\.\(\*DB\)\.connection(Opener|Cleaner)|database\/sql\.\(\*Rows\)\.awaitDone|io\.\(\*pipe\)\.(read|write)|os\/signal\.NotifyContext\.func1)$/;

/**
 * Distance of the return PCs `pcs[1] - pcs[2]` on linux/amd64, least and most of Go 1.19.8 and 1.26.8,
 * for files with one kind of channel wait only, where order decides nothing. Receives vary because the
 * linker drops a `chanrecv2` nobody calls. Other distances stay unknown.
 */
const KNOWN_DISTANCES: readonly (readonly [bigint, bigint, Direction])[] = [
  [0x115n, 0x119n, { isSend: true, isNil: true }],
  [0x1d8n, 0x218n, { isSend: false, isNil: true }],
  [0x405n, 0x44fn, { isSend: true, isNil: false }],
  [0x4bcn, 0x503n, { isSend: false, isNil: false }],
];

function directionByDistance(distance: bigint): Direction | undefined {
  return KNOWN_DISTANCES.find(
    ([least, most]) => distance >= least && distance <= most,
  )?.[2];
}

interface Direction {
  readonly isSend: boolean;
  readonly isNil: boolean;
}

/** The key of a channel wait in `PcHints.channels`. */
export function channelKey(group: GoroutineGroup): string {
  return `${group.pcs[1]}/${group.pcs[2]}`;
}

/** First shown frame of a debug=1 record, "" for none. */
function shownLeaf(group: GoroutineGroup): string {
  return group.frames.at(0)?.func ?? "";
}

/** Collects the hints of a debug=1 snapshot; for other inputs all sets are empty. */
export function pcHints(groups: readonly GoroutineGroup[]): PcHints {
  const parkPcs = new Set<bigint>();
  for (const group of groups) {
    if (group.pcs.length > 0 && PARKED_LEAF.test(shownLeaf(group))) {
      parkPcs.add(group.pcs[0]);
    }
  }
  const parked = groups.filter(
    (group) =>
      group.pcs.length > 0 &&
      (parkPcs.size === 0 || parkPcs.has(group.pcs[0])) &&
      !PARKED_LEAF.test(shownLeaf(group)),
  );
  return {
    parkPcs,
    channels: channelWaits(
      parked.filter(
        (group) => group.hiddenFrameCount === 3 && group.pcs.length > 3,
      ),
    ),
    blockPcs: findBlockPcs(
      parked.filter((group) => group.hiddenFrameCount === 2),
    ),
  };
}

interface Span {
  start: bigint;
  end: bigint;
  readonly groups: GoroutineGroup[];
}

function overlappingSpans(groups: readonly GoroutineGroup[]): Span[] {
  const sorted = groups
    .map((group) => {
      const [, body, wrapper] = group.pcs;
      return {
        start: body < wrapper ? body : wrapper,
        end: body < wrapper ? wrapper : body,
        groups: [group],
      };
    })
    .sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
  const spans: Span[] = [];
  for (const span of sorted) {
    const last = spans.at(-1);
    if (last === undefined || span.start > last.end) spans.push(span);
    else {
      last.groups.push(...span.groups);
      if (span.end > last.end) last.end = span.end;
    }
  }
  return spans;
}

function channelWaits(
  groups: readonly GoroutineGroup[],
): Map<string, WaitState> {
  const waits = new Map<string, WaitState>();
  const spans = overlappingSpans(groups);
  spans.forEach((span, index) => {
    const wrappers = [...new Set(span.groups.map((group) => group.pcs[2]))];
    const bodies = [...new Set(span.groups.map((group) => group.pcs[1]))];
    const isReceive =
      wrappers.length > 1 || (spans.length === 2 && index === 1);
    const isSend = !isReceive && spans.length === 2;
    const nilBody = bodies.length === 2 ? lowest(bodies) : undefined;
    for (const group of span.groups) {
      const [, body, wrapper] = group.pcs;
      const direction =
        isReceive || isSend
          ? { isSend, isNil: body === nilBody }
          : directionByDistance(body - wrapper);
      waits.set(
        channelKey(group),
        direction === undefined
          ? waitState("channel", null, true)
          : direction.isSend
            ? sendWait(direction.isNil)
            : receiveWait(direction.isNil, receiveForm(wrapper, wrappers)),
      );
    }
  });
  return waits;
}

/** Of two wrappers in use, chanrecv1 comes first. */
function receiveForm(
  wrapper: bigint,
  wrappers: readonly bigint[],
): WaitState["receiveForm"] {
  if (wrappers.length < 2) return "unknown";
  return wrapper === lowest(wrappers) ? "plain" : "comma-ok";
}

function sendWait(isNil: boolean): WaitState {
  return isNil
    ? waitState("send-nil", "chan send (nil chan)", true)
    : waitState("send", "chan send", true);
}

function receiveWait(
  isNil: boolean,
  form: WaitState["receiveForm"],
): WaitState {
  return isNil
    ? waitState("receive-nil", "chan receive (nil chan)", true, form)
    : waitState("receive", "chan receive", true, form);
}

function lowest(values: readonly bigint[]): bigint {
  return values.reduce((low, value) => (value < low ? value : low));
}

/** Second PCs that are `block`: not that of a known select, or the lower of two. */
function findBlockPcs(groups: readonly GoroutineGroup[]): Set<bigint> {
  const seconds = [...new Set(groups.map((group) => group.pcs[1]))];
  const selects = new Set(
    groups
      .filter((group) => SELECT_LEAF.test(shownLeaf(group)))
      .map((group) => group.pcs[1]),
  );
  if (selects.size > 0) {
    return new Set(seconds.filter((pc) => !selects.has(pc)));
  }
  return new Set(seconds.length === 2 ? [lowest(seconds)] : []);
}
