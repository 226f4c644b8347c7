import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { DEFAULT_CONNECTION } from "#contract/capture.ts";
import {
  discoverEndpoints,
  parseIndexPage,
  pollGoroutineCount,
} from "./discover.ts";
import { parseTarget } from "./parse-target.ts";

/** As Go 1.26 prints it (net/http/pprof: indexTmplExecute), shortened. */
const GO_126 = `<html>
<table>
<thead><td>Count</td><td>Profile</td></thead>
<tr><td>12</td><td><a href='allocs?debug=1'>allocs</a></td></tr>
<tr><td>0</td><td><a href='cmdline?debug=1'>cmdline</a></td></tr>
<tr><td>1204</td><td><a href='goroutine?debug=1'>goroutine</a></td></tr>
<tr><td>12</td><td><a href='heap?debug=1'>heap</a></td></tr>
<tr><td>3</td><td><a href='my.pool%20%3Cx%3E?debug=1'>my.pool &lt;x&gt;</a></td></tr>
<tr><td>0</td><td><a href='profile?debug=1'>profile</a></td></tr>
<tr><td>0</td><td><a href='trace?debug=1'>trace</a></td></tr>
</table>`;

/** As Go 1.9 printed it. */
const GO_19 = `<table>
<tr><td align=right>0<td><a href="block?debug=1">block</a>
<tr><td align=right>4<td><a href="goroutine?debug=1">goroutine</a>
</table>`;

let server: Server | undefined;

afterEach(async () => {
  const running = server;
  server = undefined;
  if (running !== undefined) await new Promise((done) => running.close(done));
});

async function serve(pages: Readonly<Record<string, string>>) {
  const asked: string[] = [];
  const running = createServer((request, response) => {
    const path = (request.url ?? "").split("?")[0];
    asked.push(request.url ?? "");
    const page = pages[path];
    if (page === undefined) response.writeHead(404).end("404 page not found");
    else {
      response
        .writeHead(200, {
          "content-type": page.startsWith("<") ? "text/html" : "text/plain",
        })
        .end(page);
    }
  });
  server = running;
  await new Promise<void>((done) => running.listen(0, "127.0.0.1", done));
  const { port } = running.address() as AddressInfo;
  const target = parseTarget(`127.0.0.1:${port}`);
  if (!target.ok) throw new Error("bad address in a test");
  return { target: target.value, asked };
}

const signal = new AbortController().signal;

describe("parseIndexPage", () => {
  it("lists profiles with counts, custom ones too, and no other pages", () => {
    expect(parseIndexPage(GO_126)).toEqual([
      { kind: "allocs", count: 12, isListed: true },
      { kind: "goroutine", count: 1204, isListed: true },
      { kind: "heap", count: 12, isListed: true },
      { kind: "my.pool <x>", count: 3, isListed: true },
      { kind: "profile", count: null, isListed: true },
    ]);
  });

  it("reads the page of old releases", () => {
    expect(parseIndexPage(GO_19)).toEqual([
      { kind: "block", count: 0, isListed: true },
      { kind: "goroutine", count: 4, isListed: true },
    ]);
  });

  it("finds nothing in another page", () => {
    expect(parseIndexPage("<html><a href='/login'>Sign in</a>")).toEqual([]);
  });
});

describe("discoverEndpoints", () => {
  it("probes what the index does not list", async () => {
    const { target } = await serve({
      "/debug/pprof/": GO_126,
      "/debug/pprof/mutex": "--- mutex:\n",
    });
    const found = await discoverEndpoints(target, DEFAULT_CONNECTION, signal);
    expect(found).toMatchObject({ ok: true });
    const kinds = found.ok ? found.value.endpoints.map(({ kind }) => kind) : [];
    expect(kinds).toContain("my.pool <x>");
    expect(kinds).toContain("mutex");
    expect(kinds).not.toContain("block");
  });

  it("finds handlers mounted without an index, and never starts a CPU profile", async () => {
    const { target, asked } = await serve({
      "/debug/pprof/heap": "heap profile: 0: 0 [0: 0] @ heap/1\n",
      "/debug/pprof/cmdline": "./orders",
    });
    const found = await discoverEndpoints(target, DEFAULT_CONNECTION, signal);
    expect(found.ok && found.value.endpoints).toEqual([
      { kind: "heap", count: null, isListed: false },
      { kind: "profile", count: null, isListed: false },
    ]);
    expect(asked.some((url) => url.includes("/profile"))).toBe(false);
  });

  it("says where nothing answers", async () => {
    const { target } = await serve({});
    expect(
      await discoverEndpoints(target, DEFAULT_CONNECTION, signal),
    ).toMatchObject({ error: { code: "endpoint-not-found" } });
  });

  it("says that a page is something else", async () => {
    const { target } = await serve({ "/debug/pprof/": "<html>Sign in</html>" });
    expect(
      await discoverEndpoints(target, DEFAULT_CONNECTION, signal),
    ).toMatchObject({ error: { code: "html-answer" } });
  });
});

describe("pollGoroutineCount", () => {
  it("reads the index: no stack is collected", async () => {
    const { target, asked } = await serve({ "/debug/pprof/": GO_126 });
    expect(
      await pollGoroutineCount(target, DEFAULT_CONNECTION, signal),
    ).toEqual({ ok: true, value: 1204 });
    expect(asked).toEqual(["/debug/pprof/"]);
  });

  it("falls back to the first line of debug=1", async () => {
    const { target } = await serve({
      "/debug/pprof/goroutine": `goroutine profile: total 77\n${"x".repeat(1e6)}`,
    });
    expect(
      await pollGoroutineCount(target, DEFAULT_CONNECTION, signal),
    ).toEqual({ ok: true, value: 77 });
  });
});
