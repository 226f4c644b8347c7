import { RE2JS, RE2JSException } from "re2js";
import { err, ok, type Result } from "#base/result.ts";

/** A pattern Go's `regexp` would not compile. `message` is the engine's, in English. */
export interface RegexpError {
  readonly code: "bad-regexp";
  readonly pattern: string;
  readonly message: string;
}

/** A compiled regular expression of Go's syntax and meaning (rule F7): no look-around, linear time. */
export interface GoRegexp {
  readonly pattern: string;
  /** Whether it matches anywhere in `text`, as Go's `MatchString`. */
  matches(text: string): boolean;
}

/** Compiles `pattern` as Go's `regexp.Compile` does. */
export function compileGoRegexp(
  pattern: string,
): Result<GoRegexp, RegexpError> {
  try {
    const compiled = RE2JS.compile(pattern);
    return ok({ pattern, matches: (text) => compiled.matcher(text).find() });
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return err({ code: "bad-regexp", pattern, message: error.message });
  }
}
