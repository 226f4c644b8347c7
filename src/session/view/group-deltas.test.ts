/** Groups of goroutines at two moments, from captures of real services in all three forms. */
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { JobControl } from "#base/cancel-flag.ts";
import { decodeGroupDeltas } from "#contract/compare.ts";
import type { SharedProfile } from "#contract/worker-messages.ts";
import { runDecodeJob } from "../decode-job.ts";
import { createSession } from "./create-session.ts";

const CAPTURES = resolve(
  import.meta.dirname,
  "../../../tests/fixtures/leaks/captures",
);

async function decoded(path: string): Promise<SharedProfile> {
  const reply = await runDecodeJob({
    source: { type: "path", path: resolve(CAPTURES, path) },
    control: new JobControl().buffer,
    limitBytes: 2 ** 30,
  });
  if (!reply.ok) throw new Error(JSON.stringify(reply.error));
  return reply.value.profile;
}

async function groupsOf(base: string, current: string) {
  const answer = createSession({
    profile: await decoded(current),
    earlier: [await decoded(base)],
    limitBytes: 2 ** 30,
  });
  const block = answer({ view: "compare-goroutines" }, new JobControl().buffer);
  if (!block.ok) throw new Error(block.error.code);
  const bytes = block.value.block;
  return decodeGroupDeltas(bytes.slice().buffer);
}

const FORMS = [
  "goroutine.pb.gz",
  "goroutine.debug1.txt",
  "goroutine.debug2.txt",
];

describe.each(FORMS)("two moments as %s", (form) => {
  it("no stack is removed in one state and new in another", async () => {
    const groups = await groupsOf(`anchor/base.${form}`, `anchor/late.${form}`);
    expect(groups.length).toBeGreaterThan(3);
    const stackOf = ({ frames }: (typeof groups)[number]): string =>
      frames.map(({ func, file }) => `${func}\n${file}`).join("\n");
    const removed = groups.filter(({ change }) => change === "removed");
    const added = new Set(
      groups.filter(({ change }) => change === "new").map(stackOf),
    );
    for (const group of removed) expect(added).not.toContain(stackOf(group));
    for (const { base, current, change, movedFrom } of groups) {
      if (change === "moved" && base === current) {
        expect(movedFrom.length).toBe(1);
      }
    }
  });

  it("against itself everything is the same", async () => {
    const path = `anchor/late.${form}`;
    const groups = await groupsOf(path, path);
    expect(new Set(groups.map(({ change }) => change))).toEqual(
      new Set(["same"]),
    );
  });
});
