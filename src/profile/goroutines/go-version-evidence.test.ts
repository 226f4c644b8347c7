import { describe, expect, it } from "vitest";
import { parseGoroutineText } from "../decode/text/parse-goroutine-text.ts";

function minorOf(func: string, file = "/src/a.go", state = "select"): number {
  const text = `goroutine 7 [${state}]:\n${func}(0x1)\n\t${file}:1 +0x1\ncreated by main.f\n\t/src/b.go:1 +0x1\n`;
  return parseGoroutineText(text)[0].goMinorAtLeast;
}

describe("goMinorEvidence", () => {
  it.each([
    ["main.f", 0],
    ["sync.runtime_SemacquireRWMutexR", 20],
    ["context.(*cancelCtx).propagateCancel.func2", 21],
    ["main.main.gowrap2", 22],
    ["os.(*Process).pidfdWait", 23],
    ["internal/sync.(*Mutex).lockSlow", 24],
    ["sync.(*WaitGroup).Go.func1", 25],
    ["net/http/internal/http2.(*serverConn).serve", 27],
  ])("%s: Go 1.%i", (func, minor) => {
    expect(minorOf(func)).toBe(minor);
  });

  it.each([
    ["/usr/lib/go-1.19/src/net/http/server.go", 19],
    ["/opt/hostedtoolcache/go/1.23.4/x64/src/net/http/server.go", 23],
    ["/opt/homebrew/Cellar/go/1.21.4/libexec/src/net/net.go", 21],
    [
      "/root/go/pkg/mod/golang.org/toolchain@v0.0.1-go1.24.2.linux-amd64/src/sync/cond.go",
      24,
    ],
    ["C:\\Users\\x\\sdk\\go1.22.5\\src\\net\\net.go", 22],
    ["/usr/local/go/src/net/net.go", 0],
    ["/src/app/go-1.30-notes/main.go", 0],
  ])("%s: Go 1.%i", (file, minor) => {
    expect(minorOf("net.f", file)).toBe(minor);
  });

  it("reads headers", () => {
    expect(minorOf("main.f", "/a.go", "sync.Mutex.Lock")).toBe(20);
    expect(minorOf("main.f", "/a.go", "sync.WaitGroup.Wait")).toBe(24);
    expect(minorOf("main.f", "/a.go", "select (durable)")).toBe(25);
    expect(minorOf("main.f", "/a.go", "chan send (leaked)")).toBe(26);
  });
});
