import { describe, expect, it } from "vitest";
import { originOfFunction, packagePathOf } from "./frame-kind.ts";
import { isStandardPackage } from "./std-packages.ts";

describe("packagePathOf", () => {
  it.each([
    ["net/http.(*conn).serve", "net/http"],
    ["main.(*T[go.shape.int]).M.func1", "main"],
    ["main.emit[github.com/a/b.T]", "main"],
    ["main.emit[...]", "main"],
    ["main.mergeNil[...].func1", "main"],
    ["gopkg.in/relay%2ev2.(*Conn).enqueue", "gopkg.in/relay.v2"],
    ["gopkg.in/yaml.v3.Unmarshal", "gopkg.in/yaml"],
    ["vendor/golang.org/x/net/idna.ToASCII", "vendor/golang.org/x/net/idna"],
    ["main.glob..func1.1", "main"],
    ["shipyard/internal/mbox.(*Box).Put", "shipyard/internal/mbox"],
    ["example.com/日本.F", "example.com/日本"],
    ["github.com/foo/bar.init.0", "github.com/foo/bar"],
    ["memeqbody", ""],
    ["_start", ""],
    ["std::vector<int>::push_back", ""],
    ["void foo<a.b>(int)", ""],
    ["", ""],
    [".text", ""],
  ])("%s is of package '%s'", (name, path) => {
    expect(packagePathOf(name)).toBe(path);
  });
});

describe("originOfFunction", () => {
  it.each([
    ["main.main", "", "user"],
    ["runtime.gopark", "", "runtime"],
    ["runtime/internal/atomic.Load", "", "runtime"],
    ["internal/runtime/maps.(*Map).Put", "", "runtime"],
    ["runtime/debug.FreeOSMemory", "", "std"],
    ["net/http.(*conn).serve", "", "std"],
    ["internal/poll.(*FD).Read", "", "std"],
    ["vendor/golang.org/x/net/http2/hpack.(*Decoder).Write", "", "std"],
    ["crypto/internal/fips140/v1.0.0/aes.encryptBlock", "", "std"],
    ["encoding/json/v2.Marshal", "", "std"],
    ["shipyard/internal/mbox.(*Box).Put", "", "user"],
    ["golang.org/x/net/http2.(*Transport).RoundTrip", "", "user"],
    ["type:.eq.main.T", "", "runtime"],
    ["type..hash.main.T", "", "runtime"],
    ["memeqbody", "/usr/local/go/src/internal/bytealg/equal_amd64.s", "std"],
    ["gogo", "/usr/local/go/src/runtime/asm_amd64.s", "runtime"],
    ["gogo", "runtime/asm_amd64.s", "runtime"],
    ["mulAdd", "/home/me/src/fast/mul_amd64.s", "unknown"],
    ["malloc", "./malloc/malloc.c", "unknown"],
  ])("%s (%s) is %s", (name, file, kind) => {
    expect(originOfFunction(name, file).kind).toBe(kind);
  });

  it("keeps escaped and assembly packages in the origin", () => {
    expect(originOfFunction("gogo", "runtime/asm_amd64.s").packagePath).toBe(
      "runtime",
    );
  });
});

describe("isStandardPackage", () => {
  it("does not take a name without dot for the library", () => {
    expect(isStandardPackage("shipyard")).toBe(false);
    expect(isStandardPackage("network/http")).toBe(false);
    expect(isStandardPackage("net/http2")).toBe(false);
    expect(isStandardPackage("")).toBe(false);
  });
});
