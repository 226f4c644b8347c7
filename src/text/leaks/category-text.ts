import type {
  BenignCategory,
  LeakCategory,
} from "#analysis/leaks/leak-category.ts";

/**
 * What we say about a category, in one language. `{{n}}` in `summary` is the number with its noun
 * ("812 goroutines", "45.2 MB"). Code names stay as in Go in every language.
 */
export interface CategoryText {
  readonly title: string;
  /** What happens, one sentence. */
  readonly summary: string;
  /** What would make it harmless. */
  readonly harmlessIf: string;
  /** What to change. Where it depends on the Go version, both cases. */
  readonly fix: string;
  /** How it looks in a pprof profile. */
  readonly inProfile: string;
  /** How it looks in a text dump; "" for what only heaps show. */
  readonly inDump: string;
}

/** All categories of one language. */
export type CategoryTexts = Readonly<Record<LeakCategory, CategoryText>>;

/** Title and reason of harmless findings. */
export interface BenignText {
  readonly title: string;
  readonly reason: string;
}

/** All harmless categories of one language. */
export type BenignTexts = Readonly<Record<BenignCategory, BenignText>>;
