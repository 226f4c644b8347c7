import type { CliCommand } from "../cli-command.ts";
import { FLAGS, normaliseFlags, typedFlags } from "./pprof-flags.ts";
import { reportSettings, type ReportName } from "./report-settings.ts";

function reportCommand(name: ReportName): CliCommand {
  return {
    name,
    normalise: normaliseFlags,
    declare: (command) => {
      command.argument("<FILE...>");
      for (const flag of FLAGS.keys()) command.option(`--${flag} <value>`);
      return async (io) => {
        const flags = typedFlags(commandValues(command.opts()));
        const settings = reportSettings(flags);
        const { runReport } = await import("./run-report.ts");
        return runReport(name, command.args, settings, io);
      };
    },
  };
}

/** Commander turns `node_count` into no camel case, but types its values as anything. */
function commandValues(
  values: Record<string, unknown>,
): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, String(value)]),
  );
}

/** `top`, `traces`, `peek` and `tags`. */
export const PPROF_COMMANDS: readonly CliCommand[] = [
  reportCommand("top"),
  reportCommand("traces"),
  reportCommand("peek"),
  reportCommand("tags"),
];
