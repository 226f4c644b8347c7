// What is in the pictures. A scene leads the page, from wherever it is, to what is to be seen; selectors
// are the same in every language.
import { join } from "node:path";

let lastId = 1;

/** Asks main as the page does. */
function ask(page, channel, args) {
  lastId += 1;
  return page.evaluate(
    ({ channel, args, id }) => window.leakscope[channel](args, id),
    { channel, args, id: lastId },
  );
}

async function closeOverlays({ page }) {
  await page.keyboard.press("Escape");
  await page.waitForSelector("[role=dialog]", { state: "detached" });
}

/** Exactly these files are open, the last one in front. */
async function open(context, ...names) {
  const { page, captures, idle } = context;
  await closeOverlays(context);
  const { value: before } = await ask(page, "profile/list", {});
  for (const { id } of before)
    await ask(page, "profile/close", { profileId: id });
  await page.waitForSelector(".ls-sidebar", { state: "detached" });
  await ask(page, "profile/open", {
    paths: names.map((name) => join(captures, name)),
  });
  for (;;) {
    const { value } = await ask(page, "profile/list", {});
    if (
      value.length === names.length &&
      value.every(({ state }) => state.status !== "loading")
    )
      break;
    await page.waitForTimeout(50);
  }
  await page.waitForSelector(".ls-sidebar");
  await page.mouse.move(5, 5);
  await idle();
}

async function view({ page, idle }, id) {
  await page.locator(`#tab-${id}`).click();
  await page.mouse.move(5, 5);
  await idle();
}

async function overlay(context, key) {
  await closeOverlays(context);
  await context.page.evaluate(() => document.activeElement?.blur());
  await context.page.keyboard.press(key);
  await context.page.waitForSelector("[role=dialog]");
}

const PLAIN = {
  authKind: "none",
  user: "",
  secret: "",
  useSavedSecret: false,
  rememberSecret: false,
  headers: {},
  clientCertificatePath: "",
  clientKeyPath: "",
  caPath: "",
  skipTlsVerify: false,
  proxyUrl: "",
};

export const SCENES = [
  {
    name: "start",
    run: async ({ page, idle }) => {
      await page.mouse.move(5, 5);
      await idle();
    },
  },
  {
    name: "flame",
    run: async (context) => {
      await open(context, "heap-0644.pb.gz");
      await view(context, "flame");
      const box = await context.page.locator(".ls-flame-canvas").boundingBox();
      await context.page.mouse.move(box.x + box.width * 0.22, box.y + 70);
    },
  },
  {
    name: "top",
    run: async (context) => {
      await open(context, "cpu-30s.pprof");
      await view(context, "top");
    },
  },
  {
    name: "tree",
    run: async (context) => {
      await open(context, "cpu-30s.pprof");
      await view(context, "tree");
      const { page } = context;
      await page.locator("[role=treegrid], [role=grid]").first().focus();
      for (const key of [
        "ArrowDown",
        "ArrowRight",
        "ArrowDown",
        "ArrowRight",
        "ArrowDown",
      ])
        await page.keyboard.press(key);
    },
  },
  {
    name: "callers",
    run: async (context) => {
      await open(context, "cpu-30s.pprof");
      await view(context, "top");
      await context.page.locator("[role=grid] [role=row]").nth(2).click();
      await view(context, "callers");
      const picker = context.page.locator("[role=tabpanel] input").first();
      if ((await picker.inputValue()) === "") {
        await picker.fill("httpapi.(*API).placeOrder");
        await picker.press("ArrowDown");
        await picker.press("Enter");
      }
    },
  },
  {
    name: "leaks",
    run: (context) =>
      open(context, "goroutines-0631.txt.gz", "goroutines-0644.txt.gz").then(
        () => view(context, "leaks"),
      ),
  },
  {
    name: "goroutines",
    run: async (context) => {
      await open(context, "goroutines-0631.txt.gz", "goroutines-0644.txt.gz");
      await view(context, "goroutines");
      await context.page.locator("[role=grid] [role=row]").nth(1).click();
    },
  },
  {
    name: "compare-side-by-side",
    run: async (context) => {
      await open(context, "heap-0631.pb.gz", "heap-0644.pb.gz");
      await view(context, "compare");
    },
  },
  {
    name: "compare-merged",
    run: async (context) => {
      await open(context, "heap-0631.pb.gz", "heap-0644.pb.gz");
      await view(context, "compare");
      await context.page
        .locator(".ls-compare__tools .ls-segments__item")
        .nth(1)
        .click();
    },
  },
  {
    name: "compare-groups",
    run: async (context) => {
      await open(context, "goroutines-0631.txt.gz", "goroutines-0644.txt.gz");
      await view(context, "compare");
      await context.page
        .locator(".ls-compare__rows-bar .ls-segments__item")
        .nth(1)
        .click();
    },
  },
  {
    name: "compare-trend",
    run: async (context) => {
      await open(context, "heap-1.pb.gz", "heap-2.pb.gz", "heap-3.pb.gz");
      await view(context, "compare");
      await context.page
        .locator(".ls-compare__tools .ls-segments__item")
        .nth(2)
        .click();
      await context.page.waitForSelector(".ls-compare__chart canvas");
    },
  },
  {
    name: "changed-on-disk",
    run: async (context) => {
      const { utimesSync } = await import("node:fs");
      await open(context, "heap-0644.pb.gz");
      utimesSync(
        join(context.captures, "heap-0644.pb.gz"),
        1,
        Date.now() / 1000,
      );
      await context.page.waitForSelector(".ls-disk-change");
    },
  },
  { name: "error", run: (context) => open(context, "login.html") },
  {
    name: "guide",
    run: async (context) => {
      await open(context, "heap-0644.pb.gz");
      await context.page.keyboard.press("Control+g");
      await context.page.waitForSelector(".ls-guide");
    },
  },
  {
    name: "capture",
    run: async ({ page, idle, service }) => {
      await ask(page, "watch/start", {
        address: service.address,
        connection: PLAIN,
        options: {
          everyMillis: 300,
          forMillis: 0,
          snapshotEveryMillis: 5000,
          snapshotGrowthRatio: 0.5,
          kinds: ["goroutine", "heap"],
          maxSnapshots: 5,
        },
      });
      await page.keyboard.press("Control+l");
      await page.waitForSelector(".ls-capture");
      await page.locator(".ls-capture__address input").fill(service.address);
      await page.keyboard.press("Enter");
      await page.waitForSelector(".ls-capture__actions");
      await idle();
    },
  },
  {
    name: "capture-running",
    run: async ({ page, service, idle }) => {
      const address = page.locator(".ls-capture__address input");
      await address.fill(`${service.address}/debug/pprof/profile?seconds=30`);
      await address.press("Enter");
      await page.waitForSelector(".ls-capture__actions");
      await idle();
      const start = page.locator(
        ".ls-capture__actions .ls-text-button--primary",
      );
      await start.first().click();
      await page.waitForTimeout(4000);
      await page.locator(".ls-capture__title").click();
    },
  },
  {
    name: "settings",
    run: async (context) => {
      await open(context, "heap-0644.pb.gz");
      await overlay(context, "Control+,");
    },
  },
  { name: "palette", run: (context) => overlay(context, "Control+k") },
  { name: "shortcuts", run: (context) => overlay(context, "?") },
];
