import type { BenignRule } from "./benign-rule.ts";
import type { BenignTwin } from "./benign-id.ts";
import { addEvidence, type Suspect } from "../series/suspect.ts";
import type { Mechanism } from "../mechanism/mechanism.ts";

/** A second listener is a second server; this many new ones are listeners nobody closes. */
const LISTENER_DELTA_MIN = 10;
const LISTENER_RATIO_MIN = 3;

/**
 * Applies a benign row: confidence stays null, unless the row stands for one goroutine per object and
 * their number grew (section 5: "1 per object: growth still counts").
 */
export function applyBenignRule(suspect: Suspect, rule: BenignRule): void {
  const { growth } = suspect;
  addEvidence(suspect, "benign-row", { id: rule.id });
  if (!rule.growthCounts || growth.kind !== "strong") return;
  const delta = growth.current - growth.base;
  switch (rule.id) {
    case "benign-accept":
      if (
        delta < LISTENER_DELTA_MIN ||
        growth.current < LISTENER_RATIO_MIN * growth.base
      ) {
        return;
      }
      suspect.category = "fd-growth";
      suspect.confidence = "high";
      break;
    case "benign-sql":
      suspect.confidence = "high";
      break;
    case "benign-client-conn":
      suspect.category = "conn-growth";
      suspect.confidence = "high";
      break;
    default:
      suspect.confidence = "medium";
  }
  suspect.benign = null;
}

/** What a flat group most likely is, by its mechanism (section 5b, ids recognised by "flat"). */
const TWIN_OF: Partial<Record<Mechanism, BenignTwin>> = {
  "chan-send": "benign-backpressure",
  "chan-range": "benign-worker-idle",
  "chan-recv": "benign-worker-idle",
  "select-blocked": "benign-event-loop",
  "cond-wait": "benign-worker-idle",
  "sleep-loop": "benign-janitor",
  "io-wait": "benign-stream",
  "io-wait-write": "benign-backpressure",
  "waitgroup-wait": "benign-closer",
  "syscall-blocked": "benign-stream",
};

/** See `BenignTwin`; "" where none comes to mind. */
export function benignTwinOf(mechanism: Mechanism): BenignTwin | "" {
  return TWIN_OF[mechanism] ?? "";
}
