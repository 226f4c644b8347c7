import type { Command } from "commander";
import type { CliIo } from "./cli-io.ts";

/** Exit codes of terminal.md. */
export type ExitCode = 0 | 1 | 2;

/** One `leakscope <name>`. */
export interface CliCommand {
  readonly name: string;
  /** Arguments as Commander reads them, from what the user typed after the name. */
  normalise?(args: readonly string[]): string[];
  /**
   * Declares arguments and options on `command`, which has its name already, and returns what runs
   * once they are parsed. It imports what it needs then; a `CliFailureError` ends the run with 2.
   */
  declare(command: Command): (io: CliIo) => Promise<ExitCode>;
}
