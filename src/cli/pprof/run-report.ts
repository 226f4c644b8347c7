import { existsSync } from "node:fs";
import { open } from "node:fs/promises";
import { visibleLines } from "#profile/visible-text.ts";
import type { ExitCode } from "../cli-command.ts";
import type { CliIo } from "../cli-io.ts";
import { CliFailureError, failure } from "../failure.ts";
import { loadProfile } from "./load-profile.ts";
import { makeRequest, type ReportRequest } from "./report-request.ts";
import type { ReportName, ReportSettings } from "./report-settings.ts";
import { topText, tracesText } from "./report-texts.ts";

type MakeReport = (
  request: ReportRequest,
) => Iterable<Uint8Array> | Promise<Iterable<Uint8Array>>;

const TEXTS: Readonly<Record<ReportName, MakeReport>> = {
  top: topText,
  traces: tracesText,
  peek: async (request) =>
    (await import("./label-and-peek-texts.ts")).peekText(request),
  tags: async (request) =>
    (await import("./label-and-peek-texts.ts")).tagsText(request),
};

async function writeFile(
  chunks: Iterable<Uint8Array>,
  path: string,
): Promise<void> {
  let file;
  try {
    file = await open(path, "w");
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    const reason = String(error.code);
    throw new CliFailureError(
      failure("cli.output-not-writable", { file: path, reason }),
    );
  }
  try {
    for (const chunk of chunks) await file.write(chunk);
  } finally {
    await file.close();
  }
}

/** Control characters of names written out: `\u001b` instead of what it would do to a terminal. */
function* forTerminal(chunks: Iterable<Uint8Array>): Iterable<Uint8Array> {
  const decoder = new TextDecoder();
  for (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true });
    yield Buffer.from(visibleLines(text));
  }
  yield Buffer.from(decoder.decode());
}

/** Into files and pipes byte for byte as pprof. */
async function writeStdout(
  chunks: Iterable<Uint8Array>,
  io: CliIo,
): Promise<void> {
  const shown = io.isTerminal === true ? forTerminal(chunks) : chunks;
  for (const chunk of shown) {
    if (!(await io.writeStdout(chunk))) return;
  }
}

/**
 * The pattern and the files of `peek`: `-peek=PATTERN FILE...`, or the pattern in front of the files
 * or behind them, told by there being no such file.
 */
function withPeekPattern(
  paths: readonly string[],
  settings: ReportSettings,
): { readonly paths: readonly string[]; readonly settings: ReportSettings } {
  if (settings.peek !== "") return { paths, settings };
  const isFile = (path: string): boolean => path === "-" || existsSync(path);
  if (paths.length < 2) {
    throw new CliFailureError(failure("cli.peek-needs-pattern"));
  }
  const isLast = isFile(paths[0]) && !isFile(paths[paths.length - 1]);
  const at = isLast ? paths.length - 1 : 0;
  return {
    paths: paths.toSpliced(at, 1),
    settings: { ...settings, peek: paths[at] },
  };
}

/** Prints report `name` of the profile in `paths`. */
export async function runReport(
  name: ReportName,
  args: readonly string[],
  given: ReportSettings,
  io: CliIo,
): Promise<ExitCode> {
  const { paths, settings } =
    name === "peek"
      ? withPeekPattern(args, given)
      : { paths: args, settings: given };
  const profile = await loadProfile(paths, settings, io);
  const request = await makeRequest(profile, settings, io);
  let chunks: Iterable<Uint8Array>;
  if (settings.format === "json") {
    const { reportJson } = await import("./report-json.ts");
    chunks = await reportJson(name, request);
  } else {
    chunks = await TEXTS[name](request);
  }
  if (settings.output === "") await writeStdout(chunks, io);
  else await writeFile(chunks, settings.output);
  return 0;
}
