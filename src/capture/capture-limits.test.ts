import { readdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DEFAULT_CONNECTION } from "#contract/capture.ts";
import {
  captureProfile,
  defaultRequest,
  type HeldPartial,
} from "./capture-profile.ts";
import { parseTarget } from "./parse-target.ts";
import {
  PROFILE,
  folder,
  sockets,
  serve,
  capture,
  failureOf,
  timerCount,
} from "../../tests/fixtures/capture-service.ts";

describe("captures that do not end by themselves", () => {
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
