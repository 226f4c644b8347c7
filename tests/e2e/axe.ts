import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright";
import { ROOT } from "./app.ts";

const AXE = readFileSync(
  join(ROOT, "node_modules/axe-core/axe.min.js"),
  "utf8",
);

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** Accessibility faults of the page as it is, one line each; contrast included, `except` rules left out. */
export async function axeFaults(
  page: Page,
  except: readonly string[] = [],
): Promise<string[]> {
  await page.evaluate(AXE);
  const result = await page.evaluate<AxeResult>("axe.run()");
  return result.violations
    .filter(({ id }) => !except.includes(id))
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`),
    );
}
