import { describe, expect, it } from "vitest";
import type { OpenProfile, ProfileState } from "#contract/open-profile.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import {
  displayNames,
  neighbourOf,
  NO_PROFILES,
  withoutProfile,
  withProfile,
} from "./profiles.ts";

const LOADING: ProfileState = {
  status: "loading",
  phase: "reading",
  doneBytes: 0,
  totalBytes: 0,
};
const FAILED: ProfileState = {
  status: "failed",
  error: { code: "empty-file" },
};

function profile(
  id: string,
  revision = 1,
  state: ProfileState = LOADING,
): OpenProfile {
  return {
    id: id as ProfileId,
    order: id.charCodeAt(0),
    source: { type: "file", path: `/tmp/${id}/heap.pb.gz` },
    name: "heap.pb.gz",
    state,
    revision,
  };
}

const two = withProfile(withProfile(NO_PROFILES, profile("a")), profile("b"));

describe("profiles", () => {
  it("brings new profiles to the front and keeps their order", () => {
    expect(two.profiles.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(two.activeId).toBe("b");
  });

  it("stands profiles in the order of opening, though their news come in another", () => {
    const late = withProfile(
      withProfile(NO_PROFILES, profile("b")),
      profile("a"),
    );
    expect(late.profiles.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(late.activeId).toBe("b");
  });

  it("ignores old news", () => {
    const newer = withProfile(two, profile("a", 5, FAILED));
    expect(withProfile(newer, profile("a", 4))).toBe(newer);
    expect(newer.activeId).toBe("b");
  });

  it("counts loads, not steps of progress", () => {
    let state = withProfile(two, profile("a", 2));
    expect(state.loads.get("a" as ProfileId)).toBe(1);
    state = withProfile(state, profile("a", 3, FAILED));
    state = withProfile(state, profile("a", 4));
    expect(state.loads.get("a" as ProfileId)).toBe(2);
  });

  it("goes to the neighbour of a closed one", () => {
    expect(withoutProfile(two, "b" as ProfileId).activeId).toBe("a");
    expect(withoutProfile(two, "a" as ProfileId).activeId).toBe("b");
    const none = withoutProfile(
      withoutProfile(two, "a" as ProfileId),
      "b" as ProfileId,
    );
    expect(none.activeId).toBeNull();
  });

  it("steps around the ends", () => {
    expect(neighbourOf(two, 1)).toBe("a");
    expect(neighbourOf(two, -1)).toBe("a");
    expect(neighbourOf(NO_PROFILES, 1)).toBeNull();
  });

  it("tells files of one name apart by their folder", () => {
    expect(displayNames(two.profiles)).toEqual([
      "a/heap.pb.gz",
      "b/heap.pb.gz",
    ]);
    expect(displayNames([profile("a")])).toEqual(["heap.pb.gz"]);
  });
});
