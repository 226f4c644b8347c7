/**
 * A service for captures: answers as net/http/pprof does, in Node, and what a user does with it in
 * the window.
 */
import { readdirSync, readFileSync } from "node:fs";
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Locator } from "playwright";
import { afterEach, beforeEach } from "vitest";
import { samplePath, type App, type LaunchOptions } from "./app.ts";
import { temporaryFolder } from "./temporary-folder.ts";
import { useApp } from "./use-app.ts";

const INDEX = `<html><table>
<tr><td>12</td><td><a href='heap?debug=1'>heap</a></td></tr>
<tr><td>20001</td><td><a href='goroutine?debug=1'>goroutine</a></td></tr>
<tr><td>0</td><td><a href='profile?debug=1'>profile</a></td></tr>
</table></html>`;

/** Takes a request for itself by returning true. */
export type Answer = (
  request: IncomingMessage,
  response: ServerResponse,
) => boolean;

/** What the tests of a file share: a folder for captures, servers, apps; all gone after each test. */
export function useCaptures(): {
  readonly folder: () => string;
  /** Starts a service; gives its `127.0.0.1:port`. */
  readonly serve: (answer?: Answer) => Promise<string>;
  readonly start: (options?: LaunchOptions) => Promise<App>;
} {
  let folder = "";
  let servers: Server[] = [];
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(async () => {
    const running = servers;
    servers = [];
    for (const server of running) {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    }
  });
  // Behind the hooks above: hooks run last first, and the apps must end before their folder goes.
  const launch = useApp();
  return {
    folder: () => folder,
    serve: async (answer = () => false) => {
      const server = createServer((request, response) => {
        if (!answer(request, response)) answerAsPprof(request, response);
      });
      servers.push(server);
      await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
      return `127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
    start: (options = {}) =>
      launch({
        ...options,
        settings: { captureFolder: folder, ...options.settings },
      }),
  };
}

function answerAsPprof(
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const path = (request.url ?? "").split("?")[0];
  if (path === "/debug/pprof/") {
    response.setHeader("content-type", "text/html").end(INDEX);
  } else if (path === "/debug/pprof/heap") {
    response.end(readFileSync(samplePath("heap.pb.gz")));
  } else if (path === "/debug/pprof/goroutine") {
    response.end(readFileSync(samplePath("goroutine.pb.gz")));
  } else response.writeHead(404).end("404 page not found");
}

export function addressField(app: App): Locator {
  return app.page.getByRole("textbox", { name: "Address" });
}

export async function showCapture(app: App): Promise<void> {
  await app.page.getByRole("button", { name: "Capture…" }).first().waitFor();
  await app.page.keyboard.press("Control+l");
  await addressField(app).waitFor();
}

export async function connectTo(app: App, address: string): Promise<void> {
  await showCapture(app);
  await addressField(app).fill(address);
  await app.page.keyboard.press("Enter");
}

export function button(app: App, name: string | RegExp): Locator {
  return app.page.getByRole("button", { name });
}

/** Every file below `dir`, as one text. */
export function everythingIn(dir: string): string {
  // Chromium's lock files are links to nowhere and sockets: they hold no text.
  return readdirSync(dir, { withFileTypes: true })
    .map((entry) => {
      const path = join(dir, entry.name);
      if (entry.isDirectory()) return everythingIn(path);
      return entry.isFile() ? readFileSync(path, "latin1") : "";
    })
    .join("\n");
}
