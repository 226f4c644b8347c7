/** Labels of a goroutine; several values of a key keep the order of the input. */
export type GoroutineLabels = Readonly<Record<string, readonly string[]>>;

/** The empty set: one object, so that most groups share it. */
export const NO_LABELS: GoroutineLabels = Object.freeze({});

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
  '"': '"',
  "'": "'",
};

const HEX_ESCAPE = /^(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/;

/** Text of a Go string literal's inside, e.g. `a\tb\u00e9`. What is no escape stays as it is. */
export function unquoteGo(inside: string): string {
  return inside.replace(
    /\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{3}|[^])/g,
    (_whole: string, escape: string) => {
      const simple = SIMPLE_ESCAPES[escape];
      if (simple !== undefined) return simple;
      const hex = HEX_ESCAPE.exec(escape);
      if (hex !== null) {
        const point = parseInt(hex[1] ?? hex[2] ?? hex[3], 16);
        return point <= 0x10ffff ? String.fromCodePoint(point) : "\ufffd";
      }
      if (/^[0-7]{3}$/.test(escape)) {
        return String.fromCharCode(parseInt(escape, 8));
      }
      return `\\${escape}`;
    },
  );
}

/**
 * Reads `{"k":"v", "k2": "v2"}` as pprof's debug=1 (`%q:%q`, runtime/pprof/label.go) and traceback
 * headers (`"k": "v"`, runtime/traceback.go goroutineheader) print it. `null` where `text` is no
 * such list; trailing text is ignored.
 */
export function parseGoLabels(text: string): GoroutineLabels | null {
  if (!text.startsWith("{")) return null;
  const labels: Record<string, string[]> = Object.create(null) as Record<
    string,
    string[]
  >;
  const pair = /\s*"((?:[^"\\]|\\[^])*)"\s*:\s*"((?:[^"\\]|\\[^])*)"\s*([,}])/y;
  pair.lastIndex = 1;
  let hasAny = false;
  for (;;) {
    const match = pair.exec(text);
    if (match === null) {
      return /^\{\s*\}/.test(text) && !hasAny ? NO_LABELS : null;
    }
    hasAny = true;
    (labels[unquoteGo(match[1])] ??= []).push(unquoteGo(match[2]));
    if (match[3] === "}") return { ...labels };
  }
}
