import { describe, expect, it } from "vitest";
import { compileGoRegexp, type GoRegexp } from "#profile/go-regexp.ts";
import { profileFromText } from "#profile/profile-from-text.ts";
import type { Profile } from "#profile/profile.ts";
import { numLabelUnits } from "../report/label-units.ts";
import { addLabelFrames } from "./label-frames.ts";
import { filterByName, type NameFilters } from "./name-filter.ts";
import { showFrom } from "./show-from.ts";
import { compileTagFilter, filterByTag } from "./tag-filter.ts";
import { filterTagNames } from "./tag-names.ts";

function regexp(pattern: string): GoRegexp {
  const compiled = compileGoRegexp(pattern);
  if (!compiled.ok) throw new Error(compiled.error.message);
  return compiled.value;
}

/** Samples as text: frames root first, `|` between the lines of a location, then the first value. */
function stacks(profile: Profile): string[] {
  const { samples, stacks: rows, locations, lines, functions } = profile;
  return Array.from({ length: samples.count }, (_, sample) => {
    const frames: string[] = [];
    for (let row = samples.stack[sample]; row >= 0; row = rows.parent[row]) {
      const location = rows.location[row];
      const names: string[] = [];
      for (
        let line = locations.lineStart[location + 1] - 1;
        line >= locations.lineStart[location];
        line -= 1
      ) {
        names.push(profile.strings.get(functions.name[lines.func[line]]));
      }
      frames.push(names.length === 0 ? "?" : names.join("|"));
    }
    return `${frames.reverse().join(";")} ${samples.values[0][sample]}`;
  });
}

function byName(text: string, filters: Record<string, string>) {
  const compiled = Object.fromEntries(
    Object.entries(filters).map(([name, pattern]) => [name, regexp(pattern)]),
  ) as NameFilters;
  const filtered = filterByName(profileFromText(text), compiled);
  return { stacks: stacks(filtered.profile), unmatched: filtered.unmatched };
}

describe("filterByName", () => {
  const text = "main;a;b 1\nmain;a;c 2\nmain;x@gc.go:1 4\n() 8";

  it("keeps samples through a match, by function or by file", () => {
    expect(byName(text, { focus: "^[bc]$" }).stacks).toEqual([
      "main;a;b 1",
      "main;a;c 2",
    ]);
    expect(byName(text, { focus: "gc\\.go" }).stacks).toEqual(["main;x 4"]);
  });

  it("lets ignore beat focus", () => {
    expect(byName(text, { focus: "a", ignore: "c" }).stacks).toEqual([
      "main;a;b 1",
    ]);
  });

  it("hides lines, then locations, then samples without any", () => {
    expect(byName("m;o|i;l 1\no|i 2\ni 4", { hide: "^i$" }).stacks).toEqual([
      "m;o;l 1",
      "o 2",
    ]);
  });

  it("shows nothing but matches", () => {
    expect(byName("m;o|i;l 1\nm 2", { show: "i|l" }).stacks).toEqual(["i;l 1"]);
  });

  it("makes stacks that became equal one row", () => {
    const { profile } = filterByName(profileFromText("a;h;b 1\na;b 2"), {
      hide: regexp("h"),
    });
    expect(profile.stacks.length).toBe(2);
    expect(profile.samples.stack[0]).toBe(profile.samples.stack[1]);
  });

  it("tells which filters met nothing", () => {
    expect(
      byName(text, { focus: "main", ignore: "nowhere", hide: "zz" }).unmatched,
    ).toEqual(["ignore", "hide"]);
  });
});

describe("showFrom", () => {
  it("starts at the match nearest the root", () => {
    const { profile } = showFrom(
      profileFromText("a;b;c;b 1\na;d 2\nx|b|y;z 4"),
      regexp("b"),
    );
    expect(stacks(profile)).toEqual(["b;c;b 1", "b|y;z 4"]);
  });
});

describe("filterByTag", () => {
  const profile = profileFromText(`
    a 1 {state=idle, bytes=512:bytes}
    b 2 {state=busy, bytes=65536:bytes}
    c 4 {other=x}
  `);
  const focus = (filter: string): string[] => {
    const matcher = compileTagFilter(filter, numLabelUnits(profile));
    if (!matcher.ok) throw new Error(matcher.error.message);
    return stacks(filterByTag(profile, matcher.value, undefined).profile);
  };

  it.each([
    ["idle", ["a 1"]],
    ["state:b", ["b 2"]],
    ["state=i,b", ["a 1", "b 2"]],
    ["state,idle", ["a 1"]],
    ["other=.", ["c 4"]],
    ["64kb", ["b 2"]],
    [":1kb", ["a 1"]],
    ["1kb:", ["b 2"]],
    ["bytes=512b:64kb", ["a 1", "b 2"]],
    ["bytes=1ms:", []],
    // A plain number is a range of plain numbers, never an expression.
    ["512", []],
  ])("%s", (filter, expected) => {
    expect(focus(filter)).toEqual(expected);
  });

  it("reports an expression Go would not compile", () => {
    const matcher = compileTagFilter("(", numLabelUnits(profile));
    expect(matcher.ok).toBe(false);
  });
});

describe("labels", () => {
  it("are taken off by their key", () => {
    const profile = profileFromText("a 1 {k=v, other=w}");
    const { profile: shown, unmatched } = filterTagNames(
      profile,
      regexp("^k$"),
      regexp("nothing"),
    );
    expect([...shown.labelSets.labelStart]).toEqual([0, 0, 1]);
    expect(unmatched).toEqual(["tagHide"]);
  });

  it("become frames, nameless where a sample lacks the label", () => {
    const { profile } = addLabelFrames(
      profileFromText("main;f 1 {tenant=t1, op=read}\nmain 2"),
      { rootKeys: ["tenant"], leafKeys: ["op"], formatNumber: String },
    );
    expect(stacks(profile)).toEqual(["t1;main;f;read 1", ";main; 2"]);
  });
});
