import { describe, expect, it } from "vitest";
import type { Discovery } from "#contract/capture.ts";
import {
  connectionOf,
  EMPTY_FORM,
  headersFrom,
  kindsFrom,
  requestsOf,
  type CaptureForm,
  withKind,
} from "./capture-form.ts";

function discovery(
  kind: string | null,
  query: Record<string, string>,
): Discovery {
  return {
    target: {
      origin: "http://h:1",
      indexPath: "/debug/pprof/",
      kind,
      query,
      userInfo: null,
    },
    endpoints: ["block", "mine", "goroutine", "heap", "profile"].map(
      (name) => ({
        kind: name,
        count: 1,
        isListed: true,
      }),
    ),
  };
}

describe("kindsFrom", () => {
  it("offers heap and goroutine first, and chooses both", () => {
    const kinds = kindsFrom(discovery(null, {}));
    expect(kinds.map(({ kind }) => kind)).toEqual([
      "heap",
      "goroutine",
      "profile",
      "block",
      "mine",
    ]);
    expect(
      kinds.filter(({ isChosen }) => isChosen).map(({ kind }) => kind),
    ).toEqual(["heap", "goroutine"]);
  });

  it("chooses what a full address names, with its query", () => {
    const kinds = kindsFrom(discovery("goroutine", { debug: "2" }));
    expect(kinds.filter(({ isChosen }) => isChosen)).toMatchObject([
      { kind: "goroutine", debug: 2 },
    ]);
  });
});

describe("requestsOf", () => {
  it("asks heap after a GC, CPU for 30 s, and never debug with seconds", () => {
    let form: CaptureForm = {
      ...EMPTY_FORM,
      kinds: kindsFrom(discovery(null, {})),
    };
    form = withKind(form, "profile", { isChosen: true, seconds: "" });
    form = withKind(form, "goroutine", { debug: 2, seconds: "5" });
    expect(requestsOf(form)).toMatchObject([
      { kind: "heap", gc: true, seconds: 0, debug: 0 },
      { kind: "goroutine", gc: false, seconds: 5, debug: 0 },
      { kind: "profile", gc: false, seconds: 30, debug: 0 },
    ]);
  });
});

describe("headersFrom", () => {
  it("reads lines, leaves out what is none", () => {
    expect(headersFrom("X-A: 1\n nonsense\nX-B:two words \n")).toEqual({
      "X-A": "1",
      "X-B": "two words",
    });
  });
});

describe("connectionOf", () => {
  it("uses the saved secret until another is typed", () => {
    const form = { ...EMPTY_FORM, hasSavedSecret: true };
    expect(connectionOf(form).useSavedSecret).toBe(true);
    const typed = {
      ...form,
      connection: { ...form.connection, secret: "new" },
    };
    expect(connectionOf(typed).useSavedSecret).toBe(false);
  });
});
