import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import {
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
} from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type Socket } from "node:net";
import { connect as tlsConnect } from "node:tls";
import type { ConnectionOptions } from "#contract/capture.ts";
import type { CaptureError } from "#contract/capture-error.ts";
import { err, ok, type Result } from "#base/result.ts";

/** TCP and TLS set-up time; the request's own timer covers the rest. */
const CONNECT_TIMEOUT_MILLIS = 15_000;

interface TlsFiles {
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
}

type TlsFileKind = "ca" | "cert" | "key";

/** Reads and parses, so that a wrong file is named here and not as a failed handshake. */
async function readPem(
  path: string,
  kind: TlsFileKind,
): Promise<Result<Buffer, CaptureError>> {
  try {
    const pem = await readFile(path);
    if (kind === "key") createPrivateKey(pem);
    else new X509Certificate(pem);
    return ok(pem);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return err({ code: "bad-certificate-file", path, reason });
  }
}

async function readTlsFiles(
  options: ConnectionOptions,
  withClientCertificate: boolean,
): Promise<Result<TlsFiles, CaptureError>> {
  const files: { ca?: Buffer; cert?: Buffer; key?: Buffer } = {};
  const wanted: readonly [TlsFileKind, string][] = [
    ["ca", options.caPath],
    ["cert", withClientCertificate ? options.clientCertificatePath : ""],
    ["key", withClientCertificate ? options.clientKeyPath : ""],
  ];
  for (const [name, path] of wanted) {
    if (path === "") continue;
    const pem = await readPem(path, name);
    if (!pem.ok) return pem;
    files[name] = pem.value;
  }
  return ok(files);
}

interface TlsOptions extends TlsFiles {
  readonly rejectUnauthorized: boolean;
}

/** A way to a host, for one request. */
export interface Connection {
  /** Resolves with the headers of the answer. Rejects with what socket, TLS, proxy or `signal` threw. */
  readonly get: (
    url: URL,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ) => Promise<IncomingMessage>;
  /** Closes the socket, whatever of the body is still to come. */
  readonly close: () => void;
}

/** An IPv6 address without its brackets. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "");
}

function portOf(url: URL): string {
  return url.port === ""
    ? url.protocol === "https:"
      ? "443"
      : "80"
    : url.port;
}

/** Ends a request whose socket is not connected in time; the request's own timer covers the rest. */
function limitConnecting(request: ClientRequest): void {
  const timer = setTimeout(() => {
    const error = new Error("connecting took too long");
    request.destroy(Object.assign(error, { code: "ETIMEDOUT" }));
  }, CONNECT_TIMEOUT_MILLIS);
  const done = (): void => clearTimeout(timer);
  request.once("close", done);
  request.once("socket", (socket: Socket) => {
    if (socket.connecting) socket.once("connect", done);
    else done();
  });
}

/** A socket to the host of `url`, through `CONNECT` of an HTTP proxy. */
function tunnel(
  proxyUrl: string,
  url: URL,
  tls: TlsOptions,
  signal: AbortSignal,
): Promise<Socket> {
  const proxy = new URL(proxyUrl);
  const path = `${url.hostname}:${portOf(url)}`;
  const user = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  const options: RequestOptions & { readonly rejectUnauthorized: boolean } = {
    host: hostOf(proxy),
    port: portOf(proxy),
    method: "CONNECT",
    path,
    agent: false,
    signal,
    rejectUnauthorized: tls.rejectUnauthorized,
    headers: {
      host: path,
      ...(user === ":"
        ? {}
        : {
            "proxy-authorization": `Basic ${Buffer.from(user).toString("base64")}`,
          }),
    },
  };
  return new Promise((settle, fail) => {
    const request =
      proxy.protocol === "https:"
        ? httpsRequest(options)
        : httpRequest(options);
    limitConnecting(request);
    request.once("error", fail);
    request.once("connect", ({ statusCode = 0 }, socket: Socket) => {
      if (statusCode === 200) {
        settle(socket);
        return;
      }
      socket.destroy();
      fail(new ProxyRefusal(statusCode));
    });
    request.end();
  });
}

/** The proxy answered, but not with a way through. */
export class ProxyRefusal extends Error {
  constructor(readonly status: number) {
    super(`the proxy answered with status ${status}`);
  }
}

/** A request and, through a proxy, the tunnel's socket: TLS leaves the one below it to its owner. */
interface Made {
  readonly request: ClientRequest;
  readonly socket?: Socket;
}

/** A request through a proxy's tunnel; TLS is spoken inside of it. */
async function requestThrough(
  proxyUrl: string,
  url: URL,
  tls: TlsOptions,
  options: RequestOptions & { readonly signal: AbortSignal },
): Promise<Made> {
  const socket = await tunnel(proxyUrl, url, tls, options.signal);
  const host = hostOf(url);
  const servername = isIP(host) === 0 ? { servername: host } : {};
  const request = httpRequest({
    ...options,
    // With an agent, even none, the socket would not be asked for here.
    agent: undefined,
    path: url.pathname + url.search,
    createConnection: () =>
      url.protocol === "https:"
        ? tlsConnect({ socket, host, ...servername, ...tls })
        : socket,
  });
  return { request, socket };
}

async function requestFor(
  url: URL,
  tls: TlsOptions,
  proxyUrl: string,
  options: RequestOptions & { readonly signal: AbortSignal },
): Promise<Made> {
  if (proxyUrl !== "") return requestThrough(proxyUrl, url, tls, options);
  const request =
    url.protocol === "https:"
      ? httpsRequest(url, { ...options, ...tls })
      : httpRequest(url, options);
  return { request };
}

/**
 * A connection for one request chain: no keep-alive, so that cancelling or finishing leaves no socket
 * behind. `withClientCertificate` is false once a redirect has left the host. Errors:
 * `bad-certificate-file`.
 *
 * Node's own client, not undici: that one ends the process when a server closes its connection while
 * the body waits for the disk or the user (nodejs/undici#5360; mended in 8, which needs Node 22).
 */
export async function openConnection(
  options: ConnectionOptions,
  withClientCertificate: boolean,
): Promise<Result<Connection, CaptureError>> {
  const files = await readTlsFiles(options, withClientCertificate);
  if (!files.ok) return files;
  const tls = { ...files.value, rejectUnauthorized: !options.skipTlsVerify };
  let made: Made | undefined;
  return ok({
    get: async (url, headers, signal) => {
      made = await requestFor(url, tls, options.proxyUrl, {
        method: "GET",
        agent: false,
        signal,
        headers: { host: url.host, ...headers },
      });
      const { request } = made;
      limitConnecting(request);
      return new Promise((settle, fail) => {
        request.on("error", fail);
        request.once("response", settle);
        request.end();
      });
    },
    close: () => {
      made?.request.destroy();
      made?.socket?.destroy();
    },
  });
}
