/** The shipped sample captures as `resources/samples/samples.json` lists them. */

/** One thing to try: a file, or a base and what came after it. */
export interface SampleSet {
  readonly id: string;
  /** Category it shows; null for ordinary profiles. */
  readonly leak: string | null;
  /** goroutine, heap, cpu, goroutineleak or text. */
  readonly kind: string;
  /** Names in the samples folder; of two the first is the base. */
  readonly files: readonly string[];
  readonly title: { readonly en: string; readonly "zh-CN": string };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** The sets of a parsed `samples.json`; what is no set is left out. */
export function sampleSetsFrom(value: unknown): readonly SampleSet[] {
  const { samples } = (value ?? {}) as { readonly samples?: unknown };
  if (!Array.isArray(samples)) return [];
  return samples.flatMap((entry: unknown): SampleSet[] => {
    if (typeof entry !== "object" || entry === null) return [];
    const { id, leak, kind, files, title } = entry as Record<string, unknown>;
    if (typeof id !== "string" || !Array.isArray(files)) return [];
    const titles = (title ?? {}) as Record<string, unknown>;
    return [
      {
        id,
        leak: typeof leak === "string" ? leak : null,
        kind: text(kind),
        files: files.filter((file) => typeof file === "string"),
        title: { en: text(titles.en), "zh-CN": text(titles["zh-CN"]) },
      },
    ];
  });
}
