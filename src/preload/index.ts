/**
 * The bridge: one function per contract key on `window.leakscope`, nothing generic. Runs sandboxed
 * and isolated; arguments are checked by main, which trusts no page.
 */
import { contextBridge, ipcRenderer, webUtils } from "electron";
import { EVENT_CHANNELS, REQUEST_CHANNELS } from "#contract/channels.ts";

type Listener = (payload: unknown) => void;

const requests = REQUEST_CHANNELS.map((channel) => [
  channel,
  (args: unknown, requestId: unknown): Promise<unknown> =>
    ipcRenderer.invoke(channel, args, requestId),
]);

const events = EVENT_CHANNELS.map((channel) => [
  channel,
  (listener: Listener): (() => void) => {
    const forward = (_event: unknown, payload: unknown): void =>
      listener(payload);
    ipcRenderer.on(channel, forward);
    return () => ipcRenderer.off(channel, forward);
  },
]);

contextBridge.exposeInMainWorld("leakscope", {
  ...Object.fromEntries([...requests, ...events]),
  "file/path": (file: unknown): string =>
    file instanceof File ? webUtils.getPathForFile(file) : "",
});
