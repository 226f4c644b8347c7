import { CliFailureError, failure } from "../failure.ts";

const TIME_MILLIS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

const SIZE_BYTES: Readonly<Record<string, number>> = {
  "": 1,
  b: 1,
  kb: 1024,
  mb: 1024 ** 2,
  gb: 1024 ** 3,
};

function badValue(option: string, value: string): CliFailureError {
  return new CliFailureError(failure("cli.bad-value", { option, value }));
}

/** `90s`, `1.5m`, `500ms`, `2h`, or seconds without a unit, in milliseconds. */
export function parseTime(option: string, value: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(value.trim());
  if (match === null) throw badValue(option, value);
  return Number(match[1]) * TIME_MILLIS[match[2] ?? "s"];
}

/** `500MB`, `2GB`, `1000` in bytes; units are powers of 1024, as pprof's are. */
export function parseSize(option: string, value: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([kmg]?b)?$/i.exec(value.trim());
  if (match === null) throw badValue(option, value);
  return Number(match[1]) * SIZE_BYTES[(match[2] ?? "").toLowerCase()];
}

/** A whole number of at least `least`. */
export function parseWhole(
  option: string,
  value: string,
  least: number,
): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number < least) throw badValue(option, value);
  return number;
}
