import { readFile } from "node:fs/promises";
import { parseUserRules } from "#analysis/leaks/parse-user-rules.ts";
import { NO_USER_RULES, type UserRules } from "#analysis/leaks/user-rules.ts";
import { CliFailureError, failure } from "../failure.ts";

/** The user's rules; none for "". Ends the run where the file can't be read or is not valid. */
export async function readUserRules(path: string): Promise<UserRules> {
  if (path === "") return NO_USER_RULES;
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const reason =
      error instanceof Error && "code" in error ? String(error.code) : "?";
    throw new CliFailureError(
      failure("reportCli.rulesNotReadable", { file: path, reason }),
    );
  }
  const parsed = parseUserRules(text);
  if (parsed.ok) return parsed.value;
  const { code, path: where, detail } = parsed.error;
  throw new CliFailureError(
    failure(`rules.${code}`, { file: path, path: where, detail }),
  );
}
