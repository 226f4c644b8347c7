import { labelsByKey } from "#profile/labels-by-key.ts";
import { bigintAt } from "#profile/value-column.ts";
import type { Profile } from "#profile/profile.ts";

/** By UTF-8 bytes, as Go sorts strings. */
function sortedGo(texts: readonly string[]): string[] {
  return texts.toSorted((a, b) =>
    Buffer.compare(Buffer.from(a), Buffer.from(b)),
  );
}

function labelsText(profile: Profile, set: number): string[] {
  const { labels, strings } = profile;
  const { texts, numbers } = labelsByKey(
    profile,
    set,
    (row) => strings.get(labels.str[row]),
    (row) => ({ value: labels.num[row], unit: strings.get(labels.unit[row]) }),
  );
  const indent = " ".repeat(16);
  const lines: string[] = [];
  if (texts.size > 0) {
    const all = [...texts].map(
      ([key, values]) => `${key}:[${values.join(" ")}]`,
    );
    lines.push(indent + sortedGo(all).join(" "));
  }
  if (numbers.size > 0) {
    const all = [...numbers].map(([key, values]) => {
      const hasUnits = values.some(({ unit }) => unit !== "");
      const shown = values.map(({ value, unit }) =>
        hasUnits ? `${value} ${unit}` : value,
      );
      return `${key}:[${shown.join(" ")}]`;
    });
    lines.push(indent + sortedGo(all).join(" "));
  }
  return lines;
}

function sampleLines(profile: Profile): string[] {
  const { samples, stacks } = profile;
  const lines: string[] = [];
  for (let i = 0; i < samples.count; i += 1) {
    let text = "";
    for (const column of samples.values) {
      text += ` ${bigintAt(column, i).toString().padStart(10)}`;
    }
    text += ": ";
    for (let s = samples.stack[i]; s >= 0; s = stacks.parent[s]) {
      text += `${stacks.location[s] + 1} `;
    }
    // The first column has no blank before it: Go puts one between what was there and the next.
    lines.push(text, ...labelsText(profile, samples.labelSet[i]));
  }
  return lines;
}

function locationLines(profile: Profile): string[] {
  const { locations, lines, functions, strings } = profile;
  const out: string[] = [];
  for (let i = 0; i < locations.length; i += 1) {
    let head = `${String(i + 1).padStart(6)}: 0x${locations.address[i].toString(16)} `;
    if (locations.mapping[i] >= 0) head += `M=${locations.mapping[i] + 1} `;
    if (locations.isFolded[i] === 1) head += "[F] ";
    const [start, end] = [locations.lineStart[i], locations.lineStart[i + 1]];
    if (start === end) out.push(head);
    for (let line = start; line < end; line += 1) {
      const func = lines.func[line];
      const name = strings.get(functions.name[func]);
      const systemName = strings.get(functions.systemName[func]);
      const file = strings.get(functions.filename[func]);
      out.push(
        `${head}${name} ${file}:${lines.line[line]}:${lines.column[line]} s=${functions.startLine[func]}` +
          (name === systemName ? "" : `(${systemName})`),
      );
      head = " ".repeat(13);
    }
  }
  return out;
}

const FLAGS = ["[FN]", "[FL]", "[LN]", "[IN]"];

/**
 * What `go tool pprof -raw -showcolumns` prints of a profile (pprof profile/profile.go: String) from
 * the sample types on, ids being row numbers + 1. For comparing whole profiles with the oracle's.
 */
export function formatRaw(profile: Profile): string {
  const { sampleTypes, mappings, strings } = profile;
  const types = sampleTypes
    .map(({ type, unit }) => {
      const mark = type === profile.defaultSampleType ? "[dflt]" : "";
      return `${type}/${unit}${mark} `;
    })
    .join("");
  const mappingLines = Array.from({ length: mappings.length }, (_, i) => {
    const [start, limit, offset] = [
      mappings.start,
      mappings.limit,
      mappings.offset,
    ].map((column) => `0x${column[i].toString(16)}`);
    const flags = FLAGS.filter((_flag, bit) => (mappings.flags[i] >> bit) & 1);
    return `${i + 1}: ${start}/${limit}/${offset} ${strings.get(mappings.filename[i])} ${strings.get(mappings.buildId[i])} ${flags.join("")}`;
  });
  return [
    "Samples:",
    types.trim(),
    ...sampleLines(profile),
    "Locations",
    ...locationLines(profile),
    "Mappings",
    ...mappingLines,
    "",
  ].join("\n");
}
