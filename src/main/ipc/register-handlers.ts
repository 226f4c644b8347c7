import type { IpcMain, IpcMainInvokeEvent } from "electron";
import { err } from "#base/result.ts";
import {
  REQUEST_CHANNELS,
  type RequestArgs,
  type RequestChannel,
  type RequestOutcome,
} from "#contract/channels.ts";
import { checkedArgs, ensureRequestId } from "#contract/request-guards.ts";
import type { AppOrigin } from "../app-origin.ts";
import { log } from "../logger.ts";
import { PendingRequests } from "./pending-requests.ts";

/** Answers one request. `signal` aborts when the page cancels or goes away. */
export type Handler<C extends RequestChannel> = (
  args: RequestArgs<C>,
  signal: AbortSignal,
) => Promise<RequestOutcome<C>> | RequestOutcome<C>;

/** One handler per request; `request/cancel` is answered by the registry itself. */
export type Handlers = {
  readonly [C in Exclude<RequestChannel, "request/cancel">]: Handler<C>;
};

/** Whether the request comes from the main frame of our page; anything else is refused. */
export function isTrustedSender(
  event: IpcMainInvokeEvent,
  origin: AppOrigin,
): boolean {
  const frame = event.senderFrame;
  return (
    frame !== null && frame === event.sender.mainFrame && origin.has(frame.url)
  );
}

/**
 * Registers a handler for every request of the contract: sender and arguments are checked before it
 * runs, and a cancelled request settles at once, whatever its handler still does.
 *
 * @returns the requests in flight, to be ended when the page goes away
 */
export function registerHandlers(
  ipc: Pick<IpcMain, "handle">,
  origin: AppOrigin,
  handlers: Handlers,
): PendingRequests {
  const pending = new PendingRequests();
  const all: { readonly [C in RequestChannel]: Handler<C> } = {
    ...handlers,
    "request/cancel": ({ requestId }) => {
      pending.cancel(requestId);
      return { ok: true, value: null };
    },
  };
  const register = <C extends RequestChannel>(channel: C): void => {
    ipc.handle(channel, async (event, args: unknown, id: unknown) => {
      if (!isTrustedSender(event, origin)) {
        log.warn("ipc", `${channel} refused: not our page`);
        throw new Error(`${channel}: refused`);
      }
      const checked = checkedArgs(channel, args);
      const requestId = ensureRequestId(id);
      if (checked === undefined || requestId === undefined) {
        throw new TypeError(`${channel}: bad arguments`);
      }
      return pending.run<RequestOutcome<C>>(
        requestId,
        async (signal) => all[channel](checked, signal),
        err({ code: "cancelled" }),
      );
    });
  };
  for (const channel of REQUEST_CHANNELS) register(channel);
  return pending;
}
