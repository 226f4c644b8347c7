/** A real service of Go that leaks in four ways: captured, watched and judged, end to end. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { decodeLeaksView, type LeaksView } from "#contract/goroutines.ts";
import type { OpenProfile } from "#contract/open-profile.ts";
import {
  buildGoService,
  startGoService,
  type GoService,
} from "../integration/go-service.ts";
import { findOracle } from "../oracle/oracle.ts";
import type { App } from "./app.ts";
import { button, connectTo, useCaptures } from "./capture-service.ts";

const oracle = await findOracle();
if (!oracle.ok) console.log(`skipped 2: ${oracle.reason}`);

/** The four leaks, with what their verdicts name. */
const LEAKS = [
  ["send", 40, "main.(*relay).forward"],
  ["mutex", 20, "main.(*ledger).add"],
  ["body", 10, "net/http.(*persistConn)"],
  // Enough for the sampled heap to be near the truth: 64 MB, one sample each 512 kB.
  ["map", 4000, "main.remember"],
] as const;

function chosenTab(app: App): Promise<string | null> {
  return app.page.locator("[role=tab][aria-selected=true]").textContent();
}

describe.skipIf(!oracle.ok)("a service that leaks in four ways", () => {
  const { start } = useCaptures();
  const built = oracle.ok ? buildGoService(oracle.oracle.goPath) : undefined;
  let service: GoService;
  afterAll(() => built?.remove());
  beforeEach(async () => {
    if (built !== undefined) service = await startGoService(built.binary);
  });
  afterEach(() => service.stop());

  async function leak(): Promise<void> {
    for (const [kind, n] of LEAKS) await service.leak(kind, n);
  }

  /** The verdicts on the newest files, as the page gets them. */
  async function findings(
    app: App,
    kind: "goroutine" | "heap",
  ): Promise<LeaksView["findings"]> {
    const files = (await app.profiles()).filter(
      ({ state }) => state.status === "ready" && state.summary.kind === kind,
    );
    const ids = files.map(({ id }: OpenProfile) => id);
    const ticket = await app.request("leaks/list", {
      currentIds: ids.slice(-1),
      baseIds: ids.slice(0, 1),
      usesEarlier: false,
    });
    if (!ticket.ok) throw new Error(ticket.error.code);
    const bytes = await app.page.evaluate(
      async (url) => [
        ...new Uint8Array(await (await fetch(url)).arrayBuffer()),
      ],
      ticket.value.url,
    );
    return decodeLeaksView(Uint8Array.from(bytes).buffer).findings;
  }

  /** Each leak is found where it is, and grown by what was leaked. */
  async function expectAllFour(app: App): Promise<void> {
    const goroutines = await findings(app, "goroutine");
    const heap = await findings(app, "heap");
    const grown = (key: string): number =>
      [...goroutines, ...heap]
        .filter(
          (finding) =>
            finding.verdict !== "benign" &&
            (finding.key.startsWith(key) ||
              finding.site?.func.startsWith(key) === true ||
              finding.createdBy?.func.startsWith(key) === true),
        )
        .reduce(
          (sum, { count, baseCount }) => sum + count - (baseCount ?? 0),
          0,
        );
    expect(grown("main.(*relay).forward")).toBe(40);
    expect(grown("main.(*ledger).add")).toBe(20);
    expect(
      goroutines.find(({ category }) => category === "http-body-unclosed"),
    ).toBeDefined();
    expect(grown("main.remember")).toBeGreaterThan(2500);
  }

  it("is checked in one click: captured, exercised, captured again, judged", async () => {
    const app = await start();
    await connectTo(app, service.address);
    await app.page.getByText(`${service.address} offers`).waitFor();
    await app.page
      .getByRole("combobox", { name: "Time between the two captures" })
      .click();
    await app.page.getByRole("option", { name: "10 s apart" }).click();
    await button(app, "Leak check").click();
    await app.page.getByText(/the second one follows in \d+ s/).waitFor();
    await app.screenshot("leak-check-waits");
    await leak();
    // Nobody touches it: the second capture comes by itself.
    await app.page.getByRole("tab", { name: "Leaks" }).waitFor();
    await app.settled(4);
    await app.idle();
    await expect.poll(() => chosenTab(app)).toMatch(/^Leaks/);
    await app.page.getByText("main.(*relay).forward").first().waitFor();
    const toHeap = button(app, /^Heap of the same moment: \d+ growing site/);
    await toHeap.waitFor();
    await app.screenshot("leak-check-goroutines");
    await expectAllFour(app);
    await toHeap.click();
    await expect.poll(() => chosenTab(app)).toMatch(/^Leaks/);
    await app.page.getByText("main.remember").first().waitFor();
    await button(app, /^Goroutines of the same moment: \d+ findings/).waitFor();
    await app.idle();
    await app.screenshot("leak-check-heap");
  });

  it("is watched while it leaks; first and last snapshot are judged", async () => {
    const app = await start();
    await connectTo(app, service.address);
    await app.page
      .getByRole("combobox", { name: "Time between polls" })
      .click();
    await app.page.getByRole("option", { name: "every 5 s" }).click();
    await button(app, "Watch").click();
    await app.page.getByText("1 snapshot kept").waitFor();
    await leak();
    // By itself, since they grew; perhaps in the middle of it. One more when it is over.
    await app.page.getByText("2 snapshots kept").waitFor();
    await button(app, "Take a snapshot now").click();
    await app.page.getByText("3 snapshots kept").waitFor();
    await app.screenshot("capture-watch");
    await button(app, "Compare first and last").click();
    const profiles = await app.settled(4);
    expect(profiles.map(({ state }) => state.status)).toEqual(
      Array(4).fill("ready"),
    );
    await app.idle();
    await expect.poll(() => chosenTab(app)).toMatch(/^Leaks/);
    await app.page.getByText("main.(*relay).forward").first().waitFor();
    await app.screenshot("watch-leaks");
    await expectAllFour(app);
    const watches = await app.request("watch/list", {});
    expect(
      watches.ok && watches.value[0].points.at(-1)?.goroutines,
    ).toBeGreaterThan(60);
  });
});
