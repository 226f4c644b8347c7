import { resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "electron-vite";

const root = import.meta.dirname;

/**
 * Main, preload and page, each bundled whole: a package ships no `node_modules`. Targets are those of
 * Electron 33, the oldest runtime the app is tested on. Worker entries are named by `?nodeWorker` in
 * `src/main/worker-host.ts` and land in `out/main/chunks`.
 */
export default defineConfig({
  main: {
    build: {
      target: "node20.18",
      externalizeDeps: false,
      sourcemap: true,
      rolldownOptions: { input: resolve(root, "src/main/index.ts") },
    },
  },
  preload: {
    build: {
      target: "node20.18",
      externalizeDeps: false,
      rolldownOptions: {
        input: resolve(root, "src/preload/index.ts"),
        // A sandboxed preload is loaded as a script: it can't be an ES module.
        output: { format: "cjs", entryFileNames: "index.cjs" },
      },
    },
  },
  renderer: {
    root: resolve(root, "src/renderer"),
    plugins: [react()],
    build: {
      target: "chrome130",
      outDir: resolve(root, "out/renderer"),
      emptyOutDir: true,
      modulePreload: { polyfill: false },
      // Parsing counts at start; the source maps stay beside it.
      minify: true,
      sourcemap: true,
      // Nothing inlined as data: URLs: the page's policy has no need to allow them for scripts.
      assetsInlineLimit: 0,
      rolldownOptions: { input: resolve(root, "src/renderer/index.html") },
    },
  },
});
