import { beforeEach, describe, expect, it } from "vitest";
import type { OpenProfile, ProfileState } from "#contract/open-profile.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import {
  NO_PROFILES,
  useProfiles,
  withoutProfile,
  withProfile,
} from "./profiles.ts";
import { whenSettled } from "./when-settled.ts";

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

const [a, b] = ["a", "b"] as ProfileId[];

let revision = 0;

function news(id: ProfileId, state: ProfileState): void {
  revision += 1;
  const profile: OpenProfile = {
    id,
    order: 0,
    source: { type: "file", path: `/tmp/${id}` },
    name: id,
    state,
    revision,
  };
  useProfiles.setState(withProfile(useProfiles.getState(), profile));
}

describe("files that are awaited", () => {
  let calls = 0;
  const act = (): void => {
    calls += 1;
  };

  beforeEach(() => {
    calls = 0;
    useProfiles.setState({ ...useProfiles.getState(), ...NO_PROFILES });
  });

  it("are settled already", () => {
    news(a, FAILED);
    whenSettled([a], act);
    expect(calls).toBe(1);
  });

  it("are unknown until their news comes, and acted on once, behind it", async () => {
    whenSettled([a, b], act);
    news(b, FAILED);
    news(a, LOADING);
    await Promise.resolve();
    expect(calls).toBe(0);
    news(a, FAILED);
    expect(calls).toBe(0);
    await Promise.resolve();
    expect(calls).toBe(1);
    news(a, FAILED);
    await Promise.resolve();
    expect(calls).toBe(1);
  });

  it("are not awaited once they are closed", async () => {
    news(a, LOADING);
    whenSettled([a], act);
    useProfiles.setState(withoutProfile(useProfiles.getState(), a));
    await Promise.resolve();
    expect(calls).toBe(1);
  });
});
