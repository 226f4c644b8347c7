import { resolveLocale, type Locale } from "#text/locale.ts";

/** Language of messages: the environment's, in the order of POSIX. */
export function cliLocale(
  env: Readonly<Record<string, string | undefined>>,
): Locale {
  const set = ["LC_ALL", "LC_MESSAGES", "LANG"]
    .map((name) => env[name] ?? "")
    .find((value) => value !== "");
  return resolveLocale("system", set ?? "en");
}
