/** Zips of profiles: their list of files, and each file read out of them. */
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { ByteBudget } from "#base/byte-budget.ts";
import { JobControl } from "#base/cancel-flag.ts";
import { kindOfPath } from "#main/bundles/kind-of-path.ts";
import { listZip } from "#main/bundles/list-files.ts";
import { openInput } from "#session/open/open-profile.ts";
import { makeZip } from "../../fixtures/make-zip.ts";
import { type FuzzTarget, type Outcome, promise } from "../target.ts";
import { arbitraryProfileBytes } from "./protobuf-target.ts";
import { wordOf } from "./word-of.ts";

const LIMIT_BYTES = 2 ** 28;
/** Files read out of each zip. */
const READ_MAX = 3;

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
  .map(([files, comment]) => makeZip(files, comment));

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
