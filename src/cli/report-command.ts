import type { CliCommand } from "./cli-command.ts";
import type { RawReportOptions } from "./report/report-options.ts";

/** Repeated options in the order given. Not Commander's variadic form: that would eat the files behind it. */
function collect(value: string, values: readonly string[]): string[] {
  return [...values, value];
}

/** `leakscope report`: what leaks, where and why (terminal.md). */
export const reportCommand: CliCommand = {
  name: "report",
  declare: (command) => {
    command
      .argument("<FILE...>")
      .option("--base <file>", "", collect, [])
      .option("--format <name>")
      .option("--fail-on <level>")
      .option("--min-count <n>")
      .option("--all")
      .option("--lang <tag>")
      .option("--rules <file>");
    return async (io) => {
      const { reportOptions } = await import("./report/report-options.ts");
      const raw: RawReportOptions = command.opts();
      const options = reportOptions(command.args, raw, io);
      const { runReport } = await import("./report/run-report.ts");
      return runReport(options, io);
    };
  },
};
