// Everything the kernel collects, at fixed addresses. The host knows columns, streams and outlets by
// their number: the order here is that of COLUMNS, STREAMS and OUTLETS in
// src/profile/decode/kernel/kernel.ts.

import { Column, COLUMN_BYTES, Outlet, OUTLET_BYTES, Stream, STREAM_BYTES } from "./memory";

const COLUMN_COUNT: usize = 37;
const STREAM_COUNT: usize = 3;
/** Sample types a profile can have; Go makes at most 4, pprof has no limit, 64 is ours. */
export const MAX_VALUES: u32 = 64;
const FIRST_VALUE: u32 = 3;
const OUTLET_COUNT: u32 = FIRST_VALUE + MAX_VALUES;

export const columns: usize = memory.data(<i32>(COLUMN_COUNT * COLUMN_BYTES), 8);
export const streams: usize = memory.data(<i32>(STREAM_COUNT * STREAM_BYTES), 8);
export const outlets: usize = memory.data(<i32>(OUTLET_COUNT * <u32>OUTLET_BYTES), 8);

// @ts-ignore: decorator
@inline
function column(index: usize): Column {
  return changetype<Column>(columns + index * COLUMN_BYTES);
}

// @ts-ignore: decorator
@inline
function stream(index: usize): Stream {
  return changetype<Stream>(streams + index * STREAM_BYTES);
}

// @ts-ignore: decorator
@inline
function outlet(index: u32): Outlet {
  return changetype<Outlet>(outlets + <usize>index * OUTLET_BYTES);
}

export function startOutlets(): void {
  for (let index: u32 = 0; index < OUTLET_COUNT; index++) outlet(index).number = index;
}

// sample types: string indices
export const sampleTypeType = column(0);
export const sampleTypeUnit = column(1);
export const comments = column(2);
// mappings
export const mappingId = column(3);
export const mappingStart = column(4);
export const mappingLimit = column(5);
export const mappingOffset = column(6);
export const mappingFile = column(7);
export const mappingBuildId = column(8);
export const mappingFlags = column(9);
export const mappingAt = column(10);
// functions
export const functionId = column(11);
export const functionName = column(12);
export const functionSystemName = column(13);
export const functionFile = column(14);
export const functionStartLine = column(15);
export const functionAt = column(16);
// locations and their lines
export const locationId = column(17);
export const locationMapping = column(18);
export const locationAddress = column(19);
export const locationLineStart = column(20);
export const locationIsFolded = column(21);
export const locationAt = column(22);
export const lineFunction = column(23);
export const lineLine = column(24);
export const lineColumn = column(25);
// strings
export const stringBytes = column(26);
export const stringEnd = column(27);
// labels: [key, str, num, unit], and where each was first seen
export const labelRow = column(28);
export const labelAt = column(29);
// blocks of distinct stacks, [start][end]; the node each stack ends in
export const stackBlocks = column(30);
export const stackLeaf = column(31);
// scratch
export const scratchBytes = column(32);
export const groups = column(33);
export const nonAscii = column(34);
/** Numbers of stacks with ids that are not in their shortest form, or may not be. */
export const oddStacks = column(35);
/** Labels of the sets that others may share. */
export const sharedLabels = column(36);

export const sampleStack = stream(0);
export const nodeParent = stream(1);
export const nodeLocation = stream(2);

export const sampleLabelSet = outlet(0);
export const setStart = outlet(1);
export const setLabel = outlet(2);

/** Values of sample type `index`, int64: the host decides what becomes of a block (`valuesToFloats`). */
// @ts-ignore: decorator
@inline
export function valueOutlet(index: u32): Outlet {
  return outlet(FIRST_VALUE + index);
}
