import { afterEach } from "vitest";
import { App, type LaunchOptions } from "./app.ts";

/**
 * Launches apps for the tests of a file and ends each after its test; a failed test leaves a
 * screenshot and what page and main said.
 */
export function useApp(): (options?: LaunchOptions) => Promise<App> {
  let running: App[] = [];
  afterEach(async ({ task }) => {
    const apps = running;
    running = [];
    for (const app of apps) {
      if (task.result?.state === "fail") await explain(app, task.name);
      await app.close();
    }
  });
  return async (options) => {
    const app = await App.launch(options);
    running.push(app);
    return app;
  };
}

async function explain(app: App, testName: string): Promise<void> {
  if (!app.isRunning) return;
  const name = `failed ${testName}`.replaceAll(/\W+/g, "-");
  console.log(`screenshot: ${await app.screenshot(name)}`);
  for (const line of [...app.console, ...app.pageErrors]) console.log(line);
  console.log(app.mainLog);
}
