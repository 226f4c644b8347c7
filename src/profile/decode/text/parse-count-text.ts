import { err, ok, type Result } from "#base/result.ts";
import { emptyHeader } from "../../profile-builder.ts";
import { parseGoLabels } from "./go-labels.ts";
import { RecordProfileBuilder } from "./record-profile-builder.ts";
import { parsePcs } from "./stack-record.ts";
import {
  groupRecords,
  type TextProfile,
  type TextProfileError,
} from "./text-profile.ts";

/** legacy_profile.go: countStartRE and countRE; Go prints records without PCs, too. */
const HEADER = /^(\S+) profile: total \d+\s*$/;
const SAMPLE = /^(\d+) @((?: 0x[0-9a-f]+)*)$/;

/**
 * Reads `NAME profile: total N` text (goroutine, threadcreate, custom profiles at debug=1) into a
 * profile with one sample type `NAME`/`count`, with the printed frames as lines and labels (rule
 * G1). `not-a-text-profile` where no line is such a header.
 */
export function parseCountText(
  text: string,
): Result<TextProfile, TextProfileError> {
  const lines = text.split("\n");
  const headerIndex = lines.findIndex((line) => HEADER.test(line));
  const header = headerIndex < 0 ? null : HEADER.exec(lines[headerIndex]);
  if (header === null) return err({ code: "not-a-text-profile" });
  const { records, unparsed, unparsedCount } = groupRecords(
    lines.slice(headerIndex + 1),
    headerIndex + 2,
    SAMPLE,
  );
  const sampleType = { type: header[1], unit: "count" };
  const builder = new RecordProfileBuilder({
    ...emptyHeader([sampleType]),
    periodType: sampleType,
    period: 1n,
  });
  for (const { match, symbols, comments } of records) {
    const [, count, pcs] = match;
    const labels = comments.flatMap((comment) => {
      const text = /^#\s*labels:\s*(.*)$/.exec(comment)?.[1] ?? "";
      return Object.entries(parseGoLabels(text) ?? {});
    });
    builder.add(
      { pcs: parsePcs(pcs), symbols },
      [BigInt(count)],
      labels.flatMap(([key, values]) =>
        values.map((value) => [key, value] as const),
      ),
    );
  }
  return ok({
    kind: "count",
    profile: builder.build(),
    memStats: {},
    unparsed,
    unparsedCount,
  });
}
