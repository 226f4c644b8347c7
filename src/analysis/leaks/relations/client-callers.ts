import { addEvidence } from "../series/suspect.ts";
import type { RelationContext } from "./relation-context.ts";

/** The library's way from user code to a connection. */
const CLIENT_FRAME =
  /^net\/http\.(\(\*Client\)\.(do|Do|Get|Post|Head|PostForm|send)|Get|Post|\(\*Transport\)\.RoundTrip|\(\*bodyEOFSignal\)\.Read)$/;

/** More names are no hint any more. */
const NAMED_MAX = 3;

/**
 * The user's code is never on the stack of a held connection. Whoever uses the HTTP client in the same
 * dump is the place to look first.
 */
export function nameClientCallers({ suspects }: RelationContext): void {
  const held = suspects.filter(
    ({ mechanism, confidence }) =>
      mechanism === "http-body-unclosed" && confidence !== null,
  );
  if (held.length === 0) return;
  const callers = suspects
    .filter(({ groups }) => {
      const [{ view }] = groups;
      return (
        view.userFrame !== undefined &&
        view.visible.some((frame) => CLIENT_FRAME.test(frame.func))
      );
    })
    .sort((a, b) => b.count - a.count)
    .slice(0, NAMED_MAX);
  for (const suspect of held) {
    for (const caller of callers) {
      const frame = caller.groups[0].view.userFrame?.frame;
      if (frame === undefined) continue;
      addEvidence(suspect, "client-caller", {
        func: frame.func,
        file: frame.file,
        line: frame.line,
      });
    }
  }
}
