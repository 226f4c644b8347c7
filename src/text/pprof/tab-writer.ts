/**
 * Go's text/tabwriter with pprof's settings: columns of one block are as wide as their widest cell
 * and one space, cells aligned right. A cell is text that a tab ends; what follows the last tab of
 * a line belongs to no column. Lines without a tab end all columns.
 */

interface Cell {
  readonly text: string;
  /** In code points. */
  readonly width: number;
}

const PADDING = 1;

/** Text between two of these is one cell whatever it holds (tabwriter.Escape, the byte 0xff). */
const ESCAPE = "\udcff";

const CELL_ENDS = new Set(["\t", "\v", "\n", "\f"]);

/** See the file header. */
export class TabWriter {
  private lines: Cell[][] = [[]];
  private cell = "";
  /** Escape characters in the cell: they are written but have no width. */
  private escapeCount = 0;
  private isEscaped = false;
  private widths: number[] = [];
  private out = "";

  write(text: string): void {
    for (const char of text) {
      const isCellEnd = !this.isEscaped && CELL_ENDS.has(char);
      if (!isCellEnd) {
        this.cell += char;
        if (char === ESCAPE) {
          this.isEscaped = !this.isEscaped;
          this.escapeCount += 1;
        }
        continue;
      }
      const cellCount = this.endCell();
      if (char === "\n" || char === "\f") {
        this.lines.push([]);
        if (char === "\f" || cellCount === 1) this.format();
      }
    }
  }

  /** Everything written since the last `take`, laid out. */
  take(): string {
    if (this.cell !== "") this.endCell();
    this.format();
    const text = this.out;
    this.out = "";
    return text;
  }

  private endCell(): number {
    let width = 0;
    for (const _ of this.cell) width += 1;
    const line = this.lines[this.lines.length - 1];
    const escapes = this.escapeCount - (this.escapeCount % 2);
    line.push({ text: this.cell, width: width - escapes });
    this.cell = "";
    this.escapeCount = 0;
    this.isEscaped = false;
    return line.length;
  }

  private format(): void {
    this.formatBlock(0, this.lines.length);
    this.lines = [[]];
  }

  /** Lays out the column after those of `widths` for lines `start .. end`, then the ones after it. */
  private formatBlock(start: number, end: number): void {
    const column = this.widths.length;
    let written = start;
    for (let line = start; line < end; line += 1) {
      if (column >= this.lines[line].length - 1) continue;
      this.writeLines(written, line);
      written = line;
      let width = 0;
      for (; line < end; line += 1) {
        if (column >= this.lines[line].length - 1) break;
        width = Math.max(width, this.lines[line][column].width + PADDING);
      }
      this.widths.push(width);
      this.formatBlock(written, line);
      this.widths.pop();
      written = line;
    }
    this.writeLines(written, end);
  }

  private writeLines(start: number, end: number): void {
    for (let line = start; line < end; line += 1) {
      this.lines[line].forEach((cell, column) => {
        const width = this.widths.at(column) ?? cell.width;
        this.out += " ".repeat(Math.max(0, width - cell.width)) + cell.text;
      });
      if (line + 1 < this.lines.length) this.out += "\n";
    }
  }
}
