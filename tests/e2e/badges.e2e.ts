/** Findings of one file, marked in the others of the same process. Captured with tools/fixtures/poller. */
import { describe, expect, it } from "vitest";
import { useApp } from "./use-app.ts";

const FOLDER = "tests/fixtures/badges";
const launch = useApp();

describe("a CPU profile beside the goroutines of its process", () => {
  it("marks the function that leaks, and leads to its finding", async () => {
    const app = await launch({
      files: [
        `${FOLDER}/poller.base.goroutine.pb.gz`,
        `${FOLDER}/poller.goroutine.pb.gz`,
        `${FOLDER}/poller.cpu.pb.gz`,
      ],
    });
    await app.settled(3);
    await app.idle();
    const { page } = app;
    await page.getByRole("button", { name: /^poller\.cpu\.pb\.gz/ }).click();
    await page.getByRole("tab", { name: "Flame graph", exact: true }).click();
    await app.idle();
    await app.screenshot("cpu-badge");
    await page.getByRole("tab", { name: "Top", exact: true }).click();
    await app.idle();
    const row = page.getByRole("row").filter({ hasText: "main.pollInventory" });
    await expect.poll(() => row.count()).toBe(1);
    expect(await row.textContent()).toContain(
      "Polling goroutine without an exit",
    );
    const other = page.getByRole("row").filter({ hasText: "main.digest" });
    expect(await other.textContent()).not.toContain("Polling");
    await row.click({ button: "right" });
    await page.getByRole("menuitem", { name: /Polling goroutine/ }).click();
    await app.idle();
    await expect.poll(() => page.title()).toContain("poller.goroutine.pb.gz");
    expect(
      await page
        .getByRole("tab", { name: /^Leaks/ })
        .getAttribute("aria-selected"),
    ).toBe("true");
  });
});
