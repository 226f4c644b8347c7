import { describe, expect, it } from "vitest";
import { launchDataFrom, launchFiles } from "./launch-files.ts";

describe("launchFiles", () => {
  it("takes files relative to where the command was given", () => {
    expect(
      launchFiles(["leakscope", "heap.pb.gz", "/x/cpu.prof"], "/home/u", false),
    ).toEqual(["/home/u/heap.pb.gz", "/x/cpu.prof"]);
  });

  it("leaves out switches and, while developing, the application folder", () => {
    const argv = ["electron", "--no-sandbox", ".", "a.prof", "--trace"];
    expect(launchFiles(argv, "/w", true)).toEqual(["/w/a.prof"]);
    expect(launchFiles(argv, "/w", false)).toEqual(["/w", "/w/a.prof"]);
  });

  it("takes file URLs, as some desktops hand them over", () => {
    expect(
      launchFiles(
        ["leakscope", "file:///x/a%20b.prof", "file://%zz/half"],
        "/w",
        false,
      ),
    ).toEqual(["/x/a b.prof", "file://%zz/half"]);
  });

  it("takes a file whose name starts with a dash after --", () => {
    expect(launchFiles(["leakscope", "--", "-odd.prof"], "/w", false)).toEqual([
      "/w/-odd.prof",
    ]);
  });
});

describe("launchDataFrom", () => {
  it("keeps the file names and nothing else", () => {
    expect(launchDataFrom({ files: ["/a", 7, null] })).toEqual({
      files: ["/a"],
    });
  });

  it.each([null, undefined, 3, "x", {}, { files: "no" }])(
    "makes nothing of %j",
    (value) => {
      expect(launchDataFrom(value)).toEqual({ files: [] });
    },
  );
});
