/**
 * Writes profiles as pprof protobuf, field by field in the order of pprof's own encoder
 * (pprof profile/encode.go). Ids are row numbers + 1, so a decoded and re-encoded file may carry
 * other ids; everything else survives, invalid UTF-8 included.
 */
import protobuf from "protobufjs/minimal.js";
import type { Profile, SampleIndex, ValueType } from "../profile.ts";
import { StringAppender } from "./string-appender.ts";

type Writer = protobuf.Writer;

const VARINT = 0;
const BYTES = 2;

function tag(field: number, wireType: number): number {
  return (field << 3) | wireType;
}

/** int64 or uint64 as `Writer.int64` takes it without losing bits. */
function exact(value: bigint | number): string | number {
  // protobufjs parses decimal strings by `long`; negative means two's complement, as in Go.
  return typeof value === "number"
    ? value
    : BigInt.asIntN(64, value).toString();
}

/** Field left out when 0, as all scalar fields are but `default_sample_type`. */
function optional(out: Writer, field: number, value: bigint | number): void {
  if (value === 0 || value === 0n) return;
  out.uint32(tag(field, VARINT)).int64(exact(value));
}

function valueType(
  out: Writer,
  field: number,
  strings: StringAppender,
  { type, unit }: ValueType,
): void {
  out.uint32(tag(field, BYTES)).fork();
  optional(out, 1, strings.indexOf(type));
  optional(out, 2, strings.indexOf(unit));
  out.ldelim();
}

/** Writes samples; holds the scratch columns they share. */
class SampleWriter {
  private locationIds = new Uint32Array(128);

  constructor(
    private readonly out: Writer,
    private readonly profile: Profile,
  ) {}

  write(sample: SampleIndex): void {
    const { out } = this;
    out.uint32(tag(2, BYTES)).fork();
    this.writeLocations(sample);
    this.writeValues(sample);
    this.writeLabels(this.profile.samples.labelSet[sample]);
    out.ldelim();
  }

  private writeLocations(sample: SampleIndex): void {
    const { out } = this;
    const { parent, location } = this.profile.stacks;
    let count = 0;
    let stack = this.profile.samples.stack[sample];
    for (; stack >= 0; stack = parent[stack]) {
      if (count === this.locationIds.length) {
        const grown = new Uint32Array(count * 2);
        grown.set(this.locationIds);
        this.locationIds = grown;
      }
      this.locationIds[count] = location[stack] + 1;
      count += 1;
    }
    if (count <= 2) {
      for (let i = 0; i < count; i += 1) {
        out.uint32(tag(1, VARINT)).uint32(this.locationIds[i]);
      }
      return;
    }
    out.uint32(tag(1, BYTES)).fork();
    for (let i = 0; i < count; i += 1) out.uint32(this.locationIds[i]);
    out.ldelim();
  }

  private writeValues(sample: SampleIndex): void {
    const { out } = this;
    const { values } = this.profile.samples;
    if (values.length <= 2) {
      for (const column of values) {
        out.uint32(tag(2, VARINT)).int64(exact(column[sample]));
      }
      return;
    }
    out.uint32(tag(2, BYTES)).fork();
    for (const column of values) out.int64(exact(column[sample]));
    out.ldelim();
  }

  private writeLabels(set: number): void {
    const { out } = this;
    const { labelStart, label } = this.profile.labelSets;
    const { key, isNumeric, str, num, unit } = this.profile.labels;
    for (let row = labelStart[set]; row < labelStart[set + 1]; row += 1) {
      const i = label[row];
      out.uint32(tag(3, BYTES)).fork();
      optional(out, 1, key[i]);
      if (isNumeric[i] === 1) {
        optional(out, 3, num[i]);
        optional(out, 4, unit[i]);
      } else {
        optional(out, 2, str[i]);
      }
      out.ldelim();
    }
  }
}

function writeMappings(out: Writer, { mappings }: Profile): void {
  for (let i = 0; i < mappings.length; i += 1) {
    out.uint32(tag(3, BYTES)).fork();
    optional(out, 1, i + 1);
    optional(out, 2, mappings.start[i]);
    optional(out, 3, mappings.limit[i]);
    optional(out, 4, mappings.offset[i]);
    optional(out, 5, mappings.filename[i]);
    optional(out, 6, mappings.buildId[i]);
    for (let bit = 0; bit < 4; bit += 1) {
      optional(out, 7 + bit, (mappings.flags[i] >> bit) & 1);
    }
    out.ldelim();
  }
}

function writeLocations(out: Writer, { locations, lines }: Profile): void {
  for (let i = 0; i < locations.length; i += 1) {
    out.uint32(tag(4, BYTES)).fork();
    optional(out, 1, i + 1);
    optional(out, 2, locations.mapping[i] + 1);
    optional(out, 3, locations.address[i]);
    const end = locations.lineStart[i + 1];
    for (let line = locations.lineStart[i]; line < end; line += 1) {
      out.uint32(tag(4, BYTES)).fork();
      optional(out, 1, lines.func[line] + 1);
      optional(out, 2, lines.line[line]);
      optional(out, 3, lines.column[line]);
      out.ldelim();
    }
    optional(out, 5, locations.isFolded[i]);
    out.ldelim();
  }
}

function writeFunctions(out: Writer, { functions }: Profile): void {
  for (let i = 0; i < functions.length; i += 1) {
    out.uint32(tag(5, BYTES)).fork();
    optional(out, 1, i + 1);
    optional(out, 2, functions.name[i]);
    optional(out, 3, functions.systemName[i]);
    optional(out, 4, functions.filename[i]);
    optional(out, 5, functions.startLine[i]);
    out.ldelim();
  }
}

/**
 * `profile` as an uncompressed protobuf message. Never fails: every `Profile` can be written. The
 * result is a fresh array the caller owns.
 */
export function encodeProfile(profile: Profile): Uint8Array {
  const out = protobuf.Writer.create();
  const strings = new StringAppender(profile.strings);
  for (const type of profile.sampleTypes) valueType(out, 1, strings, type);
  const samples = new SampleWriter(out, profile);
  for (let i = 0; i < profile.samples.count; i += 1) samples.write(i);
  writeMappings(out, profile);
  writeLocations(out, profile);
  writeFunctions(out, profile);
  // Header fields follow the strings in the file, but may add to them.
  const { periodType } = profile;
  const header = protobuf.Writer.create();
  optional(header, 7, strings.indexOf(profile.dropFrames));
  optional(header, 8, strings.indexOf(profile.keepFrames));
  optional(header, 9, profile.timeNanos);
  optional(header, 10, profile.durationNanos);
  if (periodType.type !== "" || periodType.unit !== "") {
    valueType(header, 11, strings, periodType);
  }
  optional(header, 12, profile.period);
  for (const comment of profile.comments) {
    header.uint32(tag(13, VARINT)).uint32(strings.indexOf(comment));
  }
  header
    .uint32(tag(14, VARINT))
    .uint32(strings.indexOf(profile.defaultSampleType));
  optional(header, 15, strings.indexOf(profile.docUrl));
  for (let i = 0; i < strings.length; i += 1) {
    out.uint32(tag(6, BYTES)).bytes(strings.bytesAt(i));
  }
  out.raw(header.finish());
  // Copied: `finish` gives a view of a buffer up to twice as large, in Node a slice of a pool.
  return Uint8Array.from(out.finish());
}
