/** Capture in the running app, from a recorded service in Node. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
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
    const names = readdirSync(folder()).sort();
    expect(names).toHaveLength(2);
    expect(names[0]).toMatch(
      /^127\.0\.0\.1_\d+-goroutine-\d{8}T\d{6}Z\.pb\.gz$/,
    );
    expect(readFileSync(join(folder(), names[1]))).toEqual(
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
    expect(readdirSync(folder())).toEqual([]);
  });

  it("history shows totals, opens, reveals and deletes", async () => {
    const address = await serve();
    const app = await start();
    await connectTo(app, address);
    await button(app, "Capture 2 profiles").click();
    const profiles = await app.settled(2);
    await showCapture(app);
    // The address is still there.
    expect(await addressField(app).inputValue()).toBe(address);
    for (const { name, state } of profiles) {
      if (state.status !== "ready") throw new Error(name);
      const { sampleTypes, defaultSampleTypeIndex } = state.summary;
      const { type, unit, total } = sampleTypes[defaultSampleTypeIndex];
      const history = await app.request("capture/history", {});
      const row = history.ok
        ? history.value.find(({ path }) => path.endsWith(name))
        : undefined;
      expect(row?.total).toEqual({ type, unit, value: total });
    }
    await app.page.getByText(/^[\d.]+ [KMG]B inuse_space$/).waitFor();
    await app.page.getByText(/^[\d,]+ goroutine$/).waitFor();
    await app.screenshot("capture-history");
    await app.electron.evaluate(({ shell }) => {
      const global = globalThis as { revealed?: string };
      shell.showItemInFolder = (path) => {
        global.revealed = path;
      };
    });
    await button(app, /^Show .*heap.* in its folder/).click();
    await expect
      .poll(() =>
        app.electron.evaluate(
          () => (globalThis as { revealed?: string }).revealed,
        ),
      )
      .toContain("-heap-");
    await button(app, /^Delete .*heap/).click();
    await expect.poll(() => readdirSync(folder()).length).toBe(1);
    expect(readdirSync(folder())[0]).toContain("goroutine");
  });
});
