import { divide64, type Int64 } from "#base/int64.ts";
import { compareUtf8, type EntryNames } from "#analysis/report/entry-name.ts";
import type { LabelUnits } from "#analysis/report/label-units.ts";
import { labelsByKey } from "#profile/labels-by-key.ts";
import type {
  LabelSetIndex,
  LocationIndex,
  Profile,
  ValueColumn,
} from "#profile/profile.ts";
import { encodeUtf8 } from "#profile/utf8.ts";
import { ByteWriter } from "./byte-writer.ts";
import { padLeft } from "./go-format.ts";
import { scaledLabel } from "./measurement.ts";
import { formatValue, type ValueFormat } from "./report-format.ts";

/** What `-traces` prints. */
export interface TracesInput {
  readonly profile: Profile;
  /** Entries per location, innermost first; see `EntryAssignment`. */
  readonly start: Uint32Array;
  readonly list: Int32Array;
  readonly names: EntryNames;
  readonly values: ValueColumn;
  /** For means: the divisors. */
  readonly divisors?: ValueColumn;
  readonly labelUnits: LabelUnits;
  readonly format: ValueFormat;
  readonly profileLabels: readonly string[];
}

const SEPARATOR =
  "-----------+-------------------------------------------------------\n";

/** Width of the column that holds a sample's value on its first line. */
const VALUE_WIDTH = 10;

/** `%10s:  values` for each key, sorted: text labels, then numbers (report.go, printTraces). */
function labelLines(input: TracesInput, set: LabelSetIndex): string {
  const { labels, strings } = input.profile;
  const { texts, numbers } = labelsByKey(
    input.profile,
    set,
    (row) => strings.get(labels.str[row]),
    (row, key) =>
      scaledLabel(labels.num[row], input.labelUnits.get(key) ?? key, "auto"),
  );
  const format = (group: ReadonlyMap<string, readonly string[]>): string =>
    Array.from(
      group,
      ([key, values]) => `${padLeft(key, VALUE_WIDTH)}:  ${values.join(" ")}\n`,
    )
      .sort(compareUtf8)
      .join("");
  return format(texts) + format(numbers);
}

/** Prints stacks from bytes made once per location and once per label set. */
class TracesPrinter {
  private readonly writer = new ByteWriter();
  private readonly separator = encodeUtf8(SEPARATOR);
  private readonly framesOfLocation: (Uint8Array | undefined)[] = [];
  private readonly linesOfLabelSet: (Uint8Array | undefined)[] = [];

  constructor(private readonly input: TracesInput) {}

  *print(): Generator<Uint8Array> {
    const { profileLabels, profile } = this.input;
    const { writer } = this;
    writer.text(`${profileLabels.join("\n")}\n`);
    for (let sample = 0; sample < profile.samples.count; sample += 1) {
      if (profile.samples.stack[sample] >= 0) this.printSample(sample);
      if (writer.isFull) yield writer.take();
    }
    writer.bytes(this.separator);
    yield writer.take();
  }

  private printSample(sample: number): void {
    const { samples, stacks } = this.input.profile;
    const { writer } = this;
    writer.bytes(this.separator);
    writer.bytes(this.labels(samples.labelSet[sample]));
    let row = samples.stack[sample];
    writer.text(padLeft(this.value(sample), VALUE_WIDTH));
    writer.bytes(this.frames(stacks.location[row]).subarray(VALUE_WIDTH));
    for (row = stacks.parent[row]; row >= 0; row = stacks.parent[row]) {
      writer.bytes(this.frames(stacks.location[row]));
    }
  }

  private value(sample: number): string {
    const { values, divisors, format } = this.input;
    let value: Int64 = values[sample];
    const divisor = divisors?.[sample] ?? 0;
    if (divisor !== 0 && divisor !== 0n) value = divide64(value, divisor);
    return formatValue(value, format);
  }

  private labels(set: LabelSetIndex): Uint8Array {
    return (this.linesOfLabelSet[set] ??= encodeUtf8(
      labelLines(this.input, set),
    ));
  }

  /** A location's lines, each with the value column blank. */
  private frames(location: LocationIndex): Uint8Array {
    const known = this.framesOfLocation[location];
    if (known !== undefined) return known;
    const { start, list, names } = this.input;
    const last = start[location + 1] - 1;
    let text = "";
    for (let i = start[location]; i <= last; i += 1) {
      const inline = i === last ? "" : " (inline)";
      text += `${" ".repeat(VALUE_WIDTH)}   ${names.get(list[i])}${inline}\n`;
    }
    return (this.framesOfLocation[location] = encodeUtf8(text));
  }
}

/**
 * Text of `go tool pprof -traces` in chunks (report.go, printTraces): every sample with a stack, in
 * file order, leaf first. Values keep their own units, as `-unit=minimum` is not resolved here.
 */
export function tracesReportChunks(input: TracesInput): Generator<Uint8Array> {
  return new TracesPrinter(input).print();
}
