/**
 * Numbers as `format.ts` writes them, without Intl: loading its data takes a third of the time in which
 * the terminal has to answer. English and Chinese group and round alike; a test holds both together.
 */
import { scaleBytes } from "../units.ts";

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** `1,204`. */
export function countText(value: number): string {
  const rounded = Math.abs(Math.round(value));
  return `${value < 0 && rounded > 0 ? "-" : ""}${grouped(String(rounded))}`;
}

/** `115.2 MB`, `45 MB`. */
export function bytesText(bytes: number): string {
  const { amount, unit, isWhole } = scaleBytes(bytes, "auto");
  if (isWhole) return `${countText(amount)} ${unit}`;
  const [whole, fraction] = Math.abs(amount).toFixed(1).split(".");
  const sign = amount < 0 ? "-" : "";
  return `${sign}${grouped(whole)}${fraction === "0" ? "" : `.${fraction}`} ${unit}`;
}
