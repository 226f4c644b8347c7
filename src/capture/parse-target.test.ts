import { describe, expect, it } from "vitest";
import { parseTarget, profileUrl } from "./parse-target.ts";

function parsed(input: string) {
  const result = parseTarget(input);
  if (!result.ok) throw new Error(`${input}: ${result.error.code}`);
  return result.value;
}

describe("parseTarget", () => {
  it.each([
    ["localhost:6060", "http://localhost:6060", "/debug/pprof/", null],
    [":6060", "http://localhost:6060", "/debug/pprof/", null],
    ["6060", "http://localhost:6060", "/debug/pprof/", null],
    ["10.1.2.3:80", "http://10.1.2.3", "/debug/pprof/", null],
    ["[::1]:6060", "http://[::1]:6060", "/debug/pprof/", null],
    [
      "https://svc.example/debug/pprof",
      "https://svc.example",
      "/debug/pprof/",
      null,
    ],
    [
      "http://host/debug/pprof/heap?gc=1",
      "http://host",
      "/debug/pprof/",
      "heap",
    ],
    ["host/admin/pprof/", "http://host", "/admin/pprof/", null],
    [
      "host:1/admin/pprof/goroutine?debug=2",
      "http://host:1",
      "/admin/pprof/",
      "goroutine",
    ],
    ["host:1/internal/heap", "http://host:1", "/internal/", "heap"],
    [
      "go tool pprof http://localhost:6060/debug/pprof/profile?seconds=5",
      "http://localhost:6060",
      "/debug/pprof/",
      "profile",
    ],
    [
      "  'http://localhost:6060/debug/pprof/'  ",
      "http://localhost:6060",
      "/debug/pprof/",
      null,
    ],
  ])("%s", (input, origin, indexPath, kind) => {
    expect(parsed(input)).toMatchObject({ origin, indexPath, kind });
  });

  it("keeps the query of a full URL", () => {
    expect(parsed("host/debug/pprof/heap?gc=1&seconds=5").query).toEqual({
      gc: "1",
      seconds: "5",
    });
  });

  it("splits user info off the address", () => {
    const target = parsed("https://ann:s%3Acret@host/debug/pprof/");
    expect(target.userInfo).toEqual({ user: "ann", password: "s:cret" });
    expect(target.origin + target.indexPath).not.toContain("cret");
  });

  it.each(["", "   ", "not a url at all", "http://", "host:99999", "%"])(
    "refuses %j",
    (input) => {
      expect(parseTarget(input)).toMatchObject({
        ok: false,
        error: { code: "bad-target" },
      });
    },
  );

  it("names a scheme it can't use", () => {
    expect(parseTarget("file:///tmp/x")).toMatchObject({
      error: { code: "unsupported-scheme", scheme: "file" },
    });
  });

  it("stays on the host where the path begins with two slashes", () => {
    for (const path of ["//evil.example/pprof/", "//["]) {
      const url = new URL(
        profileUrl(parsed(`http://host:1${path}`), "heap", {}),
      );
      expect(url.host).toBe("host:1");
    }
  });

  it("builds profile URLs under a prefix", () => {
    expect(profileUrl(parsed("host:1/admin/pprof/"), "heap", { gc: "1" })).toBe(
      "http://host:1/admin/pprof/heap?gc=1",
    );
  });
});
