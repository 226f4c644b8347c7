/** Something that went wrong: where, and its code. Never a message, which may hold a path. */
export interface Problem {
  readonly timeMs: number;
  readonly area: string;
  readonly code: string;
}

const MAX_PROBLEMS = 50;
let problems: readonly Problem[] = [];

/** What went wrong last, oldest first. */
export function recentProblems(): readonly Problem[] {
  return problems;
}

export function noteProblem(area: string, code: string): void {
  problems = [...problems, { timeMs: Date.now(), area, code }].slice(
    -MAX_PROBLEMS,
  );
}

/** A code for whatever was thrown: Node's, else the kind of error. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return "code" in error && typeof error.code === "string"
    ? error.code
    : error.name;
}
