/** Nothing leaves the machine while files are opened and looked at. */
import { expect, it } from "vitest";
import { samplePath } from "./app.ts";
import { useApp } from "./use-app.ts";

const launch = useApp();

it("opening and looking at files asks nobody", async () => {
  const app = await launch();
  await app.electron.evaluate(({ session }) => {
    const asked: string[] = [];
    (globalThis as Record<string, unknown>).asked = asked;
    // All of Chromium's requests, those of its own services included.
    session.defaultSession.webRequest.onBeforeRequest((details, reply) => {
      asked.push(details.url);
      reply({});
    });
    // All of Node's, whichever module makes them.
    const net = process.getBuiltinModule("node:net");
    const connect = Reflect.get(net.Socket.prototype, "connect") as (
      this: object,
      ...args: unknown[]
    ) => unknown;
    Reflect.set(
      net.Socket.prototype,
      "connect",
      function (this: object, ...args: unknown[]) {
        asked.push(`socket ${JSON.stringify(args[0])}`);
        return connect.apply(this, args);
      },
    );
  });
  await app.request("profile/open", {
    paths: [samplePath("heap.pb.gz"), samplePath("harbour.txt.gz")],
  });
  await app.settled(2);
  await app.idle();
  for (const name of [/^heap\.pb\.gz/, /^harbour\.txt\.gz/]) {
    await app.page.getByRole("button", { name }).first().click();
    for (const tab of await app.page.getByRole("tab").all()) {
      await tab.click();
      await app.idle();
    }
  }
  const asked = await app.electron.evaluate(
    () => (globalThis as Record<string, unknown>).asked as string[],
  );
  const own = new URL(app.page.url());
  const foreign = asked.filter(
    (url) => !url.startsWith(`${own.protocol}//${own.host}/`),
  );
  expect(foreign).toEqual([]);
  // The recorder saw something: its own origin's bulk replies.
  expect(asked.length).toBeGreaterThan(0);
});
