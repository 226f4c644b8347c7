import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import {
  captureProfile,
  defaultRequest,
  fileTime,
} from "#capture/capture-profile.ts";
import { pollService } from "#capture/watch/poll-service.ts";
import { ServiceWatch } from "#capture/watch/watch-service.ts";
import type { CaptureTarget } from "#contract/capture.ts";
import {
  DEFAULT_WATCH,
  type WatchEvent,
  type WatchOptions,
  type WatchSnapshot,
} from "#contract/watch.ts";
import type { ExitCode } from "../cli-command.ts";
import type { CliIo } from "../cli-io.ts";
import { reportOptions } from "../report/report-options.ts";
import { connectionFrom, type ConnectionFlags } from "./capture-options.ts";
import { CaptureTerminal, interruptSignal } from "./capture-terminal.ts";
import { parseTime, parseWhole } from "./quantities.ts";
import { kindsOf } from "./run-capture.ts";

/** What Commander read of `leakscope watch`. */
export interface WatchFlags extends ConnectionFlags {
  readonly kind?: string;
  readonly out?: string;
  readonly every?: string;
  readonly for?: string;
  readonly snapshotEvery?: string;
  readonly snapshotGrowth?: string;
  readonly keep?: string;
  readonly failOn?: string;
  readonly format?: string;
}

function optionsFrom(flags: WatchFlags, target: CaptureTarget): WatchOptions {
  const time = (option: string, value: string | undefined, other: number) =>
    value === undefined ? other : parseTime(option, value);
  return {
    everyMillis: Math.max(
      100,
      time("--every", flags.every, DEFAULT_WATCH.everyMillis),
    ),
    forMillis: time("--for", flags.for, 0),
    snapshotEveryMillis: time(
      "--snapshot-every",
      flags.snapshotEvery,
      DEFAULT_WATCH.snapshotEveryMillis,
    ),
    snapshotGrowthRatio:
      flags.snapshotGrowth === undefined
        ? DEFAULT_WATCH.snapshotGrowthRatio
        : parseWhole("--snapshot-growth", flags.snapshotGrowth, 0) / 100,
    kinds: kindsOf(flags.kind, target),
    maxSnapshots:
      flags.keep === undefined
        ? DEFAULT_WATCH.maxSnapshots
        : parseWhole("--keep", flags.keep, 3),
  };
}

/** One line an event, with the time since the start as `m:ss`. */
function showEvent(
  terminal: CaptureTerminal,
  event: WatchEvent,
  elapsedMillis: number,
): void {
  const { t, format } = terminal;
  const seconds = Math.floor(elapsedMillis / 1000);
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  switch (event.kind) {
    case "point": {
      const { goroutines, heapAllocBytes, isRestart } = event.point;
      if (isRestart) terminal.line(t("captureCli.restarted", { time }));
      const unknown = t("captureCli.unknown");
      terminal.line(
        t("captureCli.watching", {
          time,
          goroutines: goroutines === null ? unknown : format.count(goroutines),
          heap:
            heapAllocBytes === null ? unknown : format.bytes(heapAllocBytes),
        }),
      );
      return;
    }
    case "snapshot":
      terminal.line(
        t("captureCli.snapshot", {
          time,
          reason: t(`captureCli.reason.${event.snapshot.reason}`),
          files: event.snapshot.records.map(({ path }) => path).join(" "),
        }),
      );
      return;
    case "health":
      if (event.health.state === "down") {
        terminal.line(
          t("captureCli.down", {
            time,
            sentence: terminal.sentence(event.health.error),
            count: Math.ceil(event.health.retryInMillis / 1000),
          }),
        );
      }
      return;
    case "capture-failed":
      terminal.line(`${event.profile}: ${terminal.sentence(event.error)}`);
      return;
    case "thinned":
    case "ended":
  }
}

/** First and last snapshot of the process that runs at the end: a restart begins anew. */
function endsOf(
  kept: readonly WatchSnapshot[],
): { readonly first: WatchSnapshot; readonly last: WatchSnapshot } | undefined {
  const begin = kept.findLastIndex(({ reason }) => reason === "first");
  const first = kept[begin];
  const last = kept.at(-1);
  return first === undefined || last === undefined || first === last
    ? undefined
    : { first, last };
}

function pathsOf(snapshot: WatchSnapshot): string[] {
  return snapshot.records.map(({ path }) => path);
}

/** Watches until the time is up or Ctrl+C, then reports on the growth. */
export async function runWatch(
  url: string,
  flags: WatchFlags,
  io: CliIo,
): Promise<ExitCode> {
  const terminal = new CaptureTerminal(io);
  const target = terminal.target(url);
  if (target === undefined) return 2;
  const options = optionsFrom(flags, target);
  // Now, not after half an hour: a bad level must not cost the watch.
  const report = reportOptions(
    [],
    { failOn: flags.failOn, format: flags.format },
    io,
  );
  const connection = connectionFrom(flags, io.env, target);
  const { host } = new URL(target.origin);
  const folder =
    flags.out ??
    join(".", `leakscope-${host.replace(/\W+/g, "_")}-${fileTime(new Date())}`);
  const startedAt = performance.now();
  const never = new AbortController();
  const watch = new ServiceWatch(
    options,
    {
      now: () => performance.now(),
      sleep: (millis, signal) =>
        delay(millis, undefined, { signal }).catch((error: unknown) => {
          // Woken early: that is what the signal is for.
          if (!signal.aborted) throw error;
        }),
      poll: (signal) => pollService(target, connection, signal),
      capture: (kind, signal) =>
        captureProfile({
          target,
          request: defaultRequest(kind),
          connection,
          folder,
          signal,
          partial: "discard",
          onProgress: (progress) => terminal.progress(kind, progress),
          now: () => new Date(),
        }),
      remove: ({ path }) => rm(path, { force: true }),
      onEvent: (event) =>
        showEvent(terminal, event, performance.now() - startedAt),
    },
    never.signal,
  );
  const interrupt = interruptSignal();
  interrupt.signal.addEventListener("abort", () => watch.finish());
  await watch.run();
  interrupt.dispose();
  const ends = endsOf(watch.kept);
  if (ends === undefined) {
    terminal.line(`leakscope: ${terminal.t("captureCli.tooFew")}`);
    return 2;
  }
  const { runReport } = await import("../report/run-report.ts");
  return runReport(
    { ...report, files: pathsOf(ends.last), baseFiles: pathsOf(ends.first) },
    io,
  );
}
