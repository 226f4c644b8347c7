#!/usr/bin/env node
// Writes a CPU profile of a made-up program for benchmarks, the same bytes for the same seed.
//
//   node tools/generate-profile/generate-profile.mjs --size M --out /tmp/m.pb.gz [--seed 1]
//
// Sizes are those of our benchmark: samples, depths, functions, locations and call-tree nodes. A
// name that ends in .gz is compressed. What was made is printed as one line of JSON.

import { parseArgs } from "node:util";
import { CallTree, growPaths } from "./call-tree.mjs";
import {
  LEAF_NAMES,
  ROOT_NAMES,
  makeFunctions,
  makeLocations,
} from "./program.mjs";
import { ProfileWriter } from "./profile-writer.mjs";
import { Random } from "./random.mjs";

const SIZES = {
  S: {
    samples: 5_000,
    avgDepth: 15,
    maxDepth: 29,
    // Of so small a tree a tenth of these stays unused: 1.2 k and 3 k are written.
    functions: 1_270,
    locations: 3_400,
    nodes: 4_985,
    levels: 37,
    newPerPath: 5,
  },
  M: {
    samples: 100_000,
    avgDepth: 25,
    maxDepth: 58,
    functions: 20_000,
    locations: 60_000,
    nodes: 272_476,
    levels: 78,
    newPerPath: 9,
  },
  L: {
    samples: 1_000_000,
    avgDepth: 30,
    maxDepth: 59,
    functions: 50_000,
    locations: 200_000,
    nodes: 1_110_997,
    levels: 79,
    newPerPath: 10,
  },
};
const INLINED_SHARE = 0.14;
const NANOS_PER_SAMPLE = 10_000_000;
/** How many cores the program kept busy: total over duration. */
const CORES = 6;

/** Draws path indices, the first ones most often. */
function makeSkewedPicker(random, count) {
  const ends = new Float64Array(count);
  const flat = Math.max(10, count / 2000);
  let sum = 0;
  for (let i = 0; i < count; i++) {
    sum += 1 / (i + flat) ** 1.1;
    ends[i] = sum;
  }
  return () => {
    const target = random.next() * sum;
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle] > target) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

/** The labels of one sample, as the writer takes them. */
function makeLabeller(random, writer) {
  const endpoint = writer.string("endpoint");
  const tenant = writer.string("tenant");
  const region = writer.string("region");
  const requestBytes = writer.string("request_bytes");
  const bytes = writer.string("bytes");
  const worker = writer.string("worker");
  // The text labels go together, and the sizes are not called "bytes": pprof's own cost grows with
  // the number of combinations of text labels and "bytes", and no real profile has thousands.
  const sets = Array.from({ length: 48 }, (_, i) => {
    const route = `/api/v2/${["cart", "pay", "search", "item"][i % 4]}/${i}`;
    return [
      [endpoint, writer.string(route), 0, 0],
      [tenant, writer.string(`tenant-${(i * 7) % 30}`), 0, 0],
      [region, writer.string(`eu-west-${i % 5}`), 0, 0],
    ].flat();
  });
  return () => {
    const labels = sets[Math.floor(sets.length * random.next() ** 2)].slice();
    if (random.next() < 0.8) {
      labels.push(requestBytes, 0, 16 * 2 ** random.below(8), bytes);
    }
    if (random.next() < 0.6) labels.push(worker, 0, 1 + random.below(64), 0);
    return labels;
  };
}

/** Hands out ids in order of first use and writes what they stand for. */
class Tables {
  #writer;
  #program;
  #functionIds;
  #locationIds;
  functionCount = 0;
  locationCount = 0;
  inlinedCount = 0;

  constructor(writer, program) {
    this.#writer = writer;
    this.#program = program;
    this.#functionIds = new Int32Array(program.functions.names.length);
    this.#locationIds = new Int32Array(program.locations.lines.length);
  }

  locationId(location) {
    const known = this.#locationIds[location];
    if (known !== 0) return known;
    const { lines, lineNumbers } = this.#program.locations;
    const functionIds = lines[location].map((func) => this.#functionId(func));
    const id = ++this.locationCount;
    this.#locationIds[location] = id;
    if (functionIds.length > 1) this.inlinedCount++;
    const address = 0x401000 + location * 37;
    this.#writer.location(id, address, functionIds, lineNumbers[location]);
    return id;
  }

  #functionId(func) {
    if (this.#functionIds[func] === 0) {
      const { names, files, startLines } = this.#program.functions;
      const id = ++this.functionCount;
      this.#functionIds[func] = id;
      this.#writer.func(id, names[func], files[func], startLines[func]);
    }
    return this.#functionIds[func];
  }
}

async function writeSamples(writer, tree, paths, { random, size, tables }) {
  const pick = makeSkewedPicker(random, paths.length);
  const labelsOf = makeLabeller(random, writer);
  const locationIds = new Int32Array(size.maxDepth);
  const facts = { locationRefs: 0, deepest: 0, hits: 0 };
  // Every path is sampled once, spread over the whole file; the rest is drawn.
  const owed = paths.slice();
  for (let i = 0; i < size.samples; i++) {
    const left = size.samples - i;
    let node;
    if (owed.length > 0 && random.below(left) < owed.length) node = owed.pop();
    else {
      node = paths[pick()];
      if (random.next() < 0.25) {
        const depth = tree.depth[node] - 1 - random.below(3);
        node = tree.ancestorAt(node, Math.max(1, depth));
      }
    }
    let count = 0;
    for (let at = node; at !== -1; at = tree.parent[at]) {
      locationIds[count++] = tables.locationId(tree.location[at]);
      if (writer.isFull) await writer.drain();
    }
    facts.locationRefs += count;
    facts.deepest = Math.max(facts.deepest, count);
    const hits = random.next() < 0.8 ? 1 : 2 + random.below(6);
    facts.hits += hits;
    const values = [hits, hits * NANOS_PER_SAMPLE];
    writer.sample(locationIds, count, values, labelsOf());
  }
  return facts;
}

async function generate({ size, seed, out }) {
  const random = new Random(seed);
  const program = {
    functions: makeFunctions(random, size.functions),
    locations: makeLocations(
      random,
      size.functions,
      size.locations,
      INLINED_SHARE,
    ),
    rootCount: ROOT_NAMES.length,
    leafCount: LEAF_NAMES.length,
  };
  const tree = new CallTree(random, program, size);
  const paths = growPaths(tree, random, program, size);
  const writer = new ProfileWriter(out, out.endsWith(".gz") ? 6 : undefined);
  const tables = new Tables(writer, program);
  writer.valueType(1, "samples", "count");
  writer.valueType(1, "cpu", "nanoseconds");
  const facts = await writeSamples(writer, tree, paths, {
    random,
    size,
    tables,
  });
  writer.mapping(1, 0x400000, 0x8000000, "/srv/bin/shop", "5c1f0e2b3a4d5e6f");
  writer.number(9, 1_795_415_460 * 1e9);
  writer.number(10, Math.floor((facts.hits * NANOS_PER_SAMPLE) / CORES));
  writer.valueType(11, "cpu", "nanoseconds");
  writer.number(12, NANOS_PER_SAMPLE);
  await writer.finish();
  return {
    samples: size.samples,
    avgDepth: Number((facts.locationRefs / size.samples).toFixed(2)),
    maxDepth: facts.deepest,
    locationRefs: facts.locationRefs,
    functions: tables.functionCount,
    locations: tables.locationCount,
    inlinedShare: Number(
      (tables.inlinedCount / tables.locationCount).toFixed(3),
    ),
    callTreeNodes: tree.nodeCount,
    levels: tree.levels,
    paths: paths.length,
    rawBytes: writer.rawBytes,
    fileBytes: writer.fileBytes,
  };
}

const { values: options } = parseArgs({
  options: {
    size: { type: "string", default: "S" },
    out: { type: "string" },
    seed: { type: "string", default: "1" },
  },
});
const size = SIZES[options.size.toUpperCase()];
const seed = Number(options.seed);
if (
  size === undefined ||
  options.out === undefined ||
  !Number.isInteger(seed)
) {
  console.error(
    "usage: generate-profile.mjs --size S|M|L --out FILE.pb[.gz] [--seed N]",
  );
  process.exit(2);
}
console.log(JSON.stringify(await generate({ size, seed, out: options.out })));
