/** Tables as text to paste elsewhere. */

/** Tabs for spreadsheets, commas for files. */
export type Separator = "\t" | ",";

/** A table to copy: `cellsOf(i)` for `i` in 0 .. `rowCount`. */
export interface CopiedTable {
  readonly header: readonly string[];
  readonly rowCount: number;
  readonly cellsOf: (i: number) => readonly string[];
}

const CHUNK = 2048;

function cell(text: string, separator: Separator): string {
  if (separator === "\t") return text.replaceAll(/[\t\n\r]/g, " ");
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A table as TSV or CSV (RFC 4180 quoting), its header first. In chunks; yields after each. */
export function* separatedText(
  { header, rowCount, cellsOf }: CopiedTable,
  separator: Separator,
): Generator<void, string> {
  const line = (cells: readonly string[]): string =>
    cells.map((text) => cell(text, separator)).join(separator);
  const lines = [line(header)];
  for (let i = 0; i < rowCount; i += 1) {
    lines.push(line(cellsOf(i)));
    if (i % CHUNK === CHUNK - 1) yield;
  }
  return `${lines.join("\n")}\n`;
}

/** A share with two decimals, as pprof writes them: without a sign. */
export function percentCell(ratio: number): string {
  return (Math.abs(ratio) * 100).toFixed(2);
}
