import { readFileSync } from "node:fs";
import { createServer as createHttpServer, type Server } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import {
  connect,
  createServer as createTcpServer,
  type AddressInfo,
  type Server as NetServer,
  type Socket,
} from "node:net";
import { join } from "node:path";
import type { TLSSocket } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import {
  DEFAULT_CONNECTION,
  type ConnectionOptions,
} from "#contract/capture.ts";
import { httpGet } from "./http-get.ts";

const TLS = join(import.meta.dirname, "../../tests/fixtures/tls");
const pem = (name: string): Buffer => readFileSync(join(TLS, name));
const path = (name: string): string => join(TLS, name);

const servers: NetServer[] = [];

afterEach(async () => {
  await Promise.all(
    servers
      .splice(0)
      .map((server) => new Promise((done) => server.close(done))),
  );
});

async function listen(server: NetServer): Promise<number> {
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return (server.address() as AddressInfo).port;
}

function secureServer(wantsClient: boolean): NetServer {
  return createHttpsServer(
    {
      key: pem("server-key.pem"),
      cert: pem("server.pem"),
      ca: pem("ca.pem"),
      requestCert: wantsClient,
      rejectUnauthorized: false,
    },
    (request, response) => {
      const { authorized } = request.socket as TLSSocket;
      response.end(wantsClient ? `client ${authorized}` : "secure");
    },
  );
}

/** Forwards CONNECT; refuses where `user` is wanted and not given. */
function proxyServer(status: number): Server {
  const server = createHttpServer();
  server.on("connect", (request, client: Socket) => {
    if (status !== 200) {
      client.end(`HTTP/1.1 ${status} No\r\n\r\n`);
      return;
    }
    const [host, port] = (request.url ?? "").split(":");
    const upstream = connect(Number(port), host, () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      upstream.pipe(client);
      client.pipe(upstream);
    });
    // Unpiped, the client's end would never be read.
    upstream.on("close", () => client.destroy());
    upstream.on("error", () => client.destroy());
    client.on("error", () => upstream.destroy());
  });
  return server;
}

async function get(url: string, connection: Partial<ConnectionOptions> = {}) {
  let body = "";
  const answer = await httpGet({
    url,
    connection: { ...DEFAULT_CONNECTION, ...connection },
    timeoutMillis: 10_000,
    limitBytes: 1e6,
    signal: new AbortController().signal,
    onChunk: (chunk) => {
      body += chunk.toString();
      return "more";
    },
  });
  return answer.ok ? body : answer.error;
}

describe("TLS", () => {
  it("refuses an unknown authority and names the reason", async () => {
    const port = await listen(secureServer(false));
    expect(await get(`https://localhost:${port}/`)).toEqual({
      code: "tls-failed",
      host: `localhost:${port}`,
      reason: "SELF_SIGNED_CERT_IN_CHAIN",
    });
  });

  it("accepts a custom CA, or no verification at all", async () => {
    const port = await listen(secureServer(false));
    const url = `https://localhost:${port}/`;
    expect(await get(url, { caPath: path("ca.pem") })).toBe("secure");
    expect(await get(url, { skipTlsVerify: true })).toBe("secure");
  });

  it("presents a client certificate", async () => {
    const port = await listen(secureServer(true));
    const url = `https://localhost:${port}/`;
    expect(await get(url, { caPath: path("ca.pem") })).toBe("client false");
    expect(
      await get(url, {
        caPath: path("ca.pem"),
        clientCertificatePath: path("client.pem"),
        clientKeyPath: path("client-key.pem"),
      }),
    ).toBe("client true");
  });

  it("a file that is no certificate", async () => {
    const port = await listen(secureServer(false));
    const answer = await get(`https://localhost:${port}/`, {
      clientCertificatePath: path("PROVENANCE.md"),
      clientKeyPath: path("client-key.pem"),
      caPath: path("ca.pem"),
    });
    expect(answer).toMatchObject({
      code: "bad-certificate-file",
      path: path("PROVENANCE.md"),
    });
  });
});

describe("backpressure", () => {
  it("a body that waits when the server closes its connection is read to its end", async () => {
    const body = Buffer.alloc(300_000, 7);
    for (const framing of [`content-length: ${body.length}\r\n`, ""] as const) {
      // Sends all and hangs up at once, as a server with `Connection: close` does.
      const port = await listen(
        createTcpServer((socket) => {
          socket.on("error", () => undefined);
          socket.once("data", () => {
            socket.write(
              `HTTP/1.1 200 OK\r\n${framing}connection: close\r\n\r\n`,
            );
            socket.end(body);
          });
        }),
      );
      let receivedBytes = 0;
      const answer = await httpGet({
        url: `http://127.0.0.1:${port}/`,
        connection: DEFAULT_CONNECTION,
        timeoutMillis: 10_000,
        limitBytes: 1e6,
        signal: new AbortController().signal,
        onChunk: async (chunk): Promise<"more"> => {
          // A slow disk, or a user who is asked.
          if (receivedBytes === 0) {
            await new Promise((done) => setTimeout(done, 200));
          }
          receivedBytes += chunk.length;
          return "more";
        },
      });
      expect(answer.ok).toBe(true);
      expect(receivedBytes).toBe(body.length);
    }
  });
});

describe("HTTP proxy", () => {
  it("is used for plain and secure targets", async () => {
    const proxy = await listen(proxyServer(200));
    const proxyUrl = `http://127.0.0.1:${proxy}`;
    const plain = await listen(
      createHttpServer((_, response) => response.end("plain")),
    );
    const secure = await listen(secureServer(false));
    expect(await get(`http://127.0.0.1:${plain}/`, { proxyUrl })).toBe("plain");
    expect(
      await get(`https://localhost:${secure}/`, {
        proxyUrl,
        caPath: path("ca.pem"),
      }),
    ).toBe("secure");
  });

  it("that refuses is named", async () => {
    const proxy = await listen(proxyServer(407));
    expect(
      await get("http://127.0.0.1:1/", {
        proxyUrl: `http://127.0.0.1:${proxy}`,
      }),
    ).toEqual({
      code: "proxy-failed",
      proxy: `127.0.0.1:${proxy}`,
      status: 407,
    });
  });

  it("that is not there is named with the host", async () => {
    expect(
      await get("http://127.0.0.1:1/", { proxyUrl: "http://127.0.0.1:9" }),
    ).toEqual({
      code: "connection-refused",
      host: "127.0.0.1:1 (127.0.0.1:9)",
    });
  });
});
