/** Every part of the window without accessibility faults, in both themes; and all of it by keyboard. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT, samplePath } from "./app.ts";
import { axeFaults } from "./axe.ts";
import { useApp } from "./use-app.ts";

const CPU = samplePath("cpu.pb.gz");
const launch = useApp();

describe.each(["light", "dark"] as const)("in the %s theme", (theme) => {
  it("the start page has no faults", async () => {
    const app = await launch({ settings: { theme } });
    await app.idle();
    expect(await axeFaults(app.page)).toEqual([]);
  });

  it("views, lists and dialogs have no faults", async () => {
    const app = await launch({ files: [CPU], settings: { theme } });
    await app.settled(1);
    const { page } = app;
    for (const view of ["Flame graph", "Top", "Call tree", "Callers"]) {
      await page.getByRole("tab", { name: view, exact: true }).click();
      await app.idle();
      expect([view, await axeFaults(page)]).toEqual([view, []]);
    }
    for (const keys of ["?", "Control+k", "Control+,"]) {
      await page.evaluate(() => {
        (document.activeElement as HTMLElement | null)?.blur();
      });
      await page.keyboard.press(keys);
      await page.getByRole("dialog").waitFor();
      expect([keys, await axeFaults(page)]).toEqual([keys, []]);
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
    }
  });

  it("comparisons and the capture page have no faults", async () => {
    const heaps = ["go-heap-base", "go-heap-current", "go-heap-sampled"].map(
      (name) => join(ROOT, "tests/fixtures/pprof", `${name}.pb.gz`),
    );
    const app = await launch({ files: heaps, settings: { theme } });
    await app.settled(3);
    const { page } = app;
    for (const picture of ["Trend", "Side by side", "Merged"]) {
      await page.getByRole("button", { name: picture }).click();
      await app.idle();
      expect([picture, await axeFaults(page)]).toEqual([picture, []]);
    }
    await page.keyboard.press("Control+l");
    await page.getByRole("textbox", { name: "Address" }).waitFor();
    await app.idle();
    expect(["capture", await axeFaults(page)]).toEqual(["capture", []]);
  });
});

describe.each(["light", "dark"] as const)("in the %s theme", (theme) => {
  it("open menus, lists and filters have no faults", async () => {
    const app = await launch({ files: [CPU], settings: { theme } });
    await app.settled(1);
    const { page } = app;
    const check = async (what: string): Promise<void> => {
      await app.idle();
      expect([what, await axeFaults(page)]).toEqual([what, []]);
    };
    const show = async (view: string): Promise<void> => {
      await page.getByRole("tab", { name: view, exact: true }).click();
      await app.idle();
    };
    await show("Flame graph");
    await page.getByRole("tree").press("ArrowDown");
    await page.getByRole("tree").press("Shift+F10");
    await page.getByRole("menu").waitFor();
    await check("menu of the flame graph");
    await page.keyboard.press("Escape");
    await page.getByRole("menu").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Colours" }).click();
    await page.getByRole("dialog").waitFor();
    await check("colours");
    await page.keyboard.press("Escape");
    await page.getByRole("combobox", { name: "Sample type" }).click();
    await page.getByRole("listbox").waitFor();
    await check("sample types");
    await page.keyboard.press("Escape");
    await page.getByRole("listbox").waitFor({ state: "detached" });
    await page.keyboard.press("Control+Shift+F");
    await page.getByRole("combobox", { name: "Kind of filter" }).click();
    await page.getByRole("listbox").waitFor();
    await check("kinds of filters");
    await page.keyboard.press("Escape");
    await page.getByRole("listbox").waitFor({ state: "detached" });
    const field = page.getByRole("textbox", { name: "Regular expression" });
    await field.fill("a(");
    await field.press("Enter");
    await page.getByRole("alert").waitFor();
    await check("a bad filter");
    await field.fill("net/http");
    await field.press("Enter");
    await page.locator(".ls-filter-chip").waitFor();
    await check("chips");
    for (const view of ["Top", "Call tree"]) {
      await show(view);
      await page.locator(".ls-grid__row").nth(1).click({ button: "right" });
      await page.getByRole("menu").waitFor();
      await check(`menu of ${view}`);
      await page.keyboard.press("Escape");
      await page.getByRole("menu").waitFor({ state: "detached" });
    }
    await show("Callers");
    await page.getByRole("combobox", { name: "Function" }).fill("json");
    await page.getByRole("option").first().waitFor();
    await app.idle();
    // While the list is open Base UI hides the page behind it and closes it on Tab, so that the focus
    // never is in what is hidden; axe sees only that it could be, and no heading beside the list.
    const behind = ["aria-hidden-focus", "page-has-heading-one"];
    expect(await axeFaults(page, behind)).toEqual([]);
    await page.keyboard.press("Tab");
    await page.getByRole("option").first().waitFor({ state: "detached" });
    expect(await axeFaults(page)).toEqual([]);
  });
});

describe("by keyboard alone", () => {
  it("everything in the bar, the tabs and the view gets the focus, and shows it", async () => {
    const app = await launch({ files: [CPU] });
    await app.settled(1);
    await app.page.getByRole("tab", { name: "Flame graph" }).click();
    await app.idle();
    await app.page.evaluate(() => {
      (document.activeElement as HTMLElement | null)?.blur();
    });
    const seen = new Set<string>();
    for (let i = 0; i < 40; i += 1) {
      await app.page.keyboard.press("Tab");
      const focused = await app.page.evaluate(() => {
        const element = document.activeElement;
        if (element === null || element === document.body) return null;
        const name =
          element.getAttribute("aria-label") ?? element.textContent ?? "";
        const ringed = [element, element.parentElement, ...element.children];
        const isShown = ringed.some((each) => {
          if (each === null) return false;
          const after = getComputedStyle(each, "::after");
          return (
            getComputedStyle(each).outlineStyle !== "none" ||
            (after.borderTopStyle === "solid" && after.content !== "none")
          );
        });
        return { name: name.trim(), isShown };
      });
      if (focused === null) continue;
      expect(focused).toMatchObject({ isShown: true });
      seen.add(focused.name);
    }
    for (const name of [
      "cpu.pb.gzCPU",
      "Open…",
      "Sample type",
      "Search functions",
      "Flame graph",
      "All",
      "Inverted",
      "Colours",
      "Settings",
    ]) {
      expect([...seen]).toContain(name);
    }
    expect([...seen].some((name) => name.startsWith("Flame graph of"))).toBe(
      true,
    );
  });

  it("a command is found and run in the palette", async () => {
    const app = await launch({ files: [CPU] });
    await app.settled(1);
    await app.idle();
    await app.page.keyboard.press("Control+k");
    await app.page.keyboard.type("top");
    await app.page.keyboard.press("Enter");
    await app.page.getByRole("grid").waitFor();
    await app.page.keyboard.press("Control+k");
    await app.page.keyboard.type("theme dark");
    await app.page.keyboard.press("Enter");
    await expect
      .poll(() => app.page.locator("html").getAttribute("data-theme"))
      .toBe("dark");
  });
});
