import { createI18n, translateWith } from "#text/translator.ts";
import { cliLocale } from "./cli-locale.ts";

const COMMAND_LINES = [
  ["report", "cli.commandReport"],
  ["top", "cli.commandTop"],
  ["traces", "cli.commandTraces"],
  ["peek", "cli.commandPeek"],
  ["tags", "cli.commandTags"],
  ["capture", "cli.commandCapture"],
  ["watch", "cli.commandWatch"],
] as const;

const PPROF_REPORTS: ReadonlySet<string> = new Set([
  "top",
  "traces",
  "peek",
  "tags",
]);

/** Help of a command, or of all where `name` is none with help of its own. */
export function helpText(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const t = translateWith(createI18n(cliLocale(env)));
  if (PPROF_REPORTS.has(name)) return t("cli.pprofHelp", { command: name });
  if (name === "report") return t("reportCli.help");
  if (name === "capture") return t("captureCli.captureHelp");
  if (name === "watch") return t("captureCli.watchHelp");
  const lines = COMMAND_LINES.map(
    ([command, key]) => `  ${command.padEnd(8)} ${t(key)}`,
  );
  return [
    t("cli.usage"),
    "",
    t("cli.commandsTitle"),
    ...lines,
    "",
    t("cli.helpHint"),
    "",
  ].join("\n");
}
