import { describe, expect, it } from "vitest";
import type { OpenProfile } from "#contract/open-profile.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import { sessionText, tabsFromText } from "./saved-session.ts";
import { adjustView, currentView, newTabHistory } from "./tab-view.ts";

function profile(id: string, source: OpenProfile["source"]): OpenProfile {
  return { id: id as ProfileId, source, name: id } as unknown as OpenProfile;
}

const zoomed = adjustView(newTabHistory("flame", 3), {
  zoom: { layout: "3/normal", start: 1, end: 2, path: ["main"] },
  search: { text: "json", isRegex: true, matchCase: false },
});

describe("a session", () => {
  it("is read back as it was written, without tabs of dropped bytes", () => {
    const profiles = [
      profile("a", { type: "file", path: "/a", modifiedMs: 5 }),
      profile("b", { type: "bytes", name: "b" }),
      profile("c", { type: "sample", name: "c" }),
    ];
    const histories = new Map([
      ["a" as ProfileId, newTabHistory("top", 1)],
      ["b" as ProfileId, newTabHistory("top", 1)],
      ["c" as ProfileId, zoomed],
    ]);
    const text = sessionText(profiles, histories, "c" as ProfileId, {
      comparisonOf: () => null,
      leaksOf: (id) =>
        id === "a" ? { base: "sample:c", isJoined: false } : null,
    });
    expect(tabsFromText(text)).toEqual({
      active: 1,
      tabs: [
        {
          source: { type: "file", path: "/a" },
          view: currentView(newTabHistory("top", 1)),
          comparison: null,
          leaks: { base: "sample:c", isJoined: false },
        },
        {
          source: { type: "sample", name: "c" },
          view: currentView(zoomed),
          comparison: null,
          leaks: null,
        },
      ],
    });
  });

  it.each([
    "",
    "{",
    "null",
    '{"version":2,"tabs":[]}',
    '{"version":1,"tabs":[1,{"source":{"type":"file"}}],"active":7}',
  ])("damaged text %j is no tabs", (text) => {
    expect(tabsFromText(text)).toEqual({ tabs: [], active: -1 });
  });

  it("damaged views start over", () => {
    const text = JSON.stringify({
      version: 1,
      tabs: [
        {
          source: { type: "file", path: "/a" },
          view: { view: "nonsense", sampleTypeIndex: -1, zoom: 5 },
        },
      ],
      active: 0,
    });
    expect(tabsFromText(text).tabs[0].view).toEqual(
      currentView(newTabHistory("flame", 0)),
    );
  });
});
