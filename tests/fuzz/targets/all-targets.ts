import type { FuzzTarget } from "../target.ts";
import { jsonTargets } from "./json-targets.ts";
import { containerTarget, viewsTarget } from "./open-targets.ts";
import { protobufTarget } from "./protobuf-target.ts";
import { zipTarget } from "./zip-target.ts";
import { dumpTarget, recordTextTarget } from "./text-targets.ts";

/** Every decoder and parser that reads what others wrote. */
export const ALL_TARGETS: readonly FuzzTarget[] = [
  protobufTarget,
  containerTarget,
  dumpTarget,
  recordTextTarget,
  viewsTarget,
  zipTarget,
  ...jsonTargets,
];

export function targetNamed(name: string): FuzzTarget {
  const target = ALL_TARGETS.find((each) => each.name === name);
  if (target === undefined) {
    const names = ALL_TARGETS.map((each) => each.name).join(", ");
    throw new Error(`no target ${name}; there are ${names}`);
  }
  return target;
}
