import { LOCALES } from "#text/locale.ts";
import type { CliIo } from "./cli-io.ts";
import { CliFailureError, failure } from "./failure.ts";

/** Arguments without `--lang`, and the run's streams with its language in the environment. */
export interface WithLanguage {
  readonly args: readonly string[];
  readonly io: CliIo;
}

/**
 * Takes `--lang en|zh-CN` (one dash or two, `=` or the next argument) out of the arguments of any
 * command: our own texts follow it, tables that equal pprof's stay English. Throws `CliFailureError`
 * for a language there is not.
 */
export function takeLanguage(args: readonly string[], io: CliIo): WithLanguage {
  const at = args.findIndex((arg) => /^--?lang(=|$)/.test(arg));
  if (at < 0) return { args, io };
  const hasValue = args[at].includes("=");
  const value = hasValue
    ? args[at].slice(args[at].indexOf("=") + 1)
    : args.at(at + 1);
  if (value === undefined) {
    throw new CliFailureError(
      failure("cli.missing-value", { option: "--lang" }),
    );
  }
  if (!LOCALES.some((locale) => locale === value)) {
    throw new CliFailureError(
      failure("cli.bad-value", { option: "--lang", value }),
    );
  }
  return {
    args: args.toSpliced(at, hasValue ? 1 : 2),
    io: {
      env: { ...io.env, LC_ALL: value },
      readStdin: () => io.readStdin(),
      writeStdout: (chunk) => io.writeStdout(chunk),
      writeStderr: (text) => {
        io.writeStderr(text);
      },
    },
  };
}
