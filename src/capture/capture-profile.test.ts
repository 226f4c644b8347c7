import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import {
  createServer as createTcpServer,
  type AddressInfo,
  type Socket,
} from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  DEFAULT_CONNECTION,
  type CaptureProgress,
  type CaptureRequest,
  type ConnectionOptions,
} from "#contract/capture.ts";
import {
  captureFileStem,
  captureProfile,
  captureTimeoutMillis,
  defaultRequest,
} from "./capture-profile.ts";
import { parseTarget } from "./parse-target.ts";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const PROFILE = gzipSync(Buffer.alloc(50_000, 7));

let folder = "";
let servers: Server[] = [];
let sockets = new Set<Socket>();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "leakscope-capture-"));
});

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all(
    servers.map((server) => new Promise((done) => server.close(done))),
  );
  servers = [];
  sockets = new Set();
  await rm(folder, { recursive: true, force: true });
});

async function serve(handler: Handler): Promise<string> {
  const server = createServer(handler);
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface Options {
  readonly request?: Partial<CaptureRequest>;
  readonly connection?: Partial<ConnectionOptions>;
  readonly signal?: AbortSignal;
  readonly keepPartial?: boolean;
  readonly onProgress?: (progress: CaptureProgress) => void;
}

function capture(address: string, options: Options = {}) {
  const target = parseTarget(address);
  if (!target.ok) throw new Error("bad address in a test");
  return captureProfile({
    target: target.value,
    request: { ...defaultRequest("heap"), ...options.request },
    connection: { ...DEFAULT_CONNECTION, ...options.connection },
    folder,
    signal: options.signal ?? new AbortController().signal,
    keepPartial: options.keepPartial ?? false,
    onProgress: options.onProgress ?? (() => undefined),
    now: () => new Date("2026-11-23T06:31:00Z"),
  });
}

async function failureOf(address: string, options: Options = {}) {
  const result = await capture(address, options);
  expect(result.ok).toBe(false);
  expect(await readdir(folder)).toEqual([]);
  return result.ok ? undefined : result.error;
}

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

  it("404", async () => {
    const address = await serve((_, response) => {
      response.writeHead(404).end("404 page not found");
    });
    expect(await failureOf(address)).toEqual({
      code: "endpoint-not-found",
      url: `http://${address}/debug/pprof/heap?gc=1`,
    });
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
    const kept = await capture(address, { keepPartial: true });
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

  it("body over the limit, announced and not", async () => {
    const announced = await serve((_, response) => {
      response
        .writeHead(200, { "content-length": PROFILE.length })
        .end(PROFILE);
    });
    const chunked = await serve((_, response) => {
      response.write(Buffer.alloc(10));
      setTimeout(() => response.end(Buffer.alloc(100)), 20);
    });
    for (const address of [announced, chunked]) {
      expect(await failureOf(address, { request: { limitBytes: 50 } })).toEqual(
        { code: "over-size-limit", limitBytes: 50 },
      );
    }
  });

  it("a folder that can't be written", async () => {
    const address = await serve((_, response) => response.end(PROFILE));
    const target = parseTarget(address);
    if (!target.ok) throw new Error("bad address in a test");
    const file = join(folder, "a-file");
    await writeFile(file, "");
    const result = await captureProfile({
      target: target.value,
      request: defaultRequest("heap"),
      connection: DEFAULT_CONNECTION,
      folder: join(file, "captures"),
      signal: new AbortController().signal,
      keepPartial: false,
      onProgress: () => undefined,
      now: () => new Date(),
    });
    expect(result).toMatchObject({ error: { code: "not-writable" } });
  });

  it("a certificate file that is not there", async () => {
    expect(
      await failureOf("https://localhost:1", {
        connection: { caPath: join(folder, "none.pem") },
      }),
    ).toMatchObject({ code: "bad-certificate-file" });
  });

  it("cancel closes the socket and leaves no file or timer", async () => {
    const address = await serve((_, response) => {
      response.write("x");
    });
    const abort = new AbortController();
    const pending = failureOf(address, {
      signal: abort.signal,
      onProgress: ({ phase }) => {
        if (phase === "receiving") abort.abort();
      },
    });
    expect(await pending).toEqual({ code: "cancelled" });
    await expect.poll(() => sockets.size).toBe(0);
  });

  it("cancel before the answer, while a CPU profile is collected", async () => {
    const address = await serve(() => undefined);
    const abort = new AbortController();
    const phases: string[] = [];
    const pending = failureOf(address, {
      request: defaultRequest("profile"),
      signal: abort.signal,
      onProgress: ({ phase }) => phases.push(phase),
    });
    await expect.poll(() => sockets.size).toBe(1);
    abort.abort();
    expect(await pending).toEqual({ code: "cancelled" });
    expect(new Set(phases)).toEqual(new Set(["collecting"]));
    await expect.poll(() => sockets.size).toBe(0);
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
