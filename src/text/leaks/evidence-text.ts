import type { EvidenceCode } from "#analysis/leaks/evidence-code.ts";

/**
 * Sentences for evidence, in one language. `{{name}}` are the values listed in evidence-code.ts, as
 * formatted by `finding-text.ts`; `{{goroutines}}` is `count` with its noun, `{{place}}` file and line.
 */
export type EvidenceTexts = Readonly<Record<EvidenceCode, string>>;
