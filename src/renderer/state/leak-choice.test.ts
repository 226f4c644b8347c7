import { describe, expect, it } from "vitest";
import type { OpenProfile } from "#contract/open-profile.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import type { ProfileSummary } from "#contract/profile-summary.ts";
import { noteGesture } from "./gestures.ts";
import { leakChoice, leakSetting, type LeakSetting } from "./leak-choice.ts";

interface Given {
  readonly kind?: ProfileSummary["kind"];
  /** A debug=2 dump, not a profile. */
  readonly isDump?: boolean;
  readonly total?: number;
  readonly seconds?: number;
  readonly folder?: string;
}

const id = (order: number): ProfileId => `p${order}` as ProfileId;

function file(order: number, given: Given = {}): OpenProfile {
  const { kind = "goroutine", isDump = false, total = 100 } = given;
  const { seconds = 0, folder = "a" } = given;
  const summary = {
    kind,
    format: isDump ? "goroutine-debug2" : "pprof",
    goroutines: isDump
      ? { source: "debug2", goroutineCount: total, snapshotCount: 1 }
      : null,
    timeNanos: String(seconds * 1e9),
    sampleTypes: [{ type: kind, unit: "count", total: String(total) }],
  } as unknown as ProfileSummary;
  return {
    id: id(order),
    order,
    source: { type: "file", path: `/${folder}/file${order}` },
    name: `file${order}`,
    state: { status: "ready", summary },
    revision: 1,
  };
}

const settingOf = (
  order: number,
  files: readonly OpenProfile[],
  isJoined = true,
): LeakSetting =>
  leakSetting(id(order), files, { ...leakChoice(id(order)), isJoined });

describe("leakSetting", () => {
  it("joins a profile and a dump of one moment, where it is wanted", () => {
    const files = [file(1), file(2, { isDump: true, total: 102 })];
    expect(settingOf(2, files).spec.currentIds).toEqual([id(2), id(1)]);
    expect(settingOf(2, files, false).spec.currentIds).toEqual([id(2)]);
    const other = [file(1), file(2, { isDump: true, total: 150 })];
    expect(settingOf(2, other).partner).toBeUndefined();
    expect(settingOf(2, other).base).toBe(id(1));
  });

  it("takes a leak profile of the moment as proof, never as partner or base", () => {
    const leaks = file(1, { kind: "goroutineleak", total: 90, seconds: 10 });
    const near = file(2, { seconds: 20 });
    expect(settingOf(2, [leaks, near])).toMatchObject({
      spec: { currentIds: [id(2), id(1)], baseIds: [] },
      proof: { profile: { id: id(1) } },
      partner: undefined,
      base: "none",
    });
    // The leak profile itself stands alone; one of another time proves nothing.
    expect(settingOf(1, [leaks, near]).spec.currentIds).toEqual([id(1)]);
    const late = file(2, { seconds: 90 });
    expect(settingOf(2, [leaks, late]).proof).toBeUndefined();
  });

  it("keeps to one folder, and to what came in one gesture", () => {
    const before = file(11, { total: 10, seconds: 1, folder: "before" });
    const after = file(12, { total: 90, seconds: 500, folder: "after" });
    expect(settingOf(12, [before, after]).base).toBe("none");
    noteGesture(before.id, true);
    noteGesture(after.id, false);
    expect(settingOf(12, [before, after]).base).toBe(id(11));
    noteGesture(after.id, true);
    expect(settingOf(12, [before, after]).base).toBe("none");
  });

  it("judges heaps between base and current with them, of the same story only", () => {
    const heap = (order: number, folder = "a"): OpenProfile =>
      file(order, { kind: "heap", seconds: order * 60, folder });
    const files = [heap(21), heap(22), heap(23, "other"), heap(24)];
    const from = (base: ProfileId | "auto"): readonly ProfileId[] =>
      leakSetting(id(24), files, { ...leakChoice(id(24)), base }).spec.baseIds;
    expect(from("auto")).toEqual([id(22)]);
    expect(from(id(21))).toEqual([id(21), id(22)]);
    expect(from(id(23))).toEqual([id(23)]);
  });

  it("judges goroutines between base and current with them, of the base's format", () => {
    const dump = (order: number): OpenProfile =>
      file(order, { isDump: true, total: order * 10, seconds: order * 600 });
    const files = [dump(1), dump(2), file(3, { seconds: 1500 }), dump(4)];
    const from = (base: ProfileId): readonly ProfileId[] =>
      leakSetting(id(4), files, { ...leakChoice(id(4)), base }).spec.baseIds;
    expect(from(id(1))).toEqual([id(1), id(2)]);
    expect(from(id(2))).toEqual([id(2)]);
    expect(from(id(3))).toEqual([id(3)]);
  });
});
