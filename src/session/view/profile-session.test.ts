import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { JobControl } from "#base/cancel-flag.ts";
import { decodeFilterOutcome } from "#contract/view-filters.ts";
import { decodeFlameView, decodeTopView } from "#contract/views.ts";
import type { SessionView } from "#contract/worker-messages.ts";
import { profileFromText } from "#profile/profile-from-text.ts";
import { runDecodeJob } from "../decode-job.ts";
import { shareProfile } from "../share-profile.ts";
import { ProfileSession } from "./profile-session.ts";

const CAPTURES = resolve(
  import.meta.dirname,
  "../../../tests/fixtures/leaks/captures",
);

function block(session: ProfileSession, view: SessionView): ArrayBuffer {
  const reply = session.answer(view, new JobControl().buffer);
  if (!reply.ok) throw new Error(reply.error.code);
  return new Uint8Array(reply.value.block).buffer;
}

const TOP: SessionView = { view: "top", sampleTypeIndex: 0 };

/** Rows of Top as `flat cum name`. */
function rowsOf(session: ProfileSession, view: SessionView = TOP): string[] {
  const top = decodeTopView(block(session, view));
  return Array.from(
    { length: top.length },
    (_, i) => `${top.flat[i]} ${top.cum[i]} ${top.strings.get(top.name[i])}`,
  );
}

describe("a heap text", () => {
  const open = async (file: string): Promise<ProfileSession> => {
    const reply = await runDecodeJob({
      source: { type: "path", path: resolve(CAPTURES, file) },
      control: new JobControl().buffer,
      limitBytes: 2 ** 30,
    });
    if (!reply.ok) throw new Error(reply.error.code);
    return new ProfileSession({
      profile: reply.value.profile,
      limitBytes: 2 ** 28,
    });
  };

  it("charges what the runtime allocated to who asked for it, as the protobuf form does", async () => {
    const text = await open("steady/cur.heap.debug1.txt.gz");
    const binary = await open("steady/cur.heap.pb.gz");
    const view: SessionView = { view: "top", sampleTypeIndex: 3 };
    // Texts leave out what a generic function is instantiated with.
    const expected = rowsOf(binary, view).map((row) =>
      row.replace(/\[go\.shape\..*\]/, "[...]"),
    );
    expect(rowsOf(text, view)).toEqual(expected);
    expect(rowsOf(text, view).filter((row) => / 0x/.test(row))).toEqual([]);
    const all = decodeFilterOutcome(
      block(text, { view: "filtered", sampleTypeIndex: 3 }),
    );
    const flats = rowsOf(text, view).map((row) => BigInt(row.split(" ")[0]));
    expect(flats.reduce((sum, flat) => sum + flat, 0n)).toBe(all.total);
  });
});

describe("filters", () => {
  const session = (): ProfileSession =>
    new ProfileSession({
      profile: shareProfile(profileFromText("main;a;b 1\nmain;c 3")),
      limitBytes: 2 ** 20,
    });

  it("leave shares of the whole, and say what part of it is drawn", () => {
    const flame = decodeFlameView(
      block(session(), {
        view: "flame",
        sampleTypeIndex: 0,
        inverted: true,
        filters: [{ name: "focus", pattern: "^a$" }],
      }),
    );
    expect(flame.total).toBe(4n);
    expect(flame.layout.end[0]).toBe(1);
    expect(flame.shownShare).toBe(0.25);
  });

  it("are kept apart from each other and from the whole", () => {
    const one = session();
    const focused: SessionView = {
      ...TOP,
      filters: [{ name: "focus", pattern: "c" }],
    };
    expect(rowsOf(one)).toEqual(["3 3 c", "1 1 b", "0 1 a", "0 4 main"]);
    expect(rowsOf(one, focused)).toEqual(["3 3 c", "0 3 main"]);
    expect(rowsOf(one, { ...TOP, filters: [] })).toHaveLength(4);
    expect(rowsOf(one, focused)).toHaveLength(2);
  });

  it("that leave nothing leave an empty view", () => {
    const filters = [{ name: "focus", pattern: "nowhere" }] as const;
    expect(rowsOf(session(), { ...TOP, filters })).toEqual([]);
  });

  it("stop where the request is cancelled", () => {
    const job = new JobControl();
    job.cancel();
    expect(session().answer(TOP, job.buffer)).toEqual({
      ok: false,
      error: { code: "cancelled" },
    });
  });
});

describe("an inverted flame graph", () => {
  it("says that nothing is left out of a small one, whatever is asked for", () => {
    const session = new ProfileSession({
      profile: shareProfile(profileFromText("main;a;b 100\nmain;c 3")),
      limitBytes: 2 ** 20,
    });
    for (const grow of [undefined, { start: 100, end: 103 }]) {
      const { grown, layout } = decodeFlameView(
        block(session, {
          view: "flame",
          sampleTypeIndex: 0,
          inverted: true,
          ...(grow === undefined ? {} : { grow }),
        }),
      );
      expect(grown.baseWidth).toBe(0);
      expect(layout.length).toBe(6);
    }
  });
});
