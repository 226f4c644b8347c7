/**
 * The page's end of `window.leakscope`: request ids, cancelling by `AbortSignal`, and fetching bulk
 * replies from the private scheme.
 */
import { err, ok, type Result } from "#base/result.ts";
import type { AppError } from "#contract/app-error.ts";
import { readBulk } from "#contract/bulk.ts";
import type {
  Bridge,
  BulkTicket,
  EventChannel,
  EventMap,
  RequestArgs,
  RequestChannel,
  RequestOutcome,
  RequestReply,
} from "#contract/channels.ts";
import type { RequestId } from "#contract/profile-id.ts";

declare global {
  interface Window {
    readonly leakscope: Bridge;
  }
}

/** Unique over reloads of the page too: main may still work on the last page's requests. */
let lastRequestId = Math.floor(performance.timeOrigin) * 1000;

function nextRequestId(): RequestId {
  lastRequestId += 1;
  return lastRequestId as RequestId;
}

/**
 * Asks main. Settles with `cancelled` at once when `signal` aborts; rejects only for bugs.
 */
export async function request<C extends RequestChannel>(
  channel: C,
  args: RequestArgs<C>,
  signal?: AbortSignal,
): Promise<RequestOutcome<C>> {
  if (signal?.aborted === true) return err({ code: "cancelled" });
  const requestId = nextRequestId();
  const call = window.leakscope[channel] as (
    args: RequestArgs<C>,
    requestId: RequestId,
  ) => Promise<RequestOutcome<C>>;
  const onAbort = (): void => {
    void window.leakscope["request/cancel"]({ requestId }, nextRequestId());
  };
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    return await call(args, requestId);
  } finally {
    signal?.removeEventListener("abort", onAbort);
  }
}

/** Listens to an event of main; returns the function that stops. */
export function onEvent<C extends EventChannel>(
  channel: C,
  listener: (payload: EventMap[C]) => void,
): () => void {
  const subscribe = window.leakscope[channel] as (
    listener: (payload: EventMap[C]) => void,
  ) => () => void;
  return subscribe(listener);
}

type BulkChannel = {
  [C in RequestChannel]: RequestReply<C> extends BulkTicket ? C : never;
}[RequestChannel];

/** A view's bytes, decoded by `decode` (`decodeFlameView`, `decodeTopView`, …). */
export async function requestView<C extends BulkChannel, View>(
  channel: C,
  args: RequestArgs<C>,
  decode: (buffer: ArrayBuffer) => View,
  signal?: AbortSignal,
): Promise<Result<View, AppError>> {
  const ticket = (await request(channel, args, signal)) as Result<
    BulkTicket,
    AppError
  >;
  if (!ticket.ok) return ticket;
  try {
    const response = await fetch(ticket.value.url, { signal });
    if (!response.ok || response.body === null) {
      return err({ code: "profile-closed" });
    }
    const buffer = await readBulk(
      response.body.getReader(),
      ticket.value.byteLength,
    );
    return buffer === undefined
      ? err({ code: "profile-closed" })
      : ok(decode(buffer));
  } catch (error) {
    if (signal?.aborted === true) return err({ code: "cancelled" });
    throw error;
  }
}

/**
 * Opens files dropped on or picked in the page: by path where they have one, else their bytes are
 * streamed to main. Order is kept. Settles when all are announced; loading goes on.
 */
export async function openFiles(files: readonly File[]): Promise<void> {
  const paths = files.map((file) => window.leakscope["file/path"](file));
  const onDisk = paths.filter((path) => path !== "");
  if (onDisk.length > 0) await request("profile/open", { paths: onDisk });
  for (const [i, file] of files.entries()) {
    if (paths[i] !== "") continue;
    const ticket = await request("profile/upload", {
      name: file.name,
      sizeBytes: file.size,
    });
    if (ticket.ok) {
      await fetch(ticket.value.url, { method: "POST", body: file });
    }
  }
}
