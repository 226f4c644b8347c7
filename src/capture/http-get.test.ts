import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, it } from "vitest";
import { DEFAULT_CONNECTION } from "#contract/capture.ts";
import { httpGet } from "./http-get.ts";

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

it("reads a body to its end where the reader is slower than the server, which then closes", async () => {
  server = createServer((request, response) => {
    response.setHeader("connection", "close");
    response.end(Buffer.alloc(Number(request.url?.slice(1)), 7));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  for (const sizeBytes of [70_000, 100_000, 131_072, 148_500, 200_000]) {
    let receivedBytes = 0;
    const answer = await httpGet({
      url: `http://127.0.0.1:${port}/${sizeBytes}`,
      connection: DEFAULT_CONNECTION,
      timeoutMillis: 10_000,
      limitBytes: 1e9,
      signal: new AbortController().signal,
      onChunk: async (chunk) => {
        receivedBytes += chunk.length;
        await sleep(20);
        return "more" as const;
      },
    });
    expect(answer.ok && receivedBytes).toBe(sizeBytes);
  }
});
