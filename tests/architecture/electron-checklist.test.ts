/**
 * The points of Electron's security checklist that are read from the source; the others are asked of the
 * running app (tests/e2e/security.e2e.ts, channels.e2e.ts) and of the package (package.e2e.ts).
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const SOURCE = resolve(import.meta.dirname, "../../src");

function sources(...layers: string[]): { path: string; text: string }[] {
  return layers.flatMap((layer) =>
    readdirSync(join(SOURCE, layer), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
      .map((name) => {
        const path = join(layer, name);
        return { path, text: readFileSync(join(SOURCE, path), "utf8") };
      }),
  );
}

const shell = sources("main", "preload");
const page = sources("renderer");

function usesOf(pattern: RegExp, files: typeof shell): string[] {
  return files.filter(({ text }) => pattern.test(text)).map(({ path }) => path);
}

describe("Electron's security checklist", () => {
  it("reads real sources", () => {
    expect(shell.length).toBeGreaterThan(30);
    expect(page.length).toBeGreaterThan(100);
  });

  it.each([
    ["opens no address outside", /openExternal/],
    ["loads no remote page", /load(URL|File)\(\s*["'`](https?|file):/],
    ["runs no text in a page", /executeJavaScript|insertCSS/],
    ["switches nothing off", /webSecurity: false|sandbox: false/],
    ["disables no certificate check", /certificate-error|setCertificateVerify/],
    ["gives no page Node", /nodeIntegration\w*: true|contextIsolation: false/],
    ["allows no webview", /webviewTag: true/],
    ["exposes no generic channel", /exposeInMainWorld\([^)]*ipcRenderer\s*\)/],
  ])("%s", (_name, pattern) => {
    expect(usesOf(pattern, shell)).toEqual([]);
  });

  it("makes one window, in one place", () => {
    expect(usesOf(/new BrowserWindow\(/, shell)).toEqual([
      join("main", "main-window.ts"),
    ]);
  });

  it("writes no text as HTML in the page", () => {
    expect(
      usesOf(
        /innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInner|document\.write/,
        page,
      ),
    ).toEqual([]);
  });
});
