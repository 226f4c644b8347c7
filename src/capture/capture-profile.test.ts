import { readdir, readFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { CaptureProgress } from "#contract/capture.ts";
import {
  captureFileStem,
  captureTimeoutMillis,
  defaultRequest,
} from "./capture-profile.ts";
import { createServer as createTcpServer } from "node:net";
import {
  INDEX,
  PROFILE,
  folder,
  serve,
  capture,
  failureOf,
} from "../../tests/fixtures/capture-service.ts";

describe("captureProfile", () => {
  it("saves the body under host, kind and time", async () => {
    const seen: string[] = [];
    const address = await serve((request, response) => {
      seen.push(request.url ?? "");
      response.end(PROFILE);
    });
    const progress: CaptureProgress[] = [];
    const result = await capture(address, {
      onProgress: (step) => progress.push(step),
    });
    expect(seen).toEqual(["/debug/pprof/heap?gc=1"]);
    const name = `${address.replace(":", "_")}-heap-20261123T063100Z.pb.gz`;
    expect(result).toMatchObject({
      ok: true,
      value: { path: join(folder, name), host: address, isPartial: false },
    });
    expect(await readFile(join(folder, name))).toEqual(PROFILE);
    expect(progress.at(-1)).toMatchObject({
      phase: "done",
      receivedBytes: PROFILE.length,
    });
  });

  it("does not overwrite a capture of the same second", async () => {
    const address = await serve((_, response) => response.end(PROFILE));
    await Promise.all([capture(address), capture(address)]);
    expect((await readdir(folder)).length).toBe(2);
  });

  it("keeps a proxy's own parameters and drops debug where seconds are asked", async () => {
    const seen: string[] = [];
    const address = await serve((request, response) => {
      seen.push(request.url ?? "");
      response.end(PROFILE);
    });
    await capture(`${address}/debug/pprof/heap?instance=3&debug=1`, {
      request: { seconds: 1, gc: false, debug: 1 },
    });
    expect(seen).toEqual(["/debug/pprof/heap?instance=3&seconds=1"]);
  });

  it("refused", async () => {
    const server = createTcpServer();
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    await new Promise((done) => server.close(done));
    expect(await failureOf(`127.0.0.1:${port}`)).toEqual({
      code: "connection-refused",
      host: `127.0.0.1:${port}`,
    });
  });

  it("unknown host", async () => {
    expect(await failureOf("no-such-host.invalid:6060")).toEqual({
      code: "host-not-found",
      host: "no-such-host.invalid:6060",
    });
  });

  it("TLS spoken to a plain port", async () => {
    const address = await serve((_, response) => response.end(PROFILE));
    expect(await failureOf(`https://${address}`)).toEqual({
      code: "tls-mismatch",
      host: address,
    });
  });

  it.each([401, 403])("status %i", async (status) => {
    const address = await serve((_, response) => {
      response.writeHead(status, { "content-type": "text/html" }).end("<html>");
    });
    expect(await failureOf(address)).toEqual({ code: "unauthorized", status });
  });

  it("404: pprof is not there at all", async () => {
    const address = await serve((_, response) => {
      response.writeHead(404).end("404 page not found");
    });
    expect(await failureOf(address)).toEqual({
      code: "endpoint-not-found",
      url: `http://${address}/debug/pprof/heap?gc=1`,
    });
  });

  it("404: pprof is there, under the usual path and not this one", async () => {
    const address = await serve((request, response) => {
      if (request.url === "/debug/pprof/") response.end(INDEX);
      else response.writeHead(404).end("404 page not found");
    });
    expect(await failureOf(`${address}/admin/pprof/`)).toEqual({
      code: "wrong-prefix",
      url: `http://${address}/admin/pprof/heap?gc=1`,
      indexUrl: `http://${address}/debug/pprof/`,
    });
  });

  it("404: pprof is there and does not know the profile", async () => {
    const byPprof = await serve((_, response) => {
      response
        .writeHead(404, {
          "content-type": "text/plain; charset=utf-8",
          "x-go-pprof": "1",
        })
        .end("Unknown profile");
    });
    const byMux = await serve((request, response) => {
      if (request.url === "/debug/pprof/") response.end(INDEX);
      else response.writeHead(404).end("404 page not found");
    });
    for (const address of [byPprof, byMux]) {
      const request = defaultRequest("goroutineleak");
      expect(await failureOf(address, { request })).toEqual({
        code: "unknown-profile",
        url: `http://${address}/debug/pprof/goroutineleak`,
      });
    }
  });

  it.each([
    [
      500,
      "Could not enable CPU profiling: cpu profiling already in use",
      { code: "cpu-profiling-in-use" },
    ],
    [
      400,
      "profile duration exceeds server's WriteTimeout",
      { code: "exceeds-write-timeout" },
    ],
    [
      400,
      "seconds and debug params are incompatible",
      {
        code: "server-error",
        status: 400,
        text: "seconds and debug params are incompatible",
      },
    ],
  ])("U2: pprof's own error %i %s", async (status, text, error) => {
    const address = await serve((_, response) => {
      response
        .writeHead(status, {
          "content-type": "text/plain; charset=utf-8",
          "x-go-pprof": "1",
        })
        .end(`${text}\n`);
    });
    expect(await failureOf(address)).toEqual(error);
  });

  it("U2: another server's error text is not shown", async () => {
    const address = await serve((_, response) => {
      response.writeHead(502, { "content-type": "text/plain" }).end("oops");
    });
    expect(await failureOf(address)).toEqual({
      code: "server-error",
      status: 502,
      text: "",
    });
  });

  it.each(["<!DOCTYPE html><title>Sign in</title>", "\n <html>login"])(
    "U4: HTML with status 200: %j",
    async (page) => {
      const address = await serve((_, response) => {
        response.writeHead(200, { "content-type": "text/html" }).end(page);
      });
      expect(await failureOf(address)).toMatchObject({ code: "html-answer" });
    },
  );

  it("empty body", async () => {
    const address = await serve((_, response) => response.end());
    expect(await failureOf(address)).toMatchObject({ code: "empty-answer" });
  });

  it("truncated body, by length", async () => {
    const address = await serve((_, response) => {
      response.writeHead(200, { "content-length": PROFILE.length });
      response.write(PROFILE.subarray(0, 20), () => response.destroy());
    });
    expect(await failureOf(address)).toEqual({
      code: "body-truncated",
      receivedBytes: 20,
      expectedBytes: PROFILE.length,
    });
  });

  it("truncated body, chunked; kept on request under another name", async () => {
    const address = await serve((_, response) => {
      response.write(PROFILE.subarray(0, 20), () =>
        setTimeout(() => response.destroy(), 20),
      );
    });
    expect(await failureOf(address)).toMatchObject({ code: "body-truncated" });
    const kept = await capture(address, { partial: "keep" });
    expect(kept).toMatchObject({ ok: true, value: { isPartial: true } });
    expect(await readdir(folder)).toEqual([
      expect.stringMatching(/\.partial\.pb\.gz$/),
    ]);
  });

  it("server hangs up before it answers", async () => {
    const address = await serve((request) => request.socket.destroy());
    expect(await failureOf(address)).toMatchObject({
      code: "connection-reset",
    });
  });

  it("slow drip ends at the time limit", async () => {
    const address = await serve((_, response) => {
      const drip = setInterval(() => response.write("x"), 10);
      response.on("close", () => clearInterval(drip));
    });
    const error = await failureOf(address, { request: { timeoutMillis: 150 } });
    expect(error).toMatchObject({ code: "too-slow", timeoutMillis: 150 });
  });

  it("redirect loop", async () => {
    const address = await serve((request, response) => {
      const to = request.url === "/a" ? "/b" : "/a";
      response.writeHead(302, { location: to }).end();
    });
    expect(await failureOf(address)).toMatchObject({ code: "redirect-loop" });
  });
});

describe("credentials", () => {
  it("are sent to the host and dropped on a redirect to another", async () => {
    const seen: IncomingMessage["headers"][] = [];
    const other = await serve((request, response) => {
      seen.push(request.headers);
      response.end(PROFILE);
    });
    const first = await serve((request, response) => {
      seen.push(request.headers);
      response.writeHead(302, { location: `http://${other}/elsewhere` }).end();
    });
    const result = await capture(first, {
      connection: {
        auth: { kind: "bearer", token: "t0ken" },
        headers: { "x-team": "core" },
      },
    });
    expect(result.ok).toBe(true);
    expect(seen[0]).toMatchObject({
      authorization: "Bearer t0ken",
      "x-team": "core",
    });
    expect(seen[1].authorization).toBeUndefined();
    expect(seen[1]["x-team"]).toBeUndefined();
    expect(JSON.stringify(result)).not.toContain("t0ken");
  });

  it("basic auth is UTF-8", async () => {
    const seen: string[] = [];
    const address = await serve((request, response) => {
      seen.push(request.headers.authorization ?? "");
      response.end(PROFILE);
    });
    await capture(address, {
      connection: { auth: { kind: "basic", user: "ann", password: "pä:ss" } },
    });
    expect(
      Buffer.from(seen[0].replace("Basic ", ""), "base64").toString(),
    ).toBe("ann:pä:ss");
  });
});

describe("names and limits", () => {
  it("a custom profile's name never leaves the folder", () => {
    const stem = captureFileStem(
      "h:1",
      { ...defaultRequest("../../etc/passwd"), seconds: 5 },
      new Date(0),
    );
    expect(stem).toBe("h_1-__.._etc_passwd-delta-19700101T000000Z");
  });

  it("U1: 1.5 x seconds, else 60 s", () => {
    expect(captureTimeoutMillis(defaultRequest("profile"))).toBe(45_000);
    expect(captureTimeoutMillis(defaultRequest("heap"))).toBe(60_000);
  });
});
