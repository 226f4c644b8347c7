import type { TopView } from "#contract/views.ts";
import { filesText, topShares } from "./top-rows.ts";

const CHUNK = 2048;

function cell(text: string, separator: "\t" | ","): string {
  if (separator === "\t") return text.replaceAll(/[\t\n\r]/g, " ");
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Rows as a table to paste elsewhere: exact numbers, percentages with two decimals, pprof's column
 * names. In chunks; yields after each.
 */
export function* topText(
  view: TopView,
  rows: Uint32Array,
  unit: string,
  separator: "\t" | ",",
): Generator<void, string> {
  const shares = topShares(view);
  const percent = (ratio: number): string => (Math.abs(ratio) * 100).toFixed(2);
  const header = [
    `flat (${unit})`,
    "flat%",
    "sum%",
    `cum (${unit})`,
    "cum%",
    "name",
    "files",
  ];
  const lines = [header.map((text) => cell(text, separator)).join(separator)];
  for (const [i, row] of rows.entries()) {
    const cells = [
      view.flat[row].toString(),
      percent(shares.flat[row]),
      percent(shares.sum[row]),
      view.cum[row].toString(),
      percent(shares.cum[row]),
      view.strings.get(view.name[row]),
      filesText(view, row),
    ];
    lines.push(cells.map((text) => cell(text, separator)).join(separator));
    if (i % CHUNK === CHUNK - 1) yield;
  }
  return `${lines.join("\n")}\n`;
}
