import type { CliCommand } from "../cli-command.ts";
import { declareConnection } from "./capture-options.ts";
import type { CaptureFlags } from "./run-capture.ts";
import type { WatchFlags } from "./run-watch.ts";

/** `leakscope capture URL`. */
export const captureCommand: CliCommand = {
  name: "capture",
  declare: (command) => {
    declareConnection(
      command
        .argument("<URL>")
        .option("--kind <kinds>")
        .option("--seconds <n>")
        .option("--no-gc")
        .option("--debug <n>")
        .option("--out <dir>")
        .option("--timeout <time>")
        .option("--limit <size>")
        .option("--keep-partial"),
    );
    return async (io) => {
      const { runCapture } = await import("./run-capture.ts");
      return runCapture(command.args[0], command.opts<CaptureFlags>(), io);
    };
  },
};

/** `leakscope watch URL`. */
export const watchCommand: CliCommand = {
  name: "watch",
  declare: (command) => {
    declareConnection(
      command
        .argument("<URL>")
        .option("--kind <kinds>")
        .option("--out <dir>")
        .option("--every <time>")
        .option("--for <time>")
        .option("--snapshot-every <time>")
        .option("--snapshot-growth <percent>")
        .option("--keep <n>")
        .option("--fail-on <level>")
        .option("--format <format>"),
    );
    return async (io) => {
      const { runWatch } = await import("./run-watch.ts");
      return runWatch(command.args[0], command.opts<WatchFlags>(), io);
    };
  },
};
