/** Every channel of the contract under bad callers: garbage, wrong ids, foreign pages and frames. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { REQUEST_CHANNELS } from "#contract/channels.ts";
import { App, ROOT, samplePath } from "./app.ts";

let app: App;
beforeAll(async () => {
  app = await App.launch({ files: [samplePath("cpu.pb.gz")] });
  await app.settled(1);
  // What would open native windows or programs does nothing here, and is counted.
  await app.electron.evaluate(({ dialog, shell }) => {
    dialog.showOpenDialog = () =>
      Promise.resolve({ canceled: true, filePaths: [] });
    shell.showItemInFolder = () => undefined;
  });
});
afterAll(() => app.close());

/** How a call ended: `ok`, an error code, or the message it was refused with. */
type Ending = string;

/** Calls a channel with each value, made in the page: what survives the bridge differs by type. */
function endingsOf(channel: string): Promise<Ending[]> {
  return app.page.evaluate(async (channel) => {
    const call = (
      window.leakscope as unknown as Record<
        string,
        (...args: unknown[]) => Promise<unknown>
      >
    )[channel];
    const deep: Record<string, unknown> = {};
    let at = deep;
    for (let i = 0; i < 200; i += 1) {
      const next = {};
      at.inner = next;
      at = next;
    }
    const long = "x".repeat(40 * 1024);
    const everything = (value: unknown): Record<string, unknown> =>
      Object.fromEntries(
        [
          ..."profileId paths name sizeBytes sampleTypeIndex inverted func".split(
            " ",
          ),
          ..."filters currentIds baseIds usesEarlier index row category".split(
            " ",
          ),
          ..."key isExpected granularity labelKey findingIndex baseId".split(
            " ",
          ),
          ..."currentId isNormalised isFolded width isNet profileIds".split(
            " ",
          ),
          ..."sampleType requestId text address connection requests".split(" "),
          ..."jobId path options keepPartial opensFiles language theme".split(
            " ",
          ),
        ].map((name) => [name, value]),
      );
    const values: unknown[] = [
      undefined,
      null,
      0,
      -1,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      2n ** 63n,
      "",
      "x",
      true,
      [],
      [[]],
      new Date(Number.NaN),
      new Uint8Array(8),
      new Map([["profileId", "p1"]]),
      deep,
      JSON.parse('{"__proto__":{"profileId":"p1"}}'),
      JSON.parse('{"constructor":{"prototype":{}}}'),
      ...[undefined, null, -1, 0.5, 1e308, "", "p999", "../..", "p1\0", long]
        .concat([] as never)
        .map(everything),
      ...[true, [], ["x"], [null], {}, { text: {} }].map(everything),
    ];
    const seen = new Set<string>();
    for (const [i, value] of values.entries()) {
      const id = Math.floor(Math.random() * 2 ** 50);
      const ending = await Promise.race([
        call(value, id).then(
          (reply) => {
            const { ok, error } = reply as {
              ok?: unknown;
              error?: { code?: unknown };
            };
            if (ok === true) return "ok";
            return typeof error?.code === "string"
              ? `code ${error.code}`
              : `odd reply ${JSON.stringify(reply)}`;
          },
          (error: Error) => error.message.replace(/^.*?Error: /, ""),
        ),
        new Promise<string>((done) =>
          setTimeout(() => done(`value ${i} never settled`), 10_000),
        ),
      ]);
      seen.add(ending);
    }
    // Ids that are none.
    for (const id of [undefined, null, -1, 0.5, "1", {}, Number.NaN]) {
      seen.add(
        await call({}, id).then(
          () => "answered without an id",
          (error: Error) => error.message.replace(/^.*?Error: /, ""),
        ),
      );
    }
    return [...seen];
  }, channel);
}

describe("every channel", () => {
  it.each(REQUEST_CHANNELS.map((channel) => [channel]))(
    "%s ends garbage with a code or a refusal",
    async (channel) => {
      const endings = await endingsOf(channel);
      const odd = endings.filter(
        (ending) =>
          ending !== "ok" &&
          ending !== `${channel}: bad arguments` &&
          !/^code [a-z0-9-]+$/.test(ending) &&
          // Chromium itself does not send it.
          !/could not be cloned/.test(ending),
      );
      expect(odd).toEqual([]);
      expect(endings).toContain(`${channel}: bad arguments`);
    },
  );

  it("left the app whole: same page, same file, an answer", async () => {
    expect(app.pageErrors).toEqual([]);
    const profiles = await app.profiles();
    const cpu = profiles.find(({ name }) => name === "cpu.pb.gz");
    // "profile/close" had no id of an open file among its garbage.
    expect(cpu?.state.status).toBe("ready");
    expect(app.mainLog).not.toMatch(/ error main: /);
    const polluted = await app.electron.evaluate(() => "profileId" in {});
    expect(polluted).toBe(false);
  });

  it("is refused to another page and to a frame, though they have our preload", async () => {
    const preload = join(ROOT, "out/preload/index.cjs");
    const outcomes = await app.electron.evaluate(
      async ({ BrowserWindow }, { preload, channels }) => {
        const other = new BrowserWindow({
          show: false,
          webPreferences: {
            preload,
            sandbox: true,
            // The worst case: a frame that has the bridge at all.
            nodeIntegrationInSubFrames: true,
          },
        });
        const frame = "data:text/html,<p>inner</p>";
        await other.loadURL(
          `data:text/html,<p>outer</p><iframe src="${encodeURIComponent(frame)}"></iframe>`,
        );
        const code = `Promise.all(${JSON.stringify(channels)}.map((channel, i) =>
          window.leakscope[channel]({}, i + 1).then(
            () => channel + ": answered",
            (error) => error.message.replace(/^.*?Error: /, ""))))`;
        const { mainFrame } = other.webContents;
        const texts: string[][] = [];
        for (const each of mainFrame.framesInSubtree)
          texts.push((await each.executeJavaScript(code)) as string[]);
        other.destroy();
        return texts;
      },
      { preload, channels: [...REQUEST_CHANNELS] },
    );
    const refusals = REQUEST_CHANNELS.map((channel) => `${channel}: refused`);
    expect(outcomes).toEqual([refusals, refusals]);
  });

  it("is refused to a frame inside our own page", async () => {
    const outcome = await app.electron.evaluate(
      async ({ BrowserWindow }, preload) => {
        // Our page's address, another frame: only the main frame is listened to.
        const ours = BrowserWindow.getAllWindows()[0].webContents.getURL();
        const other = new BrowserWindow({
          show: false,
          webPreferences: {
            preload,
            sandbox: true,
            nodeIntegrationInSubFrames: true,
          },
        });
        await other.loadURL(ours);
        const { webContents } = other;
        await webContents.executeJavaScript(`new Promise((done) => {
          const frame = document.createElement("iframe");
          frame.src = "about:blank";
          frame.onload = () => done();
          document.body.append(frame);
          setTimeout(done, 500);
        })`);
        const inner = webContents.mainFrame.frames.at(0);
        const answer =
          inner === undefined
            ? "no frame"
            : ((await inner.executeJavaScript(
                `window.leakscope === undefined ? "no bridge"
                  : window.leakscope["profile/list"]({}, 1).then(() => "answered", (e) => e.message)`,
              )) as string);
        other.destroy();
        return answer;
      },
      join(ROOT, "out/preload/index.cjs"),
    );
    expect(outcome).toMatch(/refused|no frame|no bridge/);
  });
});
