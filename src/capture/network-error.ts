import type { CaptureError } from "#contract/capture-error.ts";

const TLS_CODES =
  /^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|ERR_OSSL)/;
const MISMATCH_CODES = new Set([
  "ERR_SSL_WRONG_VERSION_NUMBER",
  "ERR_SSL_PACKET_LENGTH_TOO_LONG",
  "EPROTO",
]);

type HostErrorCode =
  | "connection-refused"
  | "host-not-found"
  | "host-unreachable"
  | "connection-reset";

const BY_CODE: Readonly<Record<string, HostErrorCode | undefined>> = {
  ECONNREFUSED: "connection-refused",
  ENOTFOUND: "host-not-found",
  EAI_AGAIN: "host-not-found",
  EAI_FAIL: "host-not-found",
  EHOSTUNREACH: "host-unreachable",
  ENETUNREACH: "host-unreachable",
  ETIMEDOUT: "host-unreachable",
  ECONNRESET: "connection-reset",
  EPIPE: "connection-reset",
};

/** Node's error code, however deep it is wrapped; "" where there is none. */
function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return "";
  const { code } = error as Error & { code?: unknown };
  // Both address families were tried: the wrapper hides the cause.
  if (error instanceof AggregateError && error.errors.length > 0) {
    return errorCode(error.errors[0]);
  }
  if (typeof code === "string") return code;
  return error.cause === undefined ? "" : errorCode(error.cause);
}

/**
 * The capture error for what a socket or TLS layer threw. `host` is `host:port`. A server that hangs
 * up before its answer is `connection-reset`.
 */
export function networkError(error: unknown, host: string): CaptureError {
  const code = errorCode(error);
  if (MISMATCH_CODES.has(code)) return { code: "tls-mismatch", host };
  if (TLS_CODES.test(code)) return { code: "tls-failed", host, reason: code };
  const known = BY_CODE[code];
  if (known !== undefined) return { code: known, host };
  const reason = error instanceof Error ? error.message : String(error);
  return { code: "network", host, reason: code || reason };
}
