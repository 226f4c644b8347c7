import type { Profile } from "#profile/profile.ts";

/** Names only newer toolchains put into heap profiles (leaf runtime frames are hidden there). */
const NAMES: readonly (readonly [number, RegExp])[] = [
  [
    24,
    /^(internal\/sync|weak|internal\/runtime\/|crypto\/internal\/fips140\b)/,
  ],
  [23, /^((iter|unique)\.|runtime\.(mProfStackInit|makeProfStackFP)$)/],
];

/** A toolchain's own source path, as in `/usr/lib/go-1.19/src/`. */
const PATH = /[/\\]go-?1\.(\d+)[^/\\]*[/\\]src[/\\]/;

/** Oldest Go minor version a heap profile allows; 0 where nothing tells. Start lines came with 1.20. */
export function heapGoMinor(profile: Profile): number {
  const { functions, strings } = profile;
  let minor = 0;
  for (let func = 0; func < functions.length; func += 1) {
    if (functions.startLine[func] > 0) minor = Math.max(minor, 20);
    const name = strings.get(functions.name[func]);
    const path = PATH.exec(strings.get(functions.filename[func]));
    if (path !== null) minor = Math.max(minor, Number(path[1]));
    const named = NAMES.find(([, pattern]) => pattern.test(name));
    if (named !== undefined) minor = Math.max(minor, named[0]);
  }
  return minor;
}
