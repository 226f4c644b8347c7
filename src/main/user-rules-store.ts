import { readFile } from "node:fs/promises";
import type { RulesReply } from "#contract/goroutines.ts";
import type { NotSaved } from "#contract/not-saved.ts";
import {
  EMPTY_RULES_FILE,
  type RulesFile,
  rulesFileFrom,
  withMark,
} from "#contract/user-rules.ts";
import { StateFile } from "./state-file.ts";

/**
 * The user's rules and marks, in a JSON file they may edit: it is read again for each use. A file that
 * can't be read is never written over; the page says why.
 */
export class UserRulesStore {
  private lastChange: Promise<unknown> = Promise.resolve();
  private readonly file: StateFile;

  constructor(
    readonly path: string,
    onFailed?: (failure: NotSaved) => void,
  ) {
    this.file = new StateFile(path, { indent: 2, onFailed });
  }

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
      const { fields } = withMark(file, { category, key }, isExpected);
      await this.file.write(fields);
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
}
