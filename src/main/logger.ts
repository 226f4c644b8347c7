import { codeOf, noteProblem } from "./problem-log.ts";

/**
 * The one place main writes to: lines on stderr, with the time and the part of the program. Never
 * profile contents, never secrets.
 */
function write(level: "info" | "warn" | "error", area: string, text: string) {
  process.stderr.write(
    `${new Date().toISOString()} ${level} ${area}: ${text}\n`,
  );
}

/** An error with its stack, or whatever else was thrown, as text. */
function describe(error: unknown): string {
  return error instanceof Error
    ? (error.stack ?? error.message)
    : String(error);
}

export const log = {
  info(area: string, text: string): void {
    write("info", area, text);
  },
  warn(area: string, text: string): void {
    noteProblem(area, "warning");
    write("warn", area, text);
  },
  error(area: string, error: unknown): void {
    noteProblem(area, codeOf(error));
    write("error", area, describe(error));
  },
};
