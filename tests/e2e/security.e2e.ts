/** The promises of docs/architecture.md ("Electron"), asked of the running app. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EVENT_CHANNELS, REQUEST_CHANNELS } from "#contract/channels.ts";
import { App, ROOT } from "./app.ts";

let app: App;
beforeAll(async () => {
  app = await App.launch();
});
afterAll(async () => {
  await app.close();
});

describe("the window", () => {
  it("is sandboxed, isolated and without Node", async () => {
    const preferences = await app.electron.evaluate(({ BrowserWindow }) => {
      const { webContents } = BrowserWindow.getAllWindows()[0];
      const last = (
        webContents as unknown as {
          getLastWebPreferences(): Record<string, unknown>;
        }
      ).getLastWebPreferences();
      return {
        sandbox: last.sandbox,
        contextIsolation: last.contextIsolation,
        nodeIntegration: last.nodeIntegration,
        webviewTag: last.webviewTag,
        webSecurity: last.webSecurity,
        nodeIntegrationInSubFrames: last.nodeIntegrationInSubFrames,
        // Left out where it is off.
        nodeIntegrationInWorker: last.nodeIntegrationInWorker ?? false,
        allowRunningInsecureContent: last.allowRunningInsecureContent,
        experimentalFeatures: last.experimentalFeatures,
        enableBlinkFeatures: last.enableBlinkFeatures ?? "",
      };
    });
    expect(preferences).toEqual({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      webSecurity: true,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      enableBlinkFeatures: "",
    });
    const globals = await app.page.evaluate(() =>
      ["require", "process", "module", "Buffer"].filter(
        (name) => name in window,
      ),
    );
    expect(globals).toEqual([]);
  });

  it("makes nothing of a webview", async () => {
    const before = await app.electron.evaluate(
      ({ webContents }) => webContents.getAllWebContents().length,
    );
    await app.page.evaluate(async () => {
      const view = document.createElement("webview");
      view.setAttribute("src", "https://example.com/");
      document.body.append(view);
      await new Promise((done) => setTimeout(done, 300));
      view.remove();
    });
    const after = await app.electron.evaluate(
      ({ webContents }) => webContents.getAllWebContents().length,
    );
    expect(after).toBe(before);
  });

  it("is on its own origin, not on file:", () => {
    expect(new URL(app.page.url()).protocol).toMatch(/^(app|https):$/);
  });

  it("offers exactly the contract", async () => {
    const keys = await app.page.evaluate(() => Object.keys(window.leakscope));
    expect(keys.sort()).toEqual(
      [...REQUEST_CHANNELS, ...EVENT_CHANNELS, "file/path"].sort(),
    );
  });
});

describe("the content policy", () => {
  it("comes with every reply of our origin", async () => {
    const policies = await app.page.evaluate(async () => {
      const paths = ["/index.html", "/bulk/none", "/nothing.js"];
      const replies = await Promise.all(paths.map((path) => fetch(path)));
      return replies.map((reply) =>
        reply.headers.get("content-security-policy"),
      );
    });
    for (const policy of policies) {
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe|\*|https?:/);
    }
  });

  it("stops code made from text", async () => {
    // In a timer: what the debugger evaluates itself is exempt from the policy.
    const outcomes = await app.page.evaluate(
      () =>
        new Promise((done) => {
          const nameOf = (attack: () => unknown): unknown => {
            try {
              return attack();
            } catch (error) {
              return error instanceof Error ? error.name : "?";
            }
          };
          setTimeout(() => {
            done([
              nameOf(() => eval("1 + 1")),
              nameOf(() => Reflect.construct(Function, ["return 2"])),
            ]);
          }, 0);
        }),
    );
    expect(outcomes).toEqual(["EvalError", "EvalError"]);
  });

  it("runs no inline script and loads nothing remote", async () => {
    const outcome = await app.page.evaluate(async () => {
      const violated: string[] = [];
      document.addEventListener("securitypolicyviolation", (event) =>
        violated.push(event.effectiveDirective),
      );
      const script = document.createElement("script");
      script.textContent = "window.wasRun = true";
      document.body.append(script);
      const image = document.createElement("img");
      image.src = "https://example.com/x.png";
      document.body.append(image);
      const frame = document.createElement("iframe");
      frame.src = "https://example.com/";
      document.body.append(frame);
      const remote = await fetch("https://example.com/").then(
        () => "loaded",
        () => "refused",
      );
      await new Promise((done) => setTimeout(done, 300));
      for (const element of [script, image, frame]) element.remove();
      return { violated, remote, wasRun: "wasRun" in window };
    });
    expect(outcome.wasRun).toBe(false);
    expect(outcome.remote).toBe("refused");
    expect(outcome.violated).toEqual(
      expect.arrayContaining([
        "script-src-elem",
        "img-src",
        "frame-src",
        "connect-src",
      ]),
    );
  });

  it("serves files of the page only", async () => {
    const statuses = await app.page.evaluate(async () => {
      const paths = [
        "/../../package.json",
        "/%2e%2e/%2e%2e/package.json",
        "/..%2f..%2fpackage.json",
        "/assets/../../main/index.js",
        "/%00.html",
      ];
      const replies = await Promise.all(paths.map((path) => fetch(path)));
      return replies.map((reply) => reply.status);
    });
    expect(statuses).toEqual([404, 404, 404, 404, 404]);
    const file = await app.page.evaluate(() =>
      fetch("file:///etc/hostname").then(
        () => "read",
        () => "refused",
      ),
    );
    expect(file).toBe("refused");
  });
});

describe("the way out", () => {
  it("is closed: no navigation, no window, no permission", async () => {
    const before = app.page.url();
    const opened = await app.page.evaluate(
      () => window.open("https://example.com/") === null,
    );
    expect(opened).toBe(true);
    await app.page.evaluate(() => {
      location.href = "https://example.com/";
    });
    await app.page.evaluate(() => {
      const link = document.createElement("a");
      link.href = "file:///etc/passwd";
      document.body.append(link);
      link.click();
      link.remove();
    });
    await app.page.waitForTimeout(300);
    expect(app.page.url()).toBe(before);
    expect(app.electron.windows()).toHaveLength(1);
  });

  it("has no permission to grant", async () => {
    const outcome = await app.page.evaluate(async () => {
      const refused = (promise: Promise<unknown>) =>
        promise.then(
          () => "granted",
          () => "refused",
        );
      return {
        notification: await Notification.requestPermission(),
        clipboard: await refused(navigator.clipboard.readText()),
        camera: await refused(
          navigator.mediaDevices.getUserMedia({ video: true }),
        ),
        location: await refused(
          new Promise((done, fail) =>
            navigator.geolocation.getCurrentPosition(done, fail),
          ),
        ),
      };
    });
    expect(outcome).toEqual({
      notification: "denied",
      clipboard: "refused",
      camera: "refused",
      location: "refused",
    });
  });
});

describe("requests", () => {
  it("are refused with arguments that are not the contract's", async () => {
    const outcomes = await app.page.evaluate(async () => {
      const call = (channel: string, ...args: unknown[]) =>
        (
          window.leakscope as unknown as Record<
            string,
            (...args: unknown[]) => Promise<unknown>
          >
        )
          [channel](...args)
          .then(
            () => "answered",
            (error: Error) => error.message.replace(/^.*Error: /, ""),
          );
      return Promise.all([
        call("profile/open", { paths: "/etc/passwd" }, 1),
        call("profile/open", { paths: [7] }, 2),
        call("profile/open", null, 3),
        call("profile/list", {}, "x"),
        call("profile/list", {}),
        call("analysis/flame", { profileId: "p1", sampleTypeIndex: -1 }, 4),
        call("settings/get", "no object", 5),
      ]);
    });
    expect(outcomes).toEqual([
      "profile/open: bad arguments",
      "profile/open: bad arguments",
      "profile/open: bad arguments",
      "profile/list: bad arguments",
      "profile/list: bad arguments",
      "analysis/flame: bad arguments",
      "settings/get: bad arguments",
    ]);
  });

  it("are refused from any other page, though it has our preload", async () => {
    const preload = join(ROOT, "out/preload/index.cjs");
    const outcome = await app.electron.evaluate(
      async ({ BrowserWindow }, preload) => {
        const other = new BrowserWindow({
          show: false,
          webPreferences: { preload, sandbox: true },
        });
        await other.loadURL("data:text/html,<p>other</p>");
        const text = (await other.webContents.executeJavaScript(
          "window.leakscope['profile/list']({}, 1).then(() => 'answered', (e) => e.message)",
        )) as string;
        other.destroy();
        return text;
      },
      preload,
    );
    expect(outcome).toMatch(/profile\/list: refused/);
  });
});
