// Grows a tree of stacks over the program until it has the wanted number of call-tree nodes, counted
// as we count them: function frames with inlined calls expanded, equal paths merged.

/** Open addressing from two 32-bit keys to an index handed out in order. */
class PairIndex {
  #mask;
  #slots;
  #first;
  #second;
  size = 0;

  constructor(capacity) {
    const slots = 2 ** Math.ceil(Math.log2(capacity * 2));
    this.#mask = slots - 1;
    this.#slots = new Int32Array(slots).fill(-1);
    this.#first = new Int32Array(capacity);
    this.#second = new Int32Array(capacity);
  }

  /** The index of (first, second), made when new. */
  of(first, second) {
    let hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
    hash ^= hash >>> 15;
    for (let slot = hash & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const index = this.#slots[slot];
      if (index === -1) {
        this.#slots[slot] = this.size;
        this.#first[this.size] = first;
        this.#second[this.size] = second;
        return this.size++;
      }
      if (this.#first[index] === first && this.#second[index] === second) {
        return index;
      }
    }
  }
}

export class CallTree {
  #random;
  #program;
  #frames; // function-level trie, the one that is counted
  #sites; // location-level trie, the one that stacks are read from
  #callees;
  #nextUnused;
  #unusedLocations;
  #maxInlined;

  constructor(random, program, size) {
    this.#random = random;
    this.#program = program;
    const capacity = size.nodes * 3;
    this.#frames = new PairIndex(capacity);
    this.#sites = new PairIndex(capacity);
    this.parent = new Int32Array(capacity);
    this.location = new Int32Array(capacity);
    this.depth = new Uint8Array(capacity);
    this.frame = new Int32Array(capacity);
    this.frameLevel = new Uint8Array(capacity);
    this.#callees = new Array(program.locations.lines.length);
    this.#nextUnused = new Int32Array(program.functions.names.length);
    this.#unusedLocations = shuffled(random, program.locations.lines.length);
    this.#maxInlined = size.levels - size.maxDepth;
  }

  get nodeCount() {
    return this.#frames.size;
  }

  get levels() {
    let deepest = 0;
    for (let i = 0; i < this.#sites.size; i++) {
      deepest = Math.max(deepest, this.frameLevel[i]);
    }
    return deepest;
  }

  /** The node of `location` called from `parent` (-1: a root), made when new. */
  child(parent, location) {
    const known = this.#sites.size;
    const node = this.#sites.of(parent, location);
    if (node < known) return node;
    this.parent[node] = parent;
    this.location[node] = location;
    this.depth[node] = parent === -1 ? 1 : this.depth[parent] + 1;
    let frame = parent === -1 ? -1 : this.frame[parent];
    const lines = this.#program.locations.lines[location];
    for (let i = lines.length - 1; i >= 0; i--) {
      frame = this.#frames.of(frame, lines[i]);
    }
    this.frame[node] = frame;
    this.frameLevel[node] =
      (parent === -1 ? 0 : this.frameLevel[parent]) + lines.length;
    return node;
  }

  /** A location of the function, each of them once before any comes again. */
  #locationIn(func) {
    const own = this.#program.locations.byFunction[func];
    const unused = this.#nextUnused[func];
    if (unused < own.length) {
      this.#nextUnused[func]++;
      return own[unused];
    }
    return own[this.#random.below(own.length)];
  }

  root(func) {
    return this.child(-1, this.#locationIn(func));
  }

  #someFunction() {
    const { rootCount, leafCount, functions, locations } = this.#program;
    const first = rootCount + leafCount;
    for (;;) {
      const location = this.#unusedLocations.pop();
      if (location === undefined) break;
      const func = locations.lines[location].at(-1);
      const isUnused =
        this.#nextUnused[func] < locations.byFunction[func].length;
      if (isUnused && func >= first) return func;
    }
    const count = functions.names.length - first;
    return first + Math.floor(count * this.#random.next() ** 2);
  }

  /** What is called at the location: decided on first use, one function or, with dispatch, several. */
  #calleeOf(location, ancestor) {
    let callees = this.#callees[location];
    if (callees === undefined) {
      const count = this.#random.next() < 0.8 ? 1 : 2 + this.#random.below(3);
      callees = Array.from({ length: count }, () =>
        this.#random.next() < 0.04 && ancestor !== -1
          ? this.#program.locations.lines[this.location[ancestor]].at(-1)
          : this.#someFunction(),
      );
      this.#callees[location] = callees;
    }
    return callees[this.#random.below(callees.length)];
  }

  /** Goes on from `node` to `depth` locations and returns the last node. */
  extend(node, depth) {
    const { rootCount, leafCount } = this.#program;
    while (this.depth[node] < depth) {
      const isLast = this.depth[node] === depth - 1;
      const func =
        isLast && this.#random.next() < 0.5
          ? rootCount + this.#random.below(leafCount)
          : this.#calleeOf(this.location[node], this.parent[node]);
      node = this.child(node, this.#siteIn(func, node));
    }
    return node;
  }

  /** A location of the function; not an inlined one where the stack has enough of them. */
  #siteIn(func, node) {
    const { lines } = this.#program.locations;
    const room = this.#maxInlined - (this.frameLevel[node] - this.depth[node]);
    let location = this.#locationIn(func);
    for (let i = 0; i < 20 && lines[location].length - 1 > room; i++) {
      location = this.#locationIn(this.#someFunction());
    }
    return location;
  }

  ancestorAt(node, depth) {
    while (this.depth[node] > depth) node = this.parent[node];
    return node;
  }
}

/** The numbers below `count`, in random order. */
function shuffled(random, count) {
  const list = Array.from({ length: count }, (_, i) => i);
  for (let i = list.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [list[i], list[j]] = [list[j], list[i]];
  }
  return list;
}

/** Grows the tree to `size.nodes` nodes; returns the last node of every path. */
export function growPaths(tree, random, program, size) {
  const paths = [];
  const depthOf = () => {
    const spread = (size.maxDepth - size.avgDepth) / 3.2;
    const depth = Math.round(size.avgDepth + 0.3 + spread * random.normal());
    return Math.min(size.maxDepth, Math.max(3, depth));
  };
  for (let root = 0; root < program.rootCount; root++) {
    paths.push(tree.extend(tree.root(root), depthOf()));
  }
  paths.push(tree.extend(tree.ancestorAt(paths[0], 1), size.maxDepth));
  while (tree.nodeCount < size.nodes) {
    const depth = depthOf();
    const neighbour = paths[random.below(paths.length)];
    const fresh =
      1 + Math.floor(-Math.log(1 - random.next()) * size.newPerPath);
    const fork = Math.max(
      1,
      Math.min(depth - fresh, tree.depth[neighbour] - 1),
    );
    paths.push(tree.extend(tree.ancestorAt(neighbour, fork), depth));
  }
  return paths;
}
