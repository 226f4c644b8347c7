import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { HalfAnHour } from "./watch-half-an-hour.ts";

const ROOT = join(import.meta.dirname, "../..");
const SAMPLES = join(ROOT, "resources/samples");

describe("half an hour of watching", () => {
  const sockets = new Set<Socket>();
  let folder = "";
  let server: Server;
  let requests = 0;
  let run: HalfAnHour;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "leakscope-watch-"));
    const heap = readFileSync(join(SAMPLES, "heap.pb.gz"));
    const goroutine = readFileSync(join(SAMPLES, "goroutine.pb.gz"));
    // As large as that of a busy service: kept by mistake, 900 of them would be seen at once.
    const text = `heap profile: 0: 0 [0: 0] @ heap/1\n${"# frame\n".repeat(20_000)}\n# runtime.MemStats\n# TotalAlloc = 9\n# HeapAlloc = 7\n`;
    server = createServer((request, response) => {
      requests += 1;
      const url = request.url ?? "";
      if (url === "/debug/pprof/") {
        response.end(
          "<table><tr><td>12</td><td><a href='goroutine?debug=1'>goroutine</a></td></tr></table>",
        );
      } else if (url.includes("heap?debug=1")) response.end(text);
      else response.end(url.includes("heap") ? heap : goroutine);
    });
    server.on("connection", (socket) => {
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    // Ends by itself, or not in time: a timer or a socket that was left would hold it up.
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        "--expose-gc",
        "--import",
        "tsx",
        join(import.meta.dirname, "watch-half-an-hour.ts"),
        `127.0.0.1:${port}`,
        folder,
      ],
      { cwd: ROOT, timeout: 150_000 },
    );
    run = JSON.parse(stdout) as HalfAnHour;
  }, 180_000);

  afterAll(async () => {
    await new Promise((done) => server.close(done));
    rmSync(folder, { recursive: true, force: true });
  });

  it("polls to the end and bounds the disk", () => {
    expect(run.points).toBe(900);
    expect(requests).toBeGreaterThan(1800);
    expect(run.snapshots).toBe(24);
    expect(run.files).toBe(48);
  });

  it("keeps memory flat from the fifth minute on", () => {
    expect(run.heapAtMinute.length).toBe(30);
    const [atFive, atThirty] = [4, 29].map((i) => run.heapAtMinute[i]);
    // 750 points of some 200 bytes are the chart's own.
    expect(atThirty - atFive).toBeLessThan(1024 * 1024);
  });

  it("leaves no socket, no timer and no file open", () => {
    expect(run.timersAfter).toEqual(run.timersBefore);
    expect(sockets.size).toBe(0);
  });
});
