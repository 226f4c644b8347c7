/** Bodies that are too large or break off, retry, and the end of the app in the middle of a capture. */
import { readdirSync, readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { samplePath } from "./app.ts";
import {
  addressField,
  button,
  connectTo,
  showCapture,
  useCaptures,
} from "./capture-service.ts";

const { serve, start, folder } = useCaptures();
const HEAP = readFileSync(samplePath("heap.pb.gz"));

/** The heap in pieces, of unannounced length, so that a limit is passed on the way. */
function slowly(response: ServerResponse): void {
  const piece = Math.ceil(HEAP.length / 4);
  let at = 0;
  const next = (): void => {
    response.write(HEAP.subarray(at, at + piece));
    at += piece;
    if (at >= HEAP.length) response.end();
    else setTimeout(next, 20);
  };
  next();
}

/** In MB, as the form takes it. */
const LIMIT = String((HEAP.length * 0.6) / 1024 / 1024);

async function captureHeap(
  app: Awaited<ReturnType<typeof start>>,
  address: string,
): Promise<void> {
  await connectTo(app, `${address}/debug/pprof/heap`);
  await button(app, "Capture 1 profile").click();
}

describe("a body over its limit", () => {
  it.each(["Go on", "Stop", "Stop, keep"])("%s", async (answer) => {
    let isOpen = false;
    const address = await serve((request, response) => {
      if (!request.url?.includes("/heap")) return false;
      isOpen = true;
      response.on("close", () => {
        isOpen = false;
      });
      slowly(response);
      return true;
    });
    const app = await start();
    await showCapture(app);
    await button(app, "Sign-in, certificates, proxy, limits").click();
    await app.page.getByLabel("Ask before taking more than, in MB").fill(LIMIT);
    await addressField(app).fill(`${address}/debug/pprof/heap`);
    await app.page.keyboard.press("Enter");
    await button(app, "Capture 1 profile").click();
    await app.page.getByText(/the service does not say how much/).waitFor();
    if (answer === "Go on") await app.screenshot("capture-asks-limit");
    await button(app, answer === "Stop, keep" ? /^Stop, keep/ : answer)
      .filter({ hasText: answer === "Stop" ? /^Stop$/ : answer })
      .click();
    if (answer === "Go on") {
      expect((await app.settledState()).status).toBe("ready");
      const [name] = readdirSync(folder());
      expect(name).toMatch(/^[^.].*Z\.pb\.gz$/);
    } else if (answer === "Stop") {
      await app.page.getByText(/The answer is larger than/).waitFor();
      await expect.poll(() => readdirSync(folder())).toEqual([]);
    } else {
      await app.page
        .getByText(/broken off/)
        .first()
        .waitFor();
      expect(readdirSync(folder())).toEqual([
        expect.stringMatching(/Z\.partial\.pb\.gz$/),
      ]);
      expect(await app.profiles()).toEqual([]);
    }
    await expect.poll(() => isOpen).toBe(false);
  });
});

describe("a body that breaks off", () => {
  it("is kept on request, or fetched again", async () => {
    let isBroken = true;
    const address = await serve((request, response) => {
      if (!isBroken || !request.url?.includes("/heap")) return false;
      response.write(HEAP.subarray(0, 3000), () =>
        setTimeout(() => response.destroy(), 50),
      );
      return true;
    });
    const app = await start();
    await captureHeap(app, address);
    await app.page.getByText(/^The answer broke off after/).waitFor();
    await app.screenshot("capture-broken-off");
    // Nothing half-written has a name: it waits hidden for an answer.
    const isHidden = (name: string): boolean => name.startsWith(".");
    expect(readdirSync(folder()).every(isHidden)).toBe(true);
    await button(app, /^Keep the/).click();
    await app.page
      .getByText(/broken off/)
      .first()
      .waitFor();
    expect(readdirSync(folder())).toEqual([
      expect.stringMatching(/\.partial\.pb\.gz$/),
    ]);
    await button(app, "Capture 1 profile").click();
    await button(app, "Try again").waitFor();
    isBroken = false;
    await button(app, "Try again").click();
    await app.settled(1);
    expect(readdirSync(folder()).filter(isHidden)).toEqual([]);
    expect(readdirSync(folder()).length).toBe(2);
  });
});

describe("the end of the app", () => {
  it("in the middle of a capture leaves no socket and no file", async () => {
    let isOpen = false;
    const address = await serve((request, response) => {
      if (!request.url?.includes("/heap")) return false;
      isOpen = true;
      response.on("close", () => {
        isOpen = false;
      });
      response.write(HEAP.subarray(0, 3000));
      return true;
    });
    const app = await start();
    await captureHeap(app, address);
    await button(app, "Stop and keep what came").waitFor();
    expect(isOpen).toBe(true);
    expect(readdirSync(folder()).length).toBe(1);
    await app.close();
    expect(readdirSync(folder())).toEqual([]);
    await expect.poll(() => isOpen).toBe(false);
  });
});
