import type { TextFitter } from "./text-fitter.ts";

/** Names of frames; frame -1 is the root. */
export type FrameName = (frame: number) => string;

/**
 * A function name in the lengths a label can have, longest first:
 * `github.com/acme/cache.(*LRU).Get` > `cache.(*LRU).Get` > `(*LRU).Get` > `Get`.
 * Type parameters stay with the name; dots inside them cut nothing.
 */
export function labelVariants(name: string): string[] {
  const bracket = name.indexOf("[");
  const head = bracket < 0 ? name : name.slice(0, bracket);
  const slash = head.lastIndexOf("/");
  const variants = [name];
  const add = (from: number): void => {
    const variant = name.slice(from);
    if (from > 0 && variant !== "" && variant !== variants.at(-1)) {
      variants.push(variant);
    }
  };
  add(slash + 1);
  const packageDot = head.indexOf(".", slash + 1);
  if (packageDot < 0) return variants;
  add(packageDot + 1);
  const methodDot = head.indexOf(").", packageDot);
  if (methodDot >= 0) add(methodDot + 2);
  return variants;
}

/** Package and function, without the folders of the package: `cache.(*LRU).Get`. */
export function shortName(name: string): string {
  const bracket = name.indexOf("[");
  const head = bracket < 0 ? name : name.slice(0, bracket);
  return name.slice(head.lastIndexOf("/") + 1);
}

interface Entry {
  readonly variants: readonly string[];
  readonly widths: Float64Array;
}

/** The label of a frame for a width; measured widths are kept per frame. */
export class LabelCache {
  private readonly entries = new Map<number, Entry>();

  constructor(
    private readonly frameName: FrameName,
    private readonly fitter: TextFitter,
  ) {}

  /** The longest variant that fits, else the shortest one cut off; "" where nothing does. */
  labelFor(frame: number, maxPx: number): string {
    const entry = this.entry(frame);
    for (let i = 0; i < entry.variants.length; i += 1) {
      if (entry.widths[i] <= maxPx) return entry.variants[i];
    }
    return this.fitter.fit(entry.variants[entry.variants.length - 1], maxPx);
  }

  private entry(frame: number): Entry {
    let entry = this.entries.get(frame);
    if (entry === undefined) {
      const variants = labelVariants(this.frameName(frame));
      const widths = Float64Array.from(variants, (variant) =>
        this.fitter.width(variant),
      );
      entry = { variants, widths };
      this.entries.set(frame, entry);
    }
    return entry;
  }
}
