import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Dispatcher } from "undici";
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

/**
 * A dispatcher for one request chain: no keep-alive, so that cancelling or finishing leaves no socket
 * behind. `withClientCertificate` is false once a redirect has left the host. Errors:
 * `bad-certificate-file`.
 */
export async function openConnection(
  options: ConnectionOptions,
  withClientCertificate: boolean,
): Promise<Result<Dispatcher, CaptureError>> {
  const files = await readTlsFiles(options, withClientCertificate);
  if (!files.ok) return files;
  // Loaded at the first capture: it would cost every start of the app some 40 ms.
  const { Agent, ProxyAgent } = await import("undici");
  const tls = { ...files.value, rejectUnauthorized: !options.skipTlsVerify };
  const shared = { pipelining: 0, headersTimeout: 0, bodyTimeout: 0 };
  if (options.proxyUrl === "") {
    return ok(
      new Agent({
        ...shared,
        connect: { timeout: CONNECT_TIMEOUT_MILLIS, ...tls },
      }),
    );
  }
  return ok(
    new ProxyAgent({
      ...shared,
      uri: options.proxyUrl,
      requestTls: tls,
      proxyTls: { rejectUnauthorized: !options.skipTlsVerify },
    }),
  );
}
