import { describe, expect, it } from "vitest";
import { wrapLine } from "./wrap-line.ts";

describe("wrapLine", () => {
  it("breaks at blanks and hangs what follows", () => {
    expect(wrapLine("  fix: stop it when done", 16, "    ")).toEqual([
      "  fix: stop it",
      "    when done",
    ]);
  });

  it("keeps a line that fits, and a name that does not", () => {
    expect(wrapLine("  - short", 80, "    ")).toEqual(["  - short"]);
    const name = "github.com/harborline/dispatch/quotes.(*Book).Cheapest";
    expect(wrapLine(`  - in ${name} (quotes.go:19)`, 30, "    ")).toEqual([
      "  - in",
      `    ${name}`,
      "    (quotes.go:19)",
    ]);
  });

  it("breaks Chinese between characters, two columns each, not before a stop", () => {
    expect(wrapLine("  每条路径都要调用，不要忘记。", 20, "    ")).toEqual([
      "  每条路径都要调用，",
      "    不要忘记。",
    ]);
  });
});
