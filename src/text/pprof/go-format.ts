/**
 * Number formats of Go's `fmt` where JavaScript's differ. Both languages round the exact binary value,
 * but Go rounds ties to even and JavaScript rounds them up (rule O7): 0.125 is `0.12` in Go and
 * `0.13` by `toFixed(2)`. Sizes in powers of two are full of such ties.
 */

/** Go's names for what is no finite number. */
function notFinite(value: number): string {
  return Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
}

/** `%.2f`. */
export function formatFixed2(value: number): string {
  if (!Number.isFinite(value)) return notFinite(value);
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const magnitude = Math.abs(value);
  // toFixed gives up at 1e21; doubles of that size are integers.
  if (magnitude >= 1e21) return `${sign}${BigInt(magnitude)}.00`;
  // n/200 with odd n is a double only as an odd number of eighths. Of those, .125 and .625 have an
  // even digit before the 5, where rounding to even is rounding down. `%` is exact.
  const eighths = (magnitude * 8) % 8;
  if (eighths === 1) return `${sign}${Math.floor(magnitude)}.12`;
  if (eighths === 5) return `${sign}${Math.floor(magnitude)}.62`;
  return sign + magnitude.toFixed(2);
}

/** Digits of `magnitude`, rounded to two, ties to even, and the decimal exponent of the first. */
function twoDigits(magnitude: number): { digits: string; exponent: number } {
  const [mantissa, exponent] = magnitude.toExponential(1).split("e");
  const rounded = {
    digits: mantissa.replace(".", ""),
    exponent: Number(exponent),
  };
  // A tie has exactly three digits, the last a 5: 100 digits are more than enough to tell.
  const exact = magnitude.toExponential(2);
  if (!/^\d\.\d5e/.test(exact)) return rounded;
  if (!/^\d\.\d50*e/.test(magnitude.toExponential(99))) return rounded;
  const kept = exact[0] + exact[2];
  return Number(kept) % 2 === 0
    ? { digits: kept, exponent: Number(exact.slice(exact.indexOf("e") + 1)) }
    : rounded;
}

/** `%.2g`: two significant digits, trailing zeros dropped, exponent form below 1e-4 and from 100. */
export function formatGeneral2(value: number): string {
  if (!Number.isFinite(value)) return notFinite(value);
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  if (value === 0) return `${sign}0`;
  const { digits, exponent } = twoDigits(Math.abs(value));
  const significant = digits.replace(/0$/, "");
  if (exponent < -4 || exponent >= 2) {
    const mantissa = significant.split("").join(".");
    const power = String(Math.abs(exponent)).padStart(2, "0");
    return `${sign}${mantissa}e${exponent < 0 ? "-" : "+"}${power}`;
  }
  if (exponent < 0) {
    return `${sign}0.${"0".repeat(-exponent - 1)}${significant}`;
  }
  if (exponent === 0) return sign + significant.split("").join(".");
  return sign + digits;
}

/** `%<width>s`: spaces in front up to `width` code points, as Go counts them. */
export function padLeft(text: string, width: number): string {
  if (text.length >= width * 2) return text;
  let points = 0;
  for (const _ of text) points += 1;
  return points >= width ? text : " ".repeat(width - points) + text;
}
