/** Capture in the running app: a recorded service in Node, and a real leaking one where Go is installed. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { buildGoService, startGoService } from "../integration/go-service.ts";
import { findOracle } from "../oracle/oracle.ts";
import { samplePath, type App } from "./app.ts";
import { useApp } from "./use-app.ts";

const INDEX = `<html><table>
<tr><td>12</td><td><a href='heap?debug=1'>heap</a></td></tr>
<tr><td>20001</td><td><a href='goroutine?debug=1'>goroutine</a></td></tr>
<tr><td>0</td><td><a href='profile?debug=1'>profile</a></td></tr>
</table></html>`;

const SECRET = "t0ken-that-must-not-leak";

const launch = useApp();
let folder = "";
let server: Server | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "leakscope-e2e-captures-"));
});

afterEach(async () => {
  const running = server;
  server = undefined;
  running?.closeAllConnections();
  if (running !== undefined) await new Promise((done) => running.close(done));
  rmSync(folder, { recursive: true, force: true });
});

type Answer = (request: IncomingMessage, response: ServerResponse) => boolean;

/** A service that answers as net/http/pprof does; `answer` may take a request for itself. */
async function serve(answer: Answer = () => false): Promise<string> {
  const running = createServer((request, response) => {
    if (answer(request, response)) return;
    const path = (request.url ?? "").split("?")[0];
    if (path === "/debug/pprof/") {
      response.setHeader("content-type", "text/html").end(INDEX);
    } else if (path === "/debug/pprof/heap") {
      response.end(readFileSync(samplePath("heap.pb.gz")));
    } else if (path === "/debug/pprof/goroutine") {
      response.end(readFileSync(samplePath("goroutine.pb.gz")));
    } else response.writeHead(404).end("404 page not found");
  });
  server = running;
  await new Promise<void>((done) => running.listen(0, "127.0.0.1", done));
  return `127.0.0.1:${(running.address() as AddressInfo).port}`;
}

function start(): Promise<App> {
  return launch({ settings: { captureFolder: folder } });
}

function addressField(app: App) {
  return app.page.getByRole("textbox", { name: "Address" });
}

async function showCapture(app: App): Promise<void> {
  await app.page.getByRole("button", { name: "Capture…" }).first().waitFor();
  await app.page.keyboard.press("Control+l");
}

async function connectTo(app: App, address: string): Promise<void> {
  await showCapture(app);
  await addressField(app).fill(address);
  await app.page.keyboard.press("Enter");
}

function button(app: App, name: string | RegExp) {
  return app.page.getByRole("button", { name });
}

/** Every file below `dir`, as one text. */
function everythingIn(dir: string): string {
  // Chromium's lock files are links to nowhere and sockets: they hold no text.
  return readdirSync(dir, { withFileTypes: true })
    .map((entry) => {
      const path = join(dir, entry.name);
      if (entry.isDirectory()) return everythingIn(path);
      return entry.isFile() ? readFileSync(path, "latin1") : "";
    })
    .join("\n");
}

describe("capture", () => {
  it("offers what the service lists, saves and opens what is chosen", async () => {
    const address = await serve();
    const app = await start();
    await connectTo(app, address);
    await app.page.getByText(`${address} offers`).waitFor();
    await app.screenshot("capture-offers");
    await button(app, "Capture 2 profiles").click();
    const profiles = await app.settled(2);
    expect(profiles.map(({ state }) => state.status)).toEqual([
      "ready",
      "ready",
    ]);
    const names = readdirSync(folder).sort();
    expect(names).toHaveLength(2);
    expect(names[0]).toMatch(
      /^127\.0\.0\.1_\d+-goroutine-\d{8}T\d{6}Z\.pb\.gz$/,
    );
    expect(readFileSync(join(folder, names[1]))).toEqual(
      readFileSync(samplePath("heap.pb.gz")),
    );
    const history = await app.request("capture/history", {});
    expect(history.ok && history.value.map(({ kind }) => kind)).toEqual([
      "goroutine",
      "heap",
    ]);
  });

  it("says what went wrong, with a next step", async () => {
    const address = await serve((_, response) => {
      response.writeHead(401).end();
      return true;
    });
    const app = await start();
    await connectTo(app, address);
    const alert = app.page.getByRole("alert");
    await expect
      .poll(() => alert.textContent())
      .toBe(
        "The service refused with status 401. Give a token, or a user and a password.",
      );
    await addressField(app).fill("127.0.0.1:1");
    await app.page.keyboard.press("Enter");
    await expect
      .poll(() => alert.textContent())
      .toContain("Nothing listens on 127.0.0.1:1.");
  });

  it("warns before a dump of very many goroutines", async () => {
    const address = await serve();
    const app = await start();
    await connectTo(app, address);
    await app.page.getByRole("combobox", { name: "Form of goroutine" }).click();
    await app.page
      .getByRole("option", { name: "text, each with its wait" })
      .click();
    await app.page
      .getByText("while 20,001 goroutines are written out")
      .waitFor();
  });

  it("counts a CPU profile down, and cancel leaves nothing behind", async () => {
    let isOpen = false;
    const address = await serve((request) => {
      if (!request.url?.includes("/profile")) return false;
      isOpen = true;
      request.on("close", () => {
        isOpen = false;
      });
      return true;
    });
    const app = await start();
    await connectTo(app, `${address}/debug/pprof/profile?seconds=20`);
    await button(app, "Capture 1 profile").click();
    await app.page.getByText(/\d+ seconds left/).waitFor();
    await app.screenshot("capture-countdown");
    expect(isOpen).toBe(true);
    await button(app, "Cancel").click();
    await app.page.getByText("The capture was cancelled.").waitFor();
    await expect.poll(() => isOpen).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("keeps a token out of every file and log", async () => {
    const seen: (string | undefined)[] = [];
    const address = await serve((request) => {
      seen.push(request.headers.authorization);
      return false;
    });
    const app = await start();
    await showCapture(app);
    await addressField(app).fill(address);
    await button(app, "Sign-in, certificates, proxy").click();
    await app.page.getByRole("combobox", { name: "Sign-in" }).click();
    await app.page.getByRole("option", { name: "Bearer token" }).click();
    await app.page.getByLabel("Token").fill(SECRET);
    await app.page.getByText("Remember for this host").click();
    await app.screenshot("capture-sign-in");
    await button(app, "Connect").click();
    await button(app, "Capture 2 profiles").click();
    await app.settled(2);
    expect(seen).toContain(`Bearer ${SECRET}`);
    const saved = await app.request("capture/saved-connection", { address });
    expect(JSON.stringify(saved)).not.toContain(SECRET);
    expect(saved.ok && saved.value).toMatchObject({ hasSecret: true });
    const { dataDir } = app;
    const spoken = app.mainLog + app.console.join("\n");
    expect(spoken).not.toContain(SECRET);
    expect(everythingIn(dataDir)).not.toContain(SECRET);
    expect(everythingIn(folder)).not.toContain(SECRET);
  });

  it("history deletes the file with its row", async () => {
    const address = await serve();
    const app = await start();
    await connectTo(app, address);
    await button(app, "Capture 2 profiles").click();
    await app.settled(2);
    await showCapture(app);
    await button(app, /^Delete .*heap/).click();
    await expect.poll(() => readdirSync(folder).length).toBe(1);
    expect(readdirSync(folder)[0]).toContain("goroutine");
  });
});

const oracle = await findOracle();
if (!oracle.ok) console.log(`skipped 1: ${oracle.reason}`);

describe.skipIf(!oracle.ok)("a real leaking service", () => {
  const built = oracle.ok ? buildGoService(oracle.oracle.goPath) : undefined;
  afterAll(() => built?.remove());

  it("is watched while it leaks; first and last snapshot are opened", async () => {
    if (built === undefined) return;
    const service = await startGoService(built.binary);
    try {
      mkdirSync(folder, { recursive: true });
      const app = await start();
      await connectTo(app, service.address);
      await app.page
        .getByRole("combobox", { name: "Time between polls" })
        .click();
      await app.page.getByRole("option", { name: "every 5 s" }).click();
      await button(app, "Watch").click();
      await app.page.getByText("1 snapshot kept").waitFor();
      await service.leak("send", 100);
      await service.leak("mutex", 20);
      await service.leak("body", 10);
      await service.leak("map", 200);
      await app.page.getByText("2 snapshots kept").waitFor();
      await app.screenshot("capture-watch");
      await button(app, "Compare first and last").click();
      const profiles = await app.settled(4);
      expect(profiles.map(({ state }) => state.status)).toEqual(
        Array(4).fill("ready"),
      );
      const watches = await app.request("watch/list", {});
      expect(
        watches.ok && watches.value[0].points.at(-1)?.goroutines,
      ).toBeGreaterThan(120);
    } finally {
      await service.stop();
    }
  });
});
