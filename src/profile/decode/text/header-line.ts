import { ByteRange, bytesOf, bytesStartWith } from "./byte-range.ts";
import { decimalIn } from "./stack-line.ts";

const GOROUTINE = bytesOf("goroutine ");
const GOLEAK = bytesOf("Goroutine ");
const SPACE = 0x20;
const COLON = 0x3a;
const BRACKET = 0x5b;
const LOWER_G = 0x67;
const UPPER_G = 0x47;

/** A line that opens a goroutine, taken apart. One object is reused. */
export class HeaderLine {
  id = -1;
  /** From the first `[` on for tracebacks; inside of the brackets for goleak. */
  readonly state = new ByteRange();
  private readonly scratch = new ByteRange();

  /** `goroutine N gp=… m=… [state]:`; false for any other line. */
  readTraceback(range: ByteRange): boolean {
    const { buf, start, end } = range;
    if (buf[start] !== LOWER_G || !bytesStartWith(range, GOROUTINE)) {
      return false;
    }
    if (buf[end - 1] !== COLON) return false;
    const digits = start + GOROUTINE.length;
    let i = digits;
    while (buf[i] >= 0x30 && buf[i] <= 0x39) i += 1;
    this.id = decimalIn(buf, digits, i);
    if (this.id < 0 || (buf[i] !== SPACE && i !== end - 1)) return false;
    const after = Math.min(i + 1, end);
    let bracket = after;
    while (bracket < end && buf[bracket] !== BRACKET) bracket += 1;
    this.state.set(buf, bracket < end ? bracket : after, end);
    return true;
  }

  /**
   * `[Goroutine 19 in state chan receive, with main.f on top of the stack:`, as goleak prints it;
   * from the second on a blank stands for the bracket.
   */
  readGoleak(range: ByteRange): boolean {
    const { buf, start, end } = range;
    const first = buf[start];
    if (first !== UPPER_G && first !== BRACKET && first !== SPACE) return false;
    const at = first === UPPER_G ? start : start + 1;
    if (buf[end - 1] !== COLON || !bytesStartWith(range, GOLEAK, at)) {
      return false;
    }
    this.scratch.set(buf, at, end);
    const match =
      /^Goroutine (\d+) in state (.*), with (.*) on top of the stack:$/.exec(
        this.scratch.text,
      );
    if (match === null) return false;
    this.id = Number(match[1]);
    const state = bytesOf(match[2]);
    this.state.set(state, 0, state.length);
    return true;
  }
}
