import { describe, expect, it } from "vitest";
import {
  adjustView,
  canGo,
  currentView,
  go,
  navigateTo,
  newTabHistory,
} from "./tab-view.ts";

const start = newTabHistory("flame", 3);
const search = { text: "relay", isRegex: false, matchCase: false };

describe("tab history", () => {
  it("goes back and forward through views", () => {
    const there = navigateTo(navigateTo(start, { view: "top" }), {
      sampleTypeIndex: 1,
    });
    expect(currentView(there)).toMatchObject({
      view: "top",
      sampleTypeIndex: 1,
    });
    const back = go(go(there, -1), -1);
    expect(currentView(back)).toMatchObject({
      view: "flame",
      sampleTypeIndex: 3,
    });
    expect(canGo(back, -1)).toBe(false);
    expect(go(back, -1)).toBe(back);
    expect(currentView(go(back, 1)).view).toBe("top");
  });

  it("drops what lay ahead when going elsewhere", () => {
    const back = go(navigateTo(start, { view: "top" }), -1);
    const elsewhere = navigateTo(back, { view: "tree" });
    expect(elsewhere.entries.map((entry) => entry.view)).toEqual([
      "flame",
      "tree",
    ]);
    expect(canGo(elsewhere, 1)).toBe(false);
  });

  it("adjusts without a step of its own", () => {
    const adjusted = adjustView(start, { search });
    expect(adjusted.entries).toHaveLength(1);
    expect(currentView(adjusted).search).toEqual(search);
  });

  it("keeps the search while going through history", () => {
    const typed = adjustView(navigateTo(start, { view: "top" }), { search });
    expect(currentView(go(typed, -1)).search).toEqual(search);
  });

  it("does not grow without end", () => {
    let history = start;
    for (let i = 0; i < 500; i += 1) {
      history = navigateTo(history, { sampleTypeIndex: i });
    }
    expect(history.entries.length).toBeLessThanOrEqual(100);
    expect(currentView(history).sampleTypeIndex).toBe(499);
  });
});
