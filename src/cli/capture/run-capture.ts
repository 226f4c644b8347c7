import { captureProfile, defaultRequest } from "#capture/capture-profile.ts";
import { pollGoroutineCount } from "#capture/discover.ts";
import {
  DEBUG2_WARN_GOROUTINES,
  type CaptureRequest,
  type CaptureTarget,
  type ConnectionOptions,
} from "#contract/capture.ts";
import type { ExitCode } from "../cli-command.ts";
import type { CliIo } from "../cli-io.ts";
import { CliFailureError, failure } from "../failure.ts";
import { connectionFrom, type ConnectionFlags } from "./capture-options.ts";
import { CaptureTerminal, interruptSignal } from "./capture-terminal.ts";
import { parseSize, parseTime, parseWhole } from "./quantities.ts";

/** What Commander read of `leakscope capture`. */
export interface CaptureFlags extends ConnectionFlags {
  readonly kind?: string;
  readonly seconds?: string;
  readonly gc: boolean;
  readonly debug?: string;
  readonly out?: string;
  readonly timeout?: string;
  readonly limit?: string;
  readonly keepPartial?: boolean;
}

/** Kinds asked for, those of the URL, or both halves of a leak check. */
export function kindsOf(
  flag: string | undefined,
  target: CaptureTarget,
): string[] {
  if (flag === undefined) {
    return target.kind === null ? ["heap", "goroutine"] : [target.kind];
  }
  const kinds = flag.split(",").filter((kind) => kind !== "");
  if (kinds.length === 0) {
    throw new CliFailureError(
      failure("cli.bad-value", { option: "--kind", value: flag }),
    );
  }
  return kinds;
}

function debugLevel(value: string): 0 | 1 | 2 {
  const level = parseWhole("--debug", value, 0);
  if (level === 0 || level === 1 || level === 2) return level;
  throw new CliFailureError(
    failure("cli.bad-value", { option: "--debug", value }),
  );
}

/** The request of one kind: flags first, then the pasted URL's own query, then the defaults. */
export function requestOf(
  kind: string,
  flags: CaptureFlags,
  target: CaptureTarget,
): CaptureRequest {
  const defaults = defaultRequest(kind);
  const query = kind === target.kind ? target.query : {};
  const seconds = flags.seconds ?? query["seconds"];
  const debug = flags.debug ?? query["debug"];
  return {
    ...defaults,
    gc: flags.gc && defaults.gc,
    seconds:
      seconds === undefined
        ? defaults.seconds
        : parseWhole("--seconds", seconds, 0),
    debug: debug === undefined ? defaults.debug : debugLevel(debug),
    timeoutMillis:
      flags.timeout === undefined ? 0 : parseTime("--timeout", flags.timeout),
    limitBytes:
      flags.limit === undefined
        ? defaults.limitBytes
        : parseSize("--limit", flags.limit),
  };
}

/** Every goroutine stands still while such a dump is written. */
async function warnOfLargeDump(
  target: CaptureTarget,
  connection: ConnectionOptions,
  signal: AbortSignal,
  terminal: CaptureTerminal,
): Promise<void> {
  const count = await pollGoroutineCount(target, connection, signal);
  // Where it can't be asked, the capture itself says why.
  if (!count.ok || count.value <= DEBUG2_WARN_GOROUTINES) return;
  const goroutines = terminal.format.count(count.value);
  terminal.line(
    `leakscope: ${terminal.t("capture.debug2Warning", { goroutines })}`,
  );
}

/** Fetches each kind in turn; 2 where one failed, whose sentence is on stderr. */
export async function runCapture(
  url: string,
  flags: CaptureFlags,
  io: CliIo,
): Promise<ExitCode> {
  const terminal = new CaptureTerminal(io);
  const target = terminal.target(url);
  if (target === undefined) return 2;
  const requests = kindsOf(flags.kind, target).map((kind) =>
    requestOf(kind, flags, target),
  );
  const connection = connectionFrom(flags, io.env, target);
  const interrupt = interruptSignal();
  let failures = 0;
  for (const request of requests) {
    if (request.kind === "goroutine" && request.debug === 2) {
      await warnOfLargeDump(target, connection, interrupt.signal, terminal);
    }
    const captured = await captureProfile({
      target,
      request,
      connection,
      folder: flags.out ?? ".",
      signal: interrupt.signal,
      partial: flags.keepPartial === true ? "keep" : "discard",
      onProgress: (progress) => terminal.progress(request.kind, progress),
      now: () => new Date(),
    });
    if (captured.ok) {
      await terminal.file(captured.value.path);
      continue;
    }
    failures += 1;
    terminal.line(
      `leakscope: ${request.kind}: ${terminal.sentence(captured.error)}`,
    );
    if (interrupt.signal.aborted) break;
  }
  interrupt.dispose();
  return failures === 0 ? 0 : 2;
}
