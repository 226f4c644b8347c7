import type { CliCommand } from "./cli-command.ts";
import { captureCommand, watchCommand } from "./capture/capture-command.ts";
import { PPROF_COMMANDS } from "./pprof/pprof-command.ts";
import { reportCommand } from "./report-command.ts";

/** Every command, in the order of the help. */
export const COMMANDS: readonly CliCommand[] = [
  reportCommand,
  ...PPROF_COMMANDS,
  captureCommand,
  watchCommand,
];
