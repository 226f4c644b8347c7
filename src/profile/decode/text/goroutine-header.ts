import {
  MEMBER_DURABLE,
  MEMBER_LEAKED,
  MEMBER_LOCKED,
  MEMBER_SCAN,
} from "../../goroutines/goroutine-snapshot.ts";
import { NO_LABELS, parseGoLabels, type GoroutineLabels } from "./go-labels.ts";

/** What a traceback header says beside the id (runtime/traceback.go: goroutineheader). */
export interface GoroutineState {
  /** Wait reason or status, verbatim but for the marks that `flags` hold; null where there is none. */
  readonly waitReason: string | null;
  /** -1 where the header has none (rule H6). */
  readonly waitMinutes: number;
  /** `MEMBER_…` bits. */
  readonly flags: number;
  /** 0 for none. */
  readonly bubbleId: number;
  readonly labels: GoroutineLabels;
}

const MARKS: readonly (readonly [string, number])[] = [
  [" (scan)", MEMBER_SCAN],
  [" (leaked)", MEMBER_LEAKED],
  [" (durable)", MEMBER_DURABLE],
];

function splitLabels(inner: string): [string, GoroutineLabels] {
  const at = inner.indexOf(" labels:{");
  if (at < 0) return [inner, NO_LABELS];
  const labels = parseGoLabels(inner.slice(at + " labels:".length));
  return labels === null ? [inner, NO_LABELS] : [inner.slice(0, at), labels];
}

/**
 * Inside of the brackets, without labels: `chan send (leaked), 5 minutes, locked to thread`.
 * Parts nobody knows stay in the wait reason, so that a newer Go loses nothing.
 */
export function parseGoroutineStatus(
  inner: string,
  labels: GoroutineLabels = NO_LABELS,
): GoroutineState {
  let flags = 0;
  let waitMinutes = -1;
  let bubbleId = 0;
  const kept: string[] = [];
  for (const part of inner.split(", ")) {
    const minutes = /^(\d+) minutes$/.exec(part);
    const bubble = /^synctest (?:bubble|group) (\d+)$/.exec(part);
    if (minutes !== null)
      waitMinutes = Math.min(Number(minutes[1]), 2 ** 31 - 1);
    else if (bubble !== null) bubbleId = Number(bubble[1]);
    else if (part === "locked to thread") flags |= MEMBER_LOCKED;
    else kept.push(part);
  }
  let waitReason = kept.join(", ");
  for (let found = true; found;) {
    found = false;
    for (const [mark, bit] of MARKS) {
      if (!waitReason.endsWith(mark)) continue;
      waitReason = waitReason.slice(0, -mark.length);
      flags |= bit;
      found = true;
    }
  }
  return {
    waitReason: waitReason === "" ? null : waitReason,
    waitMinutes,
    flags,
    bubbleId,
    labels,
  };
}

/**
 * Parses what follows `goroutine N ` up to the end of the line, from the first `[` on (the
 * `gp= m= mp=` words of GOTRACEBACK=system are before it): everything to the LAST `]`, since labels
 * may hold brackets. Never fails: text without brackets becomes the wait reason.
 *
 * ```
 *   [chan receive, 5 minutes, locked to thread]:
 *   [select (no cases) (leaked) labels:{"team": "a]b"}]:
 *   [chan send]{"team": "x"}:
 * ```
 */
export function parseGoroutineState(text: string): GoroutineState {
  const body = text.replace(/:$/, "");
  if (body.startsWith("[") && body.endsWith("}")) {
    const at = body.indexOf("]{");
    const labels = at < 0 ? null : parseGoLabels(body.slice(at + 1));
    if (labels !== null) return parseGoroutineStatus(body.slice(1, at), labels);
  }
  const close = body.lastIndexOf("]");
  if (!body.startsWith("[") || close < 0) {
    return parseGoroutineStatus(body.replace(/^\[/, ""));
  }
  const [status, labels] = splitLabels(body.slice(1, close));
  return parseGoroutineStatus(status, labels);
}
