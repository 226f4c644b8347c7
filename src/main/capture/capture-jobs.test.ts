/** Captures of the app over real sockets: questions, what is held, retry, the end of the app. */
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { defaultRequest } from "#capture/capture-profile.ts";
import { CaptureHistory } from "#capture/history.ts";
import { parseTarget } from "#capture/parse-target.ts";
import { DEFAULT_CONNECTION, type CaptureRequest } from "#contract/capture.ts";
import {
  PLAIN_CONNECTION,
  type CaptureItem,
  type CaptureJobId,
} from "#contract/capture-job.ts";
import { CaptureJobs } from "./capture-jobs.ts";

let folder = "";
let server: Server | undefined;
const sockets = new Set<Socket>();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "leakscope-jobs-"));
});

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  const running = server;
  if (running !== undefined) await new Promise((done) => running.close(done));
  server = undefined;
  await rm(folder, { recursive: true, force: true });
});

async function setUp(
  answer: (response: ServerResponse) => void,
  request: Partial<CaptureRequest> = {},
) {
  const running = createServer((_, response) => answer(response));
  running.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  server = running;
  await new Promise<void>((done) => running.listen(0, "127.0.0.1", done));
  const { port } = running.address() as AddressInfo;
  const target = parseTarget(`127.0.0.1:${port}`);
  if (!target.ok) throw new Error("bad address in a test");
  const captures = join(folder, "captures");
  const opened: string[] = [];
  const jobs = new CaptureJobs({
    history: new CaptureHistory(join(folder, "captures.json")),
    folder: () => captures,
    onChanged: () => undefined,
    openFiles: (paths) => opened.push(...paths),
  });
  const id = jobs.start(
    {
      address: "unused",
      requests: [{ ...defaultRequest("heap"), ...request }],
      connection: PLAIN_CONNECTION,
      opensFiles: true,
    },
    target.value,
    DEFAULT_CONNECTION,
  );
  const state = (): CaptureItem["state"] | undefined =>
    jobs.list().at(0)?.items[0].state;
  const reaches = (status: CaptureItem["state"]["status"]) =>
    expect.poll(() => state()?.status).toBe(status);
  const files = () => readdir(captures);
  return { jobs, id, state, reaches, files, opened };
}

/** 40 bytes at once and 200 more a little later, of unannounced length. */
function large(response: ServerResponse): void {
  response.write(Buffer.alloc(40, 1));
  setTimeout(() => response.end(Buffer.alloc(200, 2)), 20);
}

/** 40 bytes, then the connection breaks. */
function broken(response: ServerResponse): void {
  response.write(Buffer.alloc(40, 1), () =>
    setTimeout(() => response.destroy(), 20),
  );
}

async function isDone(jobs: CaptureJobs, id: CaptureJobId): Promise<void> {
  await expect
    .poll(() => jobs.list().find((job) => job.id === id)?.isDone)
    .toBe(true);
}

describe("CaptureJobs", () => {
  it("asks at the limit and goes on, as often as it takes", async () => {
    const job = await setUp(large, { limitBytes: 100 });
    for (const limitBytes of [100, 200]) {
      await expect
        .poll(() => job.state())
        .toEqual({
          status: "asking",
          limitBytes,
          receivedBytes: 40,
          expectedBytes: null,
        });
      await job.jobs.answer(job.id, 0, "continue");
    }
    await job.reaches("done");
    expect(job.state()).toMatchObject({ record: { sizeBytes: 240 } });
  });

  it.each([
    ["keep", /^[^.].*\.partial\.pb$/],
    ["discard", undefined],
  ] as const)("at the limit: %s", async (answer, name) => {
    const job = await setUp(large, { limitBytes: 100 });
    await job.reaches("asking");
    await job.jobs.answer(job.id, 0, answer);
    await isDone(job.jobs, job.id);
    const files = await job.files();
    if (name === undefined) expect(files).toEqual([]);
    else expect(files).toEqual([expect.stringMatching(name)]);
    // A part of a profile is not opened by itself.
    expect(job.opened).toEqual([]);
    await expect.poll(() => sockets.size).toBe(0);
  });

  it("holds a broken body until it is kept", async () => {
    const job = await setUp(broken);
    await job.reaches("failed");
    expect(job.state()).toMatchObject({
      error: { code: "body-truncated" },
      heldBytes: 40,
    });
    await job.jobs.answer(job.id, 0, "keep");
    expect(job.state()).toMatchObject({
      status: "done",
      record: { isPartial: true, sizeBytes: 40 },
    });
    expect(await job.files()).toEqual([expect.stringMatching(/\.partial\./)]);
  });

  it("discards a broken body when asked, put away, tried again or at the end", async () => {
    for (const end of ["discard", "forget", "dispose"] as const) {
      const job = await setUp(broken);
      await isDone(job.jobs, job.id);
      expect((await job.files()).length).toBe(1);
      if (end === "discard") await job.jobs.answer(job.id, 0, "discard");
      if (end === "forget") await job.jobs.forget(job.id);
      if (end === "dispose") await job.jobs.dispose();
      expect(await job.files()).toEqual([]);
      expect(job.jobs.isBusy).toBe(false);
    }
  });

  it("stops a running one and keeps what came", async () => {
    const job = await setUp((response) => response.write(Buffer.alloc(40)));
    await expect
      .poll(() => job.state())
      .toMatchObject({ progress: { receivedBytes: 40 } });
    await job.jobs.answer(job.id, 0, "keep");
    await job.reaches("done");
    expect(job.state()).toMatchObject({ record: { isPartial: true } });
    await expect.poll(() => sockets.size).toBe(0);
  });

  it("cancel keeps nothing", async () => {
    const job = await setUp((response) => response.write(Buffer.alloc(40)));
    await job.reaches("running");
    job.jobs.cancel(job.id);
    await job.reaches("failed");
    expect(job.state()).toMatchObject({
      error: { code: "cancelled" },
      heldBytes: 0,
    });
    expect(await job.files()).toEqual([]);
    await expect.poll(() => sockets.size).toBe(0);
  });

  it("tries again what failed, and opens it", async () => {
    let tries = 0;
    const job = await setUp((response) => {
      tries += 1;
      if (tries === 1) broken(response);
      else response.end(Buffer.alloc(50, 1));
    });
    await isDone(job.jobs, job.id);
    await Promise.all([job.jobs.retry(job.id), job.jobs.retry(job.id)]);
    await job.reaches("done");
    await isDone(job.jobs, job.id);
    expect(tries).toBe(2);
    expect(job.opened).toHaveLength(1);
    expect(await job.files()).toEqual([expect.stringMatching(/^[^.]/)]);
  });

  it("the end of the app ends it all", async () => {
    const job = await setUp((response) => response.write(Buffer.alloc(40)));
    await job.reaches("running");
    expect(job.jobs.isBusy).toBe(true);
    await job.jobs.dispose();
    expect(job.jobs.isBusy).toBe(false);
    expect(await job.files()).toEqual([]);
    await expect.poll(() => sockets.size).toBe(0);
  });
});
