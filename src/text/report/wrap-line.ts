/** Characters as wide as two columns of a terminal: CJK, kana, full-width forms. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/u;

/** Punctuation that must not begin a line. */
const CLOSING = /^[，。；：、？！）」』”’…]/u;

function widthOf(text: string): number {
  let width = 0;
  for (const char of text) width += WIDE.test(char) ? 2 : 1;
  return width;
}

/** Parts a line may break before: words with the blank before them, single wide characters. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  let part = "";
  let wasWide = false;
  for (const char of text) {
    const isWide = WIDE.test(char);
    const isBreak = char === " " || isWide || wasWide;
    if (isBreak && part !== "" && !CLOSING.test(char)) {
      parts.push(part);
      part = "";
    }
    part += char;
    wasWide = isWide;
  }
  if (part !== "") parts.push(part);
  return parts;
}

/**
 * A line broken at blanks, and between Chinese characters, so that none is wider than `width` columns;
 * those after the first begin with `hanging`. A word wider than a line stays whole: names are copied.
 *
 * ```
 *   wrapLine("  fix: stop it when done", 16, "    ")      ["  fix: stop it", "    when done"]
 * ```
 */
export function wrapLine(
  line: string,
  width: number,
  hanging: string,
): string[] {
  if (widthOf(line) <= width) return [line];
  const indent = /^ */.exec(line)?.[0] ?? "";
  const lines: string[] = [];
  let current = indent;
  let isFresh = true;
  for (const part of partsOf(line.slice(indent.length))) {
    const text = isFresh ? part.trimStart() : part;
    if (!isFresh && widthOf(current) + widthOf(text) > width) {
      lines.push(current);
      current = hanging + text.trimStart();
    } else current += text;
    isFresh = false;
  }
  return [...lines, current];
}
