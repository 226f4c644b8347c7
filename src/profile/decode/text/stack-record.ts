import type { StackFrame } from "../../goroutines/goroutine-snapshot.ts";

/** `# 0xaddr  name+0xoff  file:line` of a debug=1 record; name "" where the PC has no symbol. */
export interface SymbolLine {
  readonly pc: bigint;
  readonly name: string;
  /** PC minus the function's entry: equal entries tell inlined frames. */
  readonly offset: bigint;
  readonly file: string;
  readonly line: number;
}

/**
 * `N @ 0x1 0x2`: how many and where, leaf first. Null for any other line, and for counts above ten
 * digits: no process has so many goroutines, and their sum must stay exact.
 */
export function parseRecordLine(
  text: string,
): { count: number; pcs: bigint[] } | null {
  const match = /^(\d{1,10}) @((?: 0x[0-9a-fA-F]+)*)\s*$/.exec(text);
  return match === null
    ? null
    : { count: Number(match[1]), pcs: parsePcs(match[2]) };
}

/**
 * The PCs of ` 0x1 0x2 0x3`. Zeros are left out: they are unused slots of a record
 * (Go 1.26 prints 32 of them for each thread of a threadcreate profile).
 */
export function parsePcs(text: string): bigint[] {
  return (text.match(/0x[0-9a-fA-F]+/g) ?? [])
    .map(BigInt)
    .filter((pc) => pc !== 0n);
}

/** A `#` line of a record (runtime/pprof: printStackRecord); null for any other line. */
export function parseSymbolLine(text: string): SymbolLine | null {
  const match =
    /^#\s+(0x[0-9a-fA-F]+)(?:\s+(\S.*?)\+(0x[0-9a-fA-F]+)(?:\s+(.*):(\d+))?)?\s*$/.exec(
      text,
    );
  if (match === null || BigInt(match[1]) === 0n) return null;
  return {
    pc: BigInt(match[1]),
    name: match[2] ?? "",
    offset: BigInt(match[3] ?? 0),
    file: match[4] ?? "",
    line: Number(match[5] ?? 0),
  };
}

/**
 * Frames of a record. A frame is inlined when its function's entry is that of the next one and the
 * names differ: pprof prints both with the offset from the outer function's entry.
 */
export function framesOfSymbols(symbols: readonly SymbolLine[]): StackFrame[] {
  return symbols.map((symbol, i) => {
    const caller = symbols[i + 1] as SymbolLine | undefined;
    return {
      func: symbol.name,
      file: symbol.file,
      line: symbol.line,
      startLine: 0,
      args: "",
      isInlined:
        caller !== undefined &&
        symbol.name !== caller.name &&
        symbol.pc - symbol.offset === caller.pc - caller.offset,
    };
  });
}

/**
 * How many PCs come before the first shown frame: runtime frames that printStackRecord hides. A shown
 * PC is the call's (return PC - 1), the list has return PCs.
 */
export function hiddenPcCount(
  pcs: readonly bigint[],
  symbols: readonly SymbolLine[],
): number {
  if (symbols.length === 0) return 0;
  const shown = symbols[0].pc;
  const at = pcs.findIndex((pc) => pc === shown || pc === shown + 1n);
  return Math.max(at, 0);
}
