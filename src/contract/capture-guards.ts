/** Checks of capture requests from the page; see `request-guards.ts`. */
import type { CaptureRequest } from "./capture.ts";
import type {
  CaptureAnswer,
  CaptureJobId,
  CaptureStart,
  ConnectionInput,
} from "./capture-job.ts";
import type { WatchOptions } from "./watch.ts";

type Fields = Readonly<Record<string, unknown>>;

const MAX_TEXT = 8 * 1024;
const MAX_REQUESTS = 50;
const MAX_HEADERS = 50;
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

function isText(value: unknown): value is string {
  return typeof value === "string" && value.length <= MAX_TEXT;
}

function isCount(value: unknown, max: number): value is number {
  return typeof value === "number" && value >= 0 && value <= max;
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function headersFrom(value: unknown): Record<string, string> | undefined {
  const entries = Object.entries(fieldsOf(value));
  const isFine =
    entries.length <= MAX_HEADERS &&
    entries.every(
      ([name, text]) =>
        HEADER_NAME.test(name) && isText(text) && !/[\r\n]/.test(text),
    );
  return isFine
    ? (Object.fromEntries(entries) as Record<string, string>)
    : undefined;
}

/** A connection from the page or from a file; `undefined` where a part is not as it must be. */
export function connectionFrom(value: unknown): ConnectionInput | undefined {
  const fields = fieldsOf(value);
  const headers = headersFrom(fields.headers);
  const { authKind } = fields;
  if (authKind !== "none" && authKind !== "bearer" && authKind !== "basic") {
    return undefined;
  }
  const texts = [
    "user",
    "secret",
    "clientCertificatePath",
    "clientKeyPath",
    "caPath",
    "proxyUrl",
  ] as const;
  const flags = ["useSavedSecret", "rememberSecret", "skipTlsVerify"] as const;
  if (headers === undefined || !texts.every((name) => isText(fields[name]))) {
    return undefined;
  }
  if (!flags.every((name) => typeof fields[name] === "boolean")) {
    return undefined;
  }
  const pick = (names: readonly string[]): Fields =>
    Object.fromEntries(names.map((name) => [name, fields[name]]));
  return {
    ...(pick([...texts, ...flags]) as unknown as ConnectionInput),
    authKind,
    headers,
  };
}

function requestFrom(value: unknown): CaptureRequest | undefined {
  const { kind, seconds, gc, debug, limitBytes, timeoutMillis } =
    fieldsOf(value);
  if (!isText(kind) || kind === "" || typeof gc !== "boolean") return undefined;
  if (debug !== 0 && debug !== 1 && debug !== 2) return undefined;
  if (!isCount(seconds, 86_400) || !isCount(timeoutMillis, 1e9)) {
    return undefined;
  }
  return isCount(limitBytes, Number.MAX_SAFE_INTEGER)
    ? { kind, seconds, gc, debug, limitBytes, timeoutMillis }
    : undefined;
}

/** Arguments of `capture/start`. */
export function captureStartFrom(fields: Fields): CaptureStart | undefined {
  const { address, opensFiles } = fields;
  const connection = connectionFrom(fields.connection);
  const list = Array.isArray(fields.requests) ? fields.requests : [];
  const requests = list.map(requestFrom);
  const areFine =
    list.length > 0 &&
    list.length <= MAX_REQUESTS &&
    requests.every((request) => request !== undefined);
  if (!isText(address) || connection === undefined || !areFine) {
    return undefined;
  }
  return {
    address,
    connection,
    requests: requests,
    opensFiles: opensFiles === true,
  };
}

/** An address and how to reach it. */
export function captureTargetFrom(
  fields: Fields,
):
  | { readonly address: string; readonly connection: ConnectionInput }
  | undefined {
  const connection = connectionFrom(fields.connection);
  return isText(fields.address) && connection !== undefined
    ? { address: fields.address, connection }
    : undefined;
}

/** An address alone. */
export function captureAddressFrom(
  fields: Fields,
): { readonly address: string } | undefined {
  return isText(fields.address) ? { address: fields.address } : undefined;
}

/** The id of a job or a watch. */
export function captureJobIdFrom(
  fields: Fields,
): { readonly jobId: CaptureJobId } | undefined {
  return isText(fields.jobId)
    ? { jobId: fields.jobId as CaptureJobId }
    : undefined;
}

/** Arguments of `capture/answer`. */
export function captureAnswerFrom(fields: Fields):
  | {
      readonly jobId: CaptureJobId;
      readonly itemIndex: number;
      readonly answer: CaptureAnswer;
    }
  | undefined {
  const job = captureJobIdFrom(fields);
  const { itemIndex, answer } = fields;
  const isFine =
    Number.isInteger(itemIndex) &&
    isCount(itemIndex, MAX_REQUESTS) &&
    (answer === "continue" || answer === "keep" || answer === "discard");
  return job === undefined || !isFine
    ? undefined
    : { ...job, itemIndex, answer };
}

/** Arguments of `watch/start`. */
export function watchStartFrom(fields: Fields):
  | {
      readonly address: string;
      readonly connection: ConnectionInput;
      readonly options: WatchOptions;
    }
  | undefined {
  const target = captureTargetFrom(fields);
  const options = fieldsOf(fields.options);
  const numbers = [
    "everyMillis",
    "forMillis",
    "snapshotEveryMillis",
    "snapshotGrowthRatio",
    "maxSnapshots",
  ] as const;
  const kinds: readonly unknown[] = Array.isArray(options.kinds)
    ? options.kinds
    : [];
  const isFine =
    numbers.every((name) => isCount(options[name], 1e12)) &&
    Number(options.everyMillis) >= 100 &&
    kinds.length > 0 &&
    kinds.length <= MAX_REQUESTS &&
    kinds.every((kind) => isText(kind) && kind !== "");
  if (target === undefined || !isFine) return undefined;
  const known = Object.fromEntries(
    numbers.map((name) => [name, options[name]]),
  );
  return {
    ...target,
    options: { ...known, kinds: kinds as string[] } as unknown as WatchOptions,
  };
}
