import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { JobControl } from "#base/cancel-flag.ts";
import {
  decodeCreators,
  decodeGoroutineDetail,
  decodeGoroutineGroups,
  decodeLeakDetail,
  decodeLeaksView,
  type LeaksView,
} from "#contract/goroutines.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import type { ProfileSummary } from "#contract/profile-summary.ts";
import type {
  Decoded,
  LeakInput,
  LeakView,
} from "#contract/worker-messages.ts";
import { NO_USER_RULES, type UserRules } from "#analysis/leaks/user-rules.ts";
import { runDecodeJob } from "../decode-job.ts";
import { createSession, type AnswerView } from "./create-session.ts";

const SAMPLES = resolve(import.meta.dirname, "../../../resources/samples");

async function decoded(name: string): Promise<Decoded> {
  const reply = await runDecodeJob({
    source: { type: "path", path: resolve(SAMPLES, name) },
    control: new JobControl().buffer,
    limitBytes: 2 ** 30,
  });
  if (!reply.ok) throw new Error(JSON.stringify(reply.error));
  return reply.value;
}

interface Opened {
  readonly summary: ProfileSummary;
  readonly answer: AnswerView;
}

async function open(
  current: string,
  base: readonly string[] = [],
  usesEarlier = false,
): Promise<Opened> {
  const first = await decoded(current);
  const inputs: LeakInput[] = [
    { id: "p1" as ProfileId, role: "current", ...first },
  ];
  for (const [i, name] of base.entries()) {
    const id = `p${i + 2}` as ProfileId;
    inputs.push({ id, role: "base", ...(await decoded(name)) });
  }
  const answer = createSession({
    profile: first.profile,
    inputs,
    usesEarlier,
    limitBytes: 2 ** 30,
  });
  return { summary: first.summary, answer };
}

type Asked = LeakView extends infer V
  ? V extends LeakView
    ? Omit<V, "userRules">
    : never
  : never;

function ask<T>(
  { answer }: Opened,
  what: Asked,
  decode: (buffer: ArrayBuffer) => T,
  userRules: UserRules = NO_USER_RULES,
): T {
  const reply = answer({ ...what, userRules }, new JobControl().buffer);
  if (!reply.ok) throw new Error(reply.error.code);
  return decode(reply.value.block.slice().buffer);
}

const counted = ({ findings }: LeaksView): number =>
  findings.reduce((sum, { count }) => sum + count, 0);

const GROUPS = {
  view: "goroutine-groups",
  granularity: "stack",
  labelKey: null,
  findingIndex: -1,
} as const;

describe("LeakSession", () => {
  it("names the leak of a dump pair and counts every goroutine once", async () => {
    const opened = await open("chan-send.txt.gz", ["chan-send.base.txt.gz"]);
    const leaks = ask(opened, { view: "leaks" }, decodeLeaksView);
    expect(leaks.findings[0]).toMatchObject({
      category: "chan-send",
      verdict: "leak",
    });
    expect(leaks.moments).toHaveLength(2);
    expect(counted(leaks)).toBe(leaks.goroutineCount);
    expect(opened.summary.goroutines?.goroutineCount).toBe(
      leaks.goroutineCount,
    );
    const detail = ask(opened, { view: "leak", index: 0 }, decodeLeakDetail);
    expect(detail.stack.length).toBeGreaterThan(0);
    expect(detail.evidence.length).toBeGreaterThan(0);
  });

  it("judges a heap pair, and says nothing of one heap", async () => {
    const pair = await open("map-growth.pb.gz", ["map-growth.base.pb.gz"]);
    const leaks = ask(pair, { view: "leaks" }, decodeLeaksView);
    expect(leaks.findings.map(({ category }) => category)).toContain(
      "map-growth",
    );
    expect(typeof leaks.findings[0].bytes).toBe("bigint");
    const alone = await open("map-growth.pb.gz");
    expect(
      ask(alone, { view: "leaks" }, decodeLeaksView).findings,
    ).toHaveLength(0);
  });

  it("groups goroutines, all or those of a finding, down to the single one", async () => {
    const opened = await open("marketplace.txt.gz");
    const leaks = ask(opened, { view: "leaks" }, decodeLeaksView);
    for (const granularity of [
      "stack",
      "functions",
      "creator",
      "state",
      "label",
    ] as const) {
      const all = ask(
        opened,
        { ...GROUPS, granularity },
        decodeGoroutineGroups,
      );
      const sum = all.count.reduce((total, count) => total + count, 0);
      expect(sum).toBe(leaks.goroutineCount);
      const some = ask(
        opened,
        { ...GROUPS, granularity, findingIndex: 0 },
        decodeGoroutineGroups,
      );
      expect(some.count.reduce((total, count) => total + count, 0)).toBe(
        leaks.findings[0].count,
      );
    }
    const detail = ask(
      opened,
      { ...GROUPS, view: "goroutine-detail", row: 0 },
      decodeGoroutineDetail,
    );
    expect(detail.members.length).toBe(detail.count);
    expect(new Set(detail.members.id).size).toBe(detail.count);
    const creators = ask(opened, { view: "creators" }, decodeCreators);
    const roots = [...creators.total].filter((_, i) => creators.parent[i] < 0);
    expect(roots.reduce((sum, total) => sum + total, 0)).toBe(
      leaks.goroutineCount,
    );
  });

  it("takes a mark of the user for what it is", async () => {
    const opened = await open("chan-send.txt.gz", ["chan-send.base.txt.gz"]);
    const [{ category, key }] = ask(
      opened,
      { view: "leaks" },
      decodeLeaksView,
    ).findings;
    const marked = ask(opened, { view: "leaks" }, decodeLeaksView, {
      rules: [],
      expected: [{ category, key }],
    });
    expect(
      marked.findings.find((finding) => finding.key === key)?.category,
    ).toBe("benign-expected");
  });

  it.each([
    ["goroutineleak.txt.gz", "goroutine"],
    ["fatal-deadlock.txt.gz", "goroutine"],
    ["goleak-verifynone.txt.gz", "goroutine"],
    ["log-service.txt.gz", "goroutine"],
    ["goroutine.pb.gz", "goroutine"],
    ["ticker-leak.pb.gz", "goroutine"],
  ])("opens %s", async (name, kind) => {
    const opened = await open(name, [], true);
    expect(opened.summary.kind).toBe(kind);
    const leaks = ask(opened, { view: "leaks" }, decodeLeaksView);
    expect(counted(leaks)).toBe(leaks.goroutineCount);
    expect(leaks.findings.length).toBeGreaterThan(0);
  });

  it("joins a profile and a dump of one moment, and leaves out what is of another", async () => {
    const folder = resolve(
      SAMPLES,
      "../../tests/fixtures/leaks/captures/anchor",
    );
    const files = ["cur.goroutine.pb.gz", "cur.goroutine.debug2.txt"];
    const [profile, dump] = await Promise.all(
      files.map((name) => decoded(join(folder, name))),
    );
    const late = await decoded(join(folder, "late.goroutine.debug2.txt"));
    const judged = (other: Decoded): LeaksView => {
      const inputs: LeakInput[] = [
        { id: "p1" as ProfileId, role: "current", ...profile },
        { id: "p2" as ProfileId, role: "current", ...other },
      ];
      const answer = createSession({
        profile: profile.profile,
        inputs,
        limitBytes: 2 ** 30,
      });
      return ask(
        { summary: profile.summary, answer },
        { view: "leaks" },
        decodeLeaksView,
      );
    };
    const joined = judged(dump);
    expect(joined.moments.map(({ profileIds }) => profileIds)).toEqual([
      ["p1", "p2"],
    ]);
    expect(joined.goroutineCount).toBe(dump.summary.goroutines?.goroutineCount);
    expect(counted(joined)).toBe(joined.goroutineCount);
    const apart = judged(late);
    expect(apart.moments.at(-1)?.profileIds).toContain("p1");
    expect(counted(apart)).toBe(apart.goroutineCount);
  });

  it("takes a goroutineleak profile beside the goroutines as their proof", async () => {
    const folder = resolve(
      SAMPLES,
      "../../tests/fixtures/leaks/captures/beacon.leakprofile",
    );
    const [goroutines, proof] = await Promise.all(
      ["cur.goroutine.pb.gz", "cur.goroutineleak.pb.gz"].map((name) =>
        decoded(join(folder, name)),
      ),
    );
    const judged = (...files: readonly Decoded[]): LeaksView => {
      const answer = createSession({
        profile: files[0].profile,
        inputs: files.map((file, i) => ({
          id: `p${i + 1}` as ProfileId,
          role: "current",
          ...file,
        })),
        limitBytes: 2 ** 30,
      });
      return ask(
        { summary: files[0].summary, answer },
        { view: "leaks" },
        decodeLeaksView,
      );
    };
    const proved = ({ findings }: LeaksView): number =>
      findings
        .filter(({ confidence }) => confidence === "proved")
        .reduce((sum, { count }) => sum + count, 0);
    const alone = judged(goroutines);
    expect(proved(alone)).toBe(0);
    const together = judged(goroutines, proof);
    expect(proved(together)).toBeGreaterThan(0);
    expect(counted(together)).toBe(together.goroutineCount);
    expect(together.moments.at(-1)?.profileIds).toEqual(["p1", "p2"]);
    // In front, the leak profile stands alone: each of its goroutines is proved but those meant to stay.
    const own = judged(proof, goroutines);
    expect(own.moments.at(-1)?.profileIds).toEqual(["p1"]);
    expect(counted(own)).toBe(own.goroutineCount);
    expect(own.findings[0].confidence).toBe("proved");
  });

  it("names every stack of the newest moment with its finding", async () => {
    const opened = await open("chan-send.txt.gz", ["chan-send.base.txt.gz"]);
    const { findings, stacks } = ask(
      opened,
      { view: "leaks" },
      decodeLeaksView,
    );
    const sums = findings.map(() => 0);
    stacks.finding.forEach((finding, row) => {
      sums[finding] += stacks.count[row];
    });
    expect(sums).toEqual(findings.map(({ count }) => count));
  });

  it("takes earlier snapshots of a log as base where asked", async () => {
    const opened = await open("log-service.txt.gz", [], true);
    const { goroutines } = opened.summary;
    expect(goroutines?.snapshotCount).toBeGreaterThan(1);
    const leaks = ask(opened, { view: "leaks" }, decodeLeaksView);
    expect(leaks.moments.length).toBe(goroutines?.snapshotCount);
  });
});
