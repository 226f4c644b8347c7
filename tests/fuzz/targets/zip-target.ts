/** Zips of profiles: their list of files, and each file read out of them. */
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { ByteBudget } from "#base/byte-budget.ts";
import { JobControl } from "#base/cancel-flag.ts";
import { kindOfPath } from "#main/bundles/kind-of-path.ts";
import { listZip } from "#main/bundles/list-files.ts";
import { openInput } from "#session/open/open-profile.ts";
import { type FuzzTarget, type Outcome, promise } from "../target.ts";
import { arbitraryProfileBytes } from "./protobuf-target.ts";
import { wordOf } from "./word-of.ts";

const LIMIT_BYTES = 2 ** 28;
/** Files read out of each zip. */
const READ_MAX = 3;

interface ZipFile {
  readonly name: string;
  readonly content: Uint8Array;
  readonly isDeflated: boolean;
  /** Added to what the table of contents says: sizes that lie. */
  readonly sizeFault: number;
  readonly crcFault: number;
}

/** APPNOTE.TXT 4.3: local headers with their data, the table of contents, its end. */
function zipOf(files: readonly ZipFile[], comment: string): Uint8Array {
  const parts: Buffer[] = [];
  const table: Buffer[] = [];
  let offset = 0;
  for (const { name, content, isDeflated, sizeFault, crcFault } of files) {
    const data = isDeflated ? deflateRawSync(content) : Buffer.from(content);
    const nameBytes = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(isDeflated ? 8 : 0, 4);
    common.writeUInt32LE((crc32(content) + crcFault) >>> 0, 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(Math.max(0, content.length + sizeFault), 18);
    common.writeUInt16LE(nameBytes.length, 22);
    parts.push(Buffer.from("PK\x03\x04"), common, nameBytes, data);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    table.push(Buffer.from("PK\x01\x02\x14\x00"), common, tail, nameBytes);
    offset += 30 + nameBytes.length + data.length;
  }
  const tableBytes = Buffer.concat(table);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(tableBytes.length, 8);
  end.writeUInt32LE(offset, 12);
  end.writeUInt16LE(comment.length, 16);
  return Buffer.concat([
    ...parts,
    tableBytes,
    Buffer.from("PK\x05\x06"),
    end,
    Buffer.from(comment, "latin1"),
  ]);
}

const name = fc.oneof(
  fc.constantFrom("heap.pb.gz", "a/b/heap.pb", "../x", "/etc/passwd", ".git/x"),
  fc.constantFrom("", "a\\b", "__MACOSX/._heap", "x/", "\u202e.pb", "C:/x"),
  fc.string({ maxLength: 12 }),
);

const file = fc.record({
  name,
  content: fc.oneof(
    arbitraryProfileBytes,
    fc.uint8Array({ maxLength: 200 }),
    // Inflates to far more than it takes.
    fc.constantFrom(new Uint8Array(100_000)),
  ),
  isDeflated: fc.boolean(),
  sizeFault: fc.constantFrom(0, 0, 0, 1, -1, 2 ** 31),
  crcFault: fc.constantFrom(0, 0, 0, 1),
});

const structured = fc
  .tuple(
    fc.array(file, { maxLength: 4 }),
    fc.constantFrom("", "a comment", "PK\x05\x06"),
  )
  .map(([files, comment]) => zipOf(files, comment));

const path = join(tmpdir(), `leakscope-fuzz-${process.pid}.zip`);

export const zipTarget: FuzzTarget = {
  name: "zip",
  weight: 0.5,
  seeds: () => fc.sample(structured, { seed: 1, numRuns: 60 }),
  structured,
  run: async (input): Promise<Outcome> => {
    writeFileSync(path, input);
    const kind = await kindOfPath(path);
    const listed = await listZip(path);
    if (!listed.ok) {
      return { word: wordOf(listed.error), inflatedBytes: input.length };
    }
    const words: string[] = [kind];
    let inflatedBytes = input.length;
    for (const entry of listed.value.names.slice(0, READ_MAX)) {
      promise(!entry.endsWith("/"), "files only");
      const opened = await openInput(
        { type: "zip-entry", path, entry },
        { control: new JobControl(), budget: new ByteBudget(LIMIT_BYTES) },
      );
      words.push(opened.ok ? opened.value.kind : wordOf(opened.error));
      if (opened.ok) inflatedBytes += opened.value.inflatedBytes;
    }
    return { word: words.join(" "), inflatedBytes };
  },
};
