import type { EvidenceCode } from "./evidence-code.ts";
import { benignTwinOf } from "./benign/benign-verdict.ts";
import { isUnwakeable } from "./confidence.ts";
import type { Evidence } from "./leak-finding.ts";
import type { StackView } from "./mechanism/stack-view.ts";
import type { Suspect } from "./series/suspect.ts";

function evidence(
  code: EvidenceCode,
  values: Evidence["values"] = {},
): Evidence {
  return { code, values };
}

/** What user code called and did not return from: `runtime.chansend1`, `sync.(*Mutex).Lock`, `io.ReadFull`. */
function parkedIn(view: StackView): string {
  const user = view.userFrame;
  const below =
    user === undefined ? view.visible.length : view.visible.indexOf(user);
  const library = view.visible.slice(0, below);
  return library.at(-1)?.func ?? view.leading.at(-1)?.func ?? "";
}

function frameEvidence(view: StackView): Evidence[] {
  const op = parkedIn(view);
  const frame = view.userFrame?.frame;
  if (frame === undefined) {
    return view.key === ""
      ? []
      : [evidence("frame-library", { func: view.key })];
  }
  const values = { func: frame.func, file: frame.file, line: frame.line };
  return [
    op === ""
      ? evidence("frame-user", values)
      : evidence("frame", { op, ...values }),
  ];
}

function waitEvidence(suspect: Suspect): Evidence[] {
  const { wait } = suspect.groups[0].view;
  if (wait.reason === null) return [];
  return [
    evidence(wait.isInferred ? "wait-reason-inferred" : "wait-reason", {
      reason: wait.reason,
    }),
  ];
}

function growthEvidence(suspect: Suspect): Evidence[] {
  const { growth, mechanism } = suspect;
  const { base, current, survivors } = growth;
  const snapshots = growth.counts.length;
  if (growth.kind === "single") return [];
  const values = { base, current, delta: current - base, snapshots };
  const found: Evidence[] = [];
  if (growth.isMigration) found.push(evidence("migration", values));
  else if (growth.kind === "flat") {
    const twin = suspect.confidence === "low" ? benignTwinOf(mechanism) : "";
    found.push(evidence("flat", { ...values, twin }));
  } else if (growth.kind === "shrunk") found.push(evidence("shrunk", values));
  else if (growth.kind === "noise")
    found.push(evidence("growth-noise", values));
  else {
    found.push(
      evidence(growth.kind === "strong" ? "growth" : "growth-weak", values),
    );
  }
  if (survivors !== null && base > 0) {
    const code =
      survivors === base
        ? "none-ended"
        : survivors * 2 < base
          ? "turnover"
          : "most-stayed";
    found.push(evidence(code, { survivors, base }));
  }
  return found;
}

function unwakeableEvidence({ mechanism }: Suspect): Evidence[] {
  switch (mechanism) {
    case "chan-nil":
    case "select-empty":
    case "finalizer-blocked":
      return [evidence(`unwakeable-${mechanism}`)];
    default:
      return [];
  }
}

function ageEvidence(suspect: Suspect): Evidence[] {
  const { maxWaitMinutes, agedCount, count } = suspect;
  return maxWaitMinutes < 0
    ? []
    : [evidence("age", { minutes: maxWaitMinutes, aged: agedCount, count })];
}

/** Everything about a suspect that holds for all mechanisms; relations have added the rest before. */
export function commonEvidence(suspect: Suspect): Evidence[] {
  const { view } = suspect.groups[0];
  const creator = view.group.createdBy;
  const locked = suspect.groups.reduce(
    (sum, group) => sum + group.view.group.lockedCount,
    0,
  );
  const found = [
    ...frameEvidence(view),
    ...waitEvidence(suspect),
    ...growthEvidence(suspect),
    ...ageEvidence(suspect),
  ];
  if (suspect.leakedCount > 0) {
    found.unshift(
      evidence("runtime-proof", {
        leaked: suspect.leakedCount,
        count: suspect.count,
      }),
    );
  }
  if (isUnwakeable(suspect) && suspect.confidence !== null) {
    found.push(...unwakeableEvidence(suspect));
  }
  if (creator !== null) {
    found.push(
      evidence("creator", {
        func: creator.func,
        file: creator.file,
        line: creator.line,
      }),
    );
  }
  if (locked > 0) found.push(evidence("locked-to-thread", { count: locked }));
  if (view.group.isTruncated) found.push(evidence("stack-cut"));
  return found;
}
