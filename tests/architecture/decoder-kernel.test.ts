import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { KERNEL_SOURCE_HASH } from "#profile/decode/kernel/kernel-bytes.ts";

test("the decoder kernel in src is what tools/decoder-kernel compiles to", () => {
  const folder = new URL(
    "../../tools/decoder-kernel/assembly/",
    import.meta.url,
  );
  const hash = createHash("sha256");
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith(".ts")) continue;
    hash
      .update(name)
      .update("\0")
      .update(readFileSync(new URL(name, folder)));
  }
  // After a change to its sources run `npm install && npm run build` there.
  expect(KERNEL_SOURCE_HASH).toBe(hash.digest("hex"));
});
