import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { RulesReply } from "#contract/goroutines.ts";
import {
  EMPTY_RULES_FILE,
  type RulesFile,
  rulesFileFrom,
  withMark,
} from "#contract/user-rules.ts";
import { log } from "./logger.ts";

/**
 * The user's rules and marks, in a JSON file they may edit: it is read again for each use. A file that
 * can't be read is never written over; the page says why.
 */
export class UserRulesStore {
  private lastChange: Promise<unknown> = Promise.resolve();

  constructor(readonly path: string) {}

  async get(): Promise<RulesReply> {
    const { file, problem } = await this.read();
    return { rules: file.rules, path: this.path, problem };
  }

  /** Changes one mark; resolves when the file holds it. Changes happen one after the other. */
  expect(
    category: string,
    key: string,
    isExpected: boolean,
  ): Promise<RulesReply> {
    const change = async (): Promise<RulesReply> => {
      const { file, problem } = await this.read();
      if (problem !== "") return this.get();
      await this.write(withMark(file, { category, key }, isExpected));
      return this.get();
    };
    const changed = this.lastChange.then(change);
    this.lastChange = changed.catch(() => undefined);
    return changed;
  }

  private async read(): Promise<{ file: RulesFile; problem: string }> {
    let text: string;
    try {
      text = await readFile(this.path, "utf8");
    } catch (error) {
      const isAbsent =
        error instanceof Error && "code" in error && error.code === "ENOENT";
      return {
        file: EMPTY_RULES_FILE,
        problem: isAbsent ? "" : String(error),
      };
    }
    const parsed = rulesFileFrom(text);
    return "file" in parsed
      ? { file: parsed.file, problem: "" }
      : { file: EMPTY_RULES_FILE, problem: parsed.problem };
  }

  private async write({ fields }: RulesFile): Promise<void> {
    try {
      await mkdir(dirname(this.path), { recursive: true });
      await writeFile(
        `${this.path}.new`,
        `${JSON.stringify(fields, null, 2)}\n`,
      );
      await rename(`${this.path}.new`, this.path);
    } catch (error) {
      log.warn("rules", `not saved: ${String(error)}`);
    }
  }
}
