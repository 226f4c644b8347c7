import {
  mkdtemp,
  readdir,
  readFile,
  rm,
  utimes,
  writeFile,
} from "node:fs/promises";
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
  type CaptureJob,
  type HeldPartial,
} from "./capture-profile.ts";
import { parseTarget } from "./parse-target.ts";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const INDEX =
  "<table><tr><td>12</td><td><a href='heap?debug=1'>heap</a></td></tr></table>";
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
  readonly partial?: CaptureJob["partial"];
  readonly askLimit?: CaptureJob["askLimit"];
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
    partial: options.partial ?? "discard",
    askLimit: options.askLimit,
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

/** Timers that keep this process alive; the test runner's own are among them. */
function timerCount(): number {
  return process.getActiveResourcesInfo().filter((name) => name === "Timeout")
    .length;
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

  it("asks before a body passes the limit, and goes on", async () => {
    const chunked = await serve((_, response) => {
      response.write(Buffer.alloc(40, 1));
      setTimeout(() => response.end(Buffer.alloc(200, 2)), 20);
    });
    const announced = await serve((_, response) => {
      response.writeHead(200, { "content-length": 240 });
      response.end(Buffer.alloc(240, 1));
    });
    const asked: unknown[] = [];
    for (const address of [chunked, announced]) {
      const result = await capture(address, {
        request: { limitBytes: 50 },
        askLimit: (past) => {
          asked.push(past);
          return Promise.resolve(true);
        },
      });
      expect(result).toMatchObject({ ok: true, value: { sizeBytes: 240 } });
    }
    // Twice as much each time where nobody knows how much it is; all of it where it is known.
    expect(asked).toEqual([
      ...[50, 100, 200].map((limitBytes) => ({
        limitBytes,
        receivedBytes: 40,
        expectedBytes: null,
      })),
      { limitBytes: 50, receivedBytes: 0, expectedBytes: 240 },
    ]);
  });

  it("the time limit stands still while it is asked", async () => {
    const address = await serve((_, response) => {
      response.write(Buffer.alloc(40, 1));
      setTimeout(() => response.end(Buffer.alloc(20, 2)), 20);
    });
    const result = await capture(address, {
      request: { limitBytes: 50, timeoutMillis: 400 },
      askLimit: async () => {
        await new Promise((done) => setTimeout(done, 600));
        return true;
      },
    });
    expect(result.ok).toBe(true);
  });

  it("stopped at the limit, what came is kept where that is wanted", async () => {
    const address = await serve((_, response) => {
      response.write(Buffer.alloc(40, 1));
      setTimeout(() => response.end(Buffer.alloc(20, 2)), 20);
    });
    const request = { limitBytes: 50 };
    const askLimit = () => Promise.resolve(false);
    expect(await failureOf(address, { request, askLimit })).toEqual({
      code: "over-size-limit",
      limitBytes: 50,
    });
    await expect.poll(() => sockets.size).toBe(0);
    const kept = await capture(address, { request, askLimit, partial: "keep" });
    expect(kept).toMatchObject({ ok: true, value: { sizeBytes: 40 } });
    expect(await readdir(folder)).toEqual([
      expect.stringMatching(/\.partial\.pb$/),
    ]);
  });

  it("cancel while it is asked ends the question, too", async () => {
    const address = await serve((_, response) => {
      response.write(Buffer.alloc(100));
    });
    const abort = new AbortController();
    const error = await failureOf(address, {
      request: { limitBytes: 50 },
      signal: abort.signal,
      askLimit: () => {
        abort.abort();
        return new Promise(() => undefined);
      },
    });
    expect(error).toEqual({ code: "cancelled" });
    await expect.poll(() => sockets.size).toBe(0);
  });

  it("what came is held until it is kept or not", async () => {
    const address = await serve((_, response) => {
      response.write(PROFILE.subarray(0, 20), () =>
        setTimeout(() => response.destroy(), 20),
      );
    });
    const held: HeldPartial[] = [];
    const partial = (part: HeldPartial): void => {
      held.push(part);
    };
    for (let i = 0; i < 2; i += 1) await capture(address, { partial });
    expect(held.map(({ sizeBytes }) => sizeBytes)).toEqual([20, 20]);
    // Hidden: nothing half-written has a name of its own.
    expect((await readdir(folder)).every((name) => name.startsWith("."))).toBe(
      true,
    );
    await held[0].discard();
    expect(await held[1].keep()).toMatchObject({
      ok: true,
      value: { isPartial: true, sizeBytes: 20 },
    });
    expect(await readdir(folder)).toEqual([
      expect.stringMatching(/\.partial\.pb\.gz$/),
    ]);
  });

  it("a broken HTML page is not worth keeping", async () => {
    const address = await serve((_, response) => {
      response.write("<html>Sign in", () =>
        setTimeout(() => response.destroy(), 20),
      );
    });
    const partial = (): void => {
      throw new Error("held");
    };
    expect(await failureOf(address, { partial })).toMatchObject({
      code: "body-truncated",
    });
  });

  it("deletes what a killed process left half-written, and nothing else", async () => {
    const address = await serve((_, response) => response.end(PROFILE));
    const stem = ".h_1-heap-20261123T063100Z";
    // No process has a number this large (Linux: pid_max is at most 2^22).
    const [dead, mine, young, other] = [
      `${stem}.99999999-0123abcd.part`,
      `${stem}.${process.pid}-0123abcd.part`,
      `${stem}.99999998-0123abcd.part`,
      ".notes.part",
    ];
    for (const name of [dead, mine, young, other]) {
      await writeFile(join(folder, name), "x");
      const old = new Date(Date.now() - 3_600_000);
      if (name !== young) await utimes(join(folder, name), old, old);
    }
    await capture(address);
    const names = await readdir(folder);
    expect(names).not.toContain(dead);
    expect(names).toEqual(expect.arrayContaining([mine, young, other]));
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
      partial: "discard",
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
    const before = timerCount();
    const pending = failureOf(address, {
      signal: abort.signal,
      onProgress: ({ phase }) => {
        if (phase === "receiving") abort.abort();
      },
    });
    expect(await pending).toEqual({ code: "cancelled" });
    await expect.poll(() => sockets.size).toBe(0);
    expect(timerCount()).toBeLessThanOrEqual(before);
  });

  it("cancel before the answer, while a CPU profile is collected", async () => {
    const address = await serve(() => undefined);
    const abort = new AbortController();
    const phases: string[] = [];
    const before = timerCount();
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
    expect(timerCount()).toBeLessThanOrEqual(before);
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
