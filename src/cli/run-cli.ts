import { Command, CommanderError } from "commander";
import type { CliCommand, ExitCode } from "./cli-command.ts";
import type { CliIo } from "./cli-io.ts";
import { COMMANDS } from "./commands.ts";
import { CliFailureError, failure, type CliFailure } from "./failure.ts";

const HELP_FLAGS = new Set(["-h", "-help", "--help", "help"]);

/** A Commander program that throws instead of printing and exiting. */
function quiet(command: Command): Command {
  return command
    .exitOverride()
    .configureOutput({ writeOut: () => undefined, writeErr: () => undefined })
    .helpOption(false)
    .helpCommand(false);
}

/** What Commander's complaint means to our user. */
function parseFailure(error: CommanderError): CliFailure {
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? "";
  const option = quoted.split(/[ =]/)[0];
  switch (error.code) {
    case "commander.unknownOption":
      return failure("cli.unknown-option", { option });
    case "commander.optionMissingArgument":
      return failure("cli.missing-value", { option });
    case "commander.missingArgument":
      return failure("cli.missing-argument", { argument: quoted });
    default:
      return failure("cli.bad-arguments", {
        detail: error.message.replace(/^error: /, ""),
      });
  }
}

async function runCommand(
  command: CliCommand,
  args: readonly string[],
  io: CliIo,
): Promise<ExitCode> {
  const program = quiet(new Command(command.name));
  const run = command.declare(program);
  try {
    program.parse(command.normalise?.(args) ?? args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    throw new CliFailureError(parseFailure(error));
  }
  return run(io);
}

async function fail(failed: CliFailure, io: CliIo): Promise<ExitCode> {
  const { failureLine } = await import("./failure-line.ts");
  io.writeStderr(`leakscope: ${failureLine(failed, io.env)}\n`);
  return 2;
}

async function showHelp(name: string, io: CliIo): Promise<ExitCode> {
  const { helpText } = await import("./help-text.ts");
  await io.writeStdout(Buffer.from(helpText(name, io.env)));
  return 0;
}

/** One run of `leakscope ARGS`. Rejects only for bugs. */
export async function runCli(
  args: readonly string[],
  io: CliIo,
): Promise<ExitCode> {
  if (!args.some((arg) => /^--?lang(=|$)/.test(arg))) return run(args, io);
  const { takeLanguage } = await import("./cli-language.ts");
  try {
    const taken = takeLanguage(args, io);
    return await run(taken.args, taken.io);
  } catch (error) {
    if (error instanceof CliFailureError) return fail(error.failure, io);
    throw error;
  }
}

async function run(args: readonly string[], io: CliIo): Promise<ExitCode> {
  const [name = "", ...rest] = args;
  if (name === "-v" || name === "--version" || name === "-version") {
    const { VERSION } = await import("./version.ts");
    await io.writeStdout(Buffer.from(`leakscope ${VERSION}\n`));
    return 0;
  }
  if (HELP_FLAGS.has(name)) return showHelp(rest[0] ?? "", io);
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command === undefined) {
    const key = name === "" ? "cli.no-command" : "cli.unknown-command";
    const commands = COMMANDS.map((known) => known.name).join(", ");
    return fail(failure(key, { command: name, commands }), io);
  }
  if (rest.some((arg) => arg !== "help" && HELP_FLAGS.has(arg))) {
    return showHelp(name, io);
  }
  try {
    return await runCommand(command, rest, io);
  } catch (error) {
    if (error instanceof CliFailureError) return fail(error.failure, io);
    throw error;
  }
}
