import { describe, expect, it } from "vitest";
import type { CaptureItem, CaptureJob } from "#contract/capture-job.ts";
import type { OpenProfile, ProfileState } from "#contract/open-profile.ts";
import { TaskbarProgress } from "./taskbar-progress.ts";

function profile(id: string, state: Partial<ProfileState>): OpenProfile {
  return { id, state } as unknown as OpenProfile;
}

function loading(id: string, doneBytes: number, totalBytes: number) {
  return profile(id, { status: "loading", doneBytes, totalBytes });
}

function job(isDone: boolean, ...states: unknown[]): CaptureJob {
  const items = states.map((state) => ({ state }) as CaptureItem);
  return { id: "j1", isDone, items } as unknown as CaptureJob;
}

const running = (receivedBytes: number, expectedBytes: number | null) => ({
  status: "running",
  progress: { receivedBytes, expectedBytes },
});

function recorded(): { progress: TaskbarProgress; shown: number[] } {
  const shown: number[] = [];
  return { progress: new TaskbarProgress((v) => shown.push(v)), shown };
}

describe("TaskbarProgress", () => {
  it("follows a file from unknown to its end", () => {
    const { progress, shown } = recorded();
    progress.profileChanged(loading("p1", 0, 0));
    progress.profileChanged(loading("p1", 25, 100));
    progress.profileChanged(loading("p1", 25.2, 100));
    progress.profileChanged(loading("p1", 100, 100));
    progress.profileChanged(profile("p1", { status: "ready" }));
    expect(shown).toEqual([2, 0.25, 1, -1]);
  });

  it("is the mean of what runs, and none after the last", () => {
    const { progress, shown } = recorded();
    progress.profileChanged(loading("p1", 50, 100));
    progress.profileChanged(loading("p2", 0, 100));
    progress.profileClosed("p2");
    progress.profileChanged(profile("p1", { status: "failed" }));
    expect(shown).toEqual([0.5, 0.25, 0.5, -1]);
  });

  it("counts the profiles of a capture alike", () => {
    const { progress, shown } = recorded();
    progress.captureChanged(job(false, running(0, null)));
    progress.captureChanged(
      job(false, { status: "done" }, running(0, null), { status: "waiting" }),
    );
    progress.captureChanged(job(true, { status: "done" }));
    expect(shown).toEqual([2, 0.5, -1]);
  });
});
