import {
  computeReportGraph,
  type InlineMark,
} from "#analysis/report/report-graph.ts";
import { divide64 } from "#base/int64.ts";
import type { Profile } from "#profile/profile.ts";
import { encodeUtf8 } from "#profile/utf8.ts";
import { ByteWriter } from "#text/pprof/byte-writer.ts";
import { profileFacts } from "./report-facts.ts";
import {
  columnsOf,
  graphOptions,
  type ReportRequest,
} from "./report-request.ts";
import type { ReportName } from "./report-settings.ts";

const INLINED: Readonly<Record<InlineMark, "none" | "some" | "all">> = {
  0: "none",
  1: "some",
  2: "all",
};

/** `leakscope-top/1`: the rows of the report, trimmed and sorted as the text. */
function* topJson(request: ReportRequest): Generator<Uint8Array> {
  const { profile, total } = request;
  const graph = computeReportGraph(profile, graphOptions(request), total);
  const { names, assignment, rows } = graph;
  const { entries } = assignment;
  const writer = new ByteWriter();
  const head = JSON.stringify({
    schema: "leakscope-top/1",
    ...profileFacts(request),
    droppedCount: graph.droppedCount,
    originalCount: graph.originalCount,
  });
  writer.text(`${head.slice(0, -1)},"rows":[`);
  let separator = "\n";
  for (const { entry, flat, cum, inlined } of rows) {
    const row = JSON.stringify({
      name: names.get(entry),
      function: entries.strings.get(entries.name[entry]),
      file: entries.files[entries.file[entry]],
      line: entries.line[entry],
      flat: String(flat),
      cum: String(cum),
      inlined: INLINED[inlined],
    });
    writer.text(separator + row);
    separator = ",\n";
    if (writer.isFull) yield writer.take();
  }
  writer.text("\n]}\n");
  yield writer.take();
}

/** Labels of a set: text as strings, numbers as decimal strings with their unit. */
function labelsOf(
  profile: Profile,
  set: number,
  units: ReadonlyMap<string, string>,
): Record<string, unknown[]> {
  const { labelSets, strings } = profile;
  const { labelStart } = labelSets;
  const { key, str, num, isNumeric } = profile.labels;
  const labels = new Map<string, unknown[]>();
  for (let row = labelStart[set]; row < labelStart[set + 1]; row += 1) {
    const i = labelSets.label[row];
    const name = strings.get(key[i]);
    const value =
      isNumeric[i] === 1
        ? { value: String(num[i]), unit: units.get(name) ?? name }
        : strings.get(str[i]);
    labels.set(name, [...(labels.get(name) ?? []), value]);
  }
  return Object.fromEntries(labels);
}

/** Frames of each location, leaf first, as JSON text made once. */
class FrameTexts {
  private readonly cache: (string | undefined)[] = [];

  constructor(
    private readonly profile: Profile,
    private readonly noInlines: boolean,
  ) {}

  of(location: number): string {
    return (this.cache[location] ??= this.make(location));
  }

  private make(location: number): string {
    const { locations, lines, functions, strings } = this.profile;
    const start = locations.lineStart[location];
    const end = locations.lineStart[location + 1];
    const address = `0x${locations.address[location].toString(16)}`;
    if (start === end) return JSON.stringify({ address });
    const from = this.noInlines ? end - 1 : start;
    return Array.from({ length: end - from }, (_, i) => {
      const line = from + i;
      const func = lines.func[line];
      return JSON.stringify({
        function: strings.get(functions.name[func]),
        file: strings.get(functions.filename[func]),
        line: lines.line[line],
        address,
        isInlined: line !== end - 1,
      });
    }).join(",");
  }
}

/** `leakscope-traces/1`: every sample with a stack, leaf first. */
function* tracesJson(request: ReportRequest): Generator<Uint8Array> {
  const { profile, settings, labelUnits } = request;
  const { samples, stacks } = profile;
  const { values, divisors } = columnsOf(request);
  const frames = new FrameTexts(profile, settings.noInlines);
  const writer = new ByteWriter();
  const head = JSON.stringify({
    schema: "leakscope-traces/1",
    ...profileFacts(request),
  });
  writer.text(`${head.slice(0, -1)},"samples":[`);
  let separator = "\n";
  for (let sample = 0; sample < samples.count; sample += 1) {
    const texts: string[] = [];
    for (let row = samples.stack[sample]; row >= 0; row = stacks.parent[row]) {
      texts.push(frames.of(stacks.location[row]));
    }
    if (texts.length === 0) continue;
    const divisor = divisors?.[sample] ?? 0;
    const value =
      divisor === 0 || divisor === 0n
        ? values[sample]
        : divide64(values[sample], divisor);
    const labels = labelsOf(profile, samples.labelSet[sample], labelUnits);
    const fields = JSON.stringify({ value: String(value), labels });
    writer.text(
      `${separator}${fields.slice(0, -1)},"stack":[${texts.join(",")}]}`,
    );
    separator = ",\n";
    if (writer.isFull) yield writer.take();
  }
  writer.text("\n]}\n");
  yield writer.take();
}

/** The report as one JSON object, in chunks. Bytes that are no UTF-8 stay as they are in the file. */
export async function reportJson(
  name: ReportName,
  request: ReportRequest,
): Promise<Iterable<Uint8Array>> {
  if (name === "top") return topJson(request);
  if (name === "traces") return tracesJson(request);
  const { peekJson, tagsJson } = await import("./label-and-peek-json.ts");
  const data = name === "peek" ? peekJson(request) : tagsJson(request);
  return [encodeUtf8(`${JSON.stringify(data, undefined, 1)}\n`)];
}
