/**
 * A function name with its type arguments written `[...]`, as tracebacks do: pprof of Go 1.21 and
 * newer has the shapes (`main.emit[go.shape.int]`), and the same goroutine must have one key in both.
 * ```
 *   main.(*box[go.shape.map[string]int]).put.func1      main.(*box[...]).put.func1
 * ```
 */
export function genericName(func: string): string {
  if (!func.includes("[")) return func;
  let name = "";
  let depth = 0;
  for (const char of func) {
    if (char === "[") {
      if (depth === 0) name += "[...]";
      depth += 1;
    } else if (char === "]") depth -= 1;
    else if (depth === 0) name += char;
  }
  return depth === 0 ? name : func;
}
