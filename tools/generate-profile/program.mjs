// A made-up Go program: functions with names and files as Go writes them, and the call sites
// (locations) within them, some with inlined calls. Who calls whom is decided while the call tree
// grows (call-tree.mjs).

const PACKAGES = [
  "main",
  "github.com/acme/shop/internal/cart",
  "github.com/acme/shop/internal/catalog",
  "github.com/acme/shop/internal/pricing",
  "github.com/acme/shop/internal/search/index",
  "github.com/acme/shop/pkg/api/v2",
  "github.com/acme/shop/pkg/store/postgres",
  "github.com/acme/platform/telemetry",
  "github.com/jackc/pgx/v5",
  "github.com/prometheus/client_golang/prometheus",
  "go.opentelemetry.io/otel/sdk/trace",
  "google.golang.org/grpc/internal/transport",
  "google.golang.org/protobuf/internal/impl",
  "golang.org/x/net/http2",
  "encoding/json",
  "net/http",
  "compress/flate",
  "crypto/tls",
  "database/sql",
  "bufio",
  "reflect",
  "runtime",
  "sort",
  "strings",
];
const RECEIVERS =
  "Server Conn Client Service Cache Decoder Encoder Pool Buffer Reader Writer Session Router Query Batch Index Segment Span Registry Table".split(
    " ",
  );
const VERBS =
  "Handle Read Write Decode Encode Parse Merge Lookup Insert Delete Flush Commit Acquire Release Scan Split Join Hash Compare Sort Render Validate Resolve Dispatch Marshal Apply".split(
    " ",
  );
const NOUNS =
  "Request Response Row Field Segment Header Frame Block Page Key Value Node Token Record Chunk Entry Item Batch Path Event".split(
    " ",
  );

/** Where goroutines start. */
export const ROOT_NAMES = [
  "runtime.main",
  "net/http.(*conn).serve",
  "runtime.gcBgMarkWorker",
  "runtime.mcall",
  "google.golang.org/grpc.(*Server).serveStreams.func1",
  "database/sql.(*DB).connectionOpener",
  "main.main.gowrap1",
  "main.startWorkers.func1",
];

/** Where most stacks end. */
export const LEAF_NAMES = [
  "runtime.mallocgc",
  "runtime.memmove",
  "runtime.scanobject",
  "runtime.nextFreeFast",
  "runtime.memclrNoHeapPointers",
  "runtime.mapaccess2_faststr",
  "runtime.futex",
  "runtime.findObject",
  "internal/runtime/syscall.Syscall6",
  "strconv.ParseFloat",
  "crypto/internal/fips140/sha256.block",
  "hash/crc32.ieeeCLMUL",
];

function functionName(random, index) {
  const pick = (list) => list[random.below(list.length)];
  const base = `${pick(VERBS)}${pick(NOUNS)}${index}`;
  switch (random.below(10)) {
    case 0:
      return `${base}.func${1 + random.below(3)}`;
    case 1:
      return `${base}[...]`;
    case 2:
    case 3:
    case 4:
    case 5:
      return `(*${pick(RECEIVERS)}).${base}`;
    default:
      return base;
  }
}

/** Columns of functions: name, file, start line. */
export function makeFunctions(random, count) {
  const names = [...ROOT_NAMES, ...LEAF_NAMES];
  const files = names.map(
    (name) => `/usr/local/go/src/${name.split(".")[0]}/${name.length % 7}.go`,
  );
  for (let i = names.length; i < count; i++) {
    const path = PACKAGES[random.below(PACKAGES.length)];
    names.push(`${path}.${functionName(random, i)}`);
    const noun = NOUNS[random.below(NOUNS.length)].toLowerCase();
    files.push(`/home/ci/src/${path}/${noun}_${i % 13}.go`);
  }
  const startLines = Int32Array.from(names, () => 5 + random.below(1800));
  return { names, files, startLines };
}

/**
 * Columns of locations. `lines` holds function indices innermost first, as in profile.proto;
 * `byFunction[f]` lists the locations whose outermost line is in f.
 */
export function makeLocations(random, functionCount, count, inlinedShare) {
  const lines = [];
  const lineNumbers = [];
  const byFunction = Array.from({ length: functionCount }, () => []);
  // A tenth of the functions are small enough to be inlined; they have locations of their own too.
  const firstInlinable = ROOT_NAMES.length + LEAF_NAMES.length;
  const inlinable = Math.max(1, Math.floor(functionCount / 10));
  for (let location = 0; location < count; location++) {
    // Every function has one location; the rest go more often to some functions than to others.
    const outermost =
      location < functionCount
        ? location
        : Math.floor(functionCount * random.next() ** 1.5);
    const own = [outermost];
    if (random.next() < inlinedShare) {
      const inlinedCalls = 1 + random.below(2);
      for (let i = 0; i < inlinedCalls; i++) {
        own.unshift(firstInlinable + random.below(inlinable));
      }
    }
    lines.push(own);
    lineNumbers.push(own.map(() => 6 + random.below(1900)));
    byFunction[outermost].push(location);
  }
  return { lines, lineNumbers, byFunction };
}
