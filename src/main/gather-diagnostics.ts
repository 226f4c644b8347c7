import { availableParallelism, release, totalmem } from "node:os";
import { app, screen } from "electron";
import type { ProfileStore } from "./profiles/profile-store.ts";
import type { CaptureParts } from "./capture/capture-handlers.ts";
import { diagnosticsText } from "./diagnostics.ts";
import { recentProblems } from "./problem-log.ts";
import type { SettingsStore } from "./settings-store.ts";
import { systemLocale } from "./system-locale.ts";

/** Where the facts are. */
export interface DiagnosticsParts {
  readonly profiles: ProfileStore;
  readonly capture: CaptureParts;
  readonly settings: SettingsStore;
  readonly workerCount: () => number;
}

/** How long the GPU process may take to answer. */
const GPU_LIMIT_MS = 1000;

async function gpuText(): Promise<string> {
  const features = Object.entries(app.getGPUFeatureStatus())
    .map(([name, state]) => `${name}=${String(state)}`)
    .join(" ");
  const timeout = new Promise<undefined>((done) =>
    setTimeout(() => done(undefined), GPU_LIMIT_MS).unref(),
  );
  const info = (await Promise.race([
    app.getGPUInfo("basic").catch(() => undefined),
    timeout,
  ])) as
    | { gpuDevice?: readonly { vendorId?: number; deviceId?: number }[] }
    | undefined;
  const ids = (info?.gpuDevice ?? []).map(({ vendorId = 0, deviceId = 0 }) =>
    [vendorId, deviceId].map((id) => id.toString(16)).join(":"),
  );
  return `devices ${ids.join(" ") || "unknown"}; ${features}`;
}

/** The text of "Copy diagnostics"; see `diagnostics.ts` for what is in it. */
export async function gatherDiagnostics(
  parts: DiagnosticsParts,
): Promise<string> {
  const { profiles, capture, settings } = parts;
  return diagnosticsText({
    version: app.getVersion(),
    isPackaged: app.isPackaged,
    electron: process.versions.electron,
    chrome: process.versions.chrome,
    node: process.versions.node,
    system: `${process.platform} ${release()} ${process.arch}`,
    cpuCount: availableParallelism(),
    memoryBytes: totalmem(),
    uptimeSeconds: process.uptime(),
    locale: systemLocale(),
    displays: screen
      .getAllDisplays()
      .map(({ size, scaleFactor }) => ({ ...size, scale: scaleFactor })),
    gpu: await gpuText(),
    settings: settings.settings,
    processes: app.getAppMetrics().map(({ type, memory }) => ({
      type,
      bytes: memory.workingSetSize * 1024,
    })),
    workerCount: parts.workerCount(),
    profiles: profiles.list(),
    captureCount: capture.jobs.list().filter(({ isDone }) => !isDone).length,
    watchCount: capture.watches.list().filter(({ isRunning }) => isRunning)
      .length,
    problems: recentProblems(),
  });
}
