import type { CategoryTexts } from "../category-text.ts";

/** What grows between two heap profiles. */
export const heapEn: Pick<
  CategoryTexts,
  | "map-growth"
  | "slice-growth"
  | "subslice-retention"
  | "conn-growth"
  | "fd-growth"
  | "buffer-growth"
  | "list-growth"
  | "goroutine-growth"
  | "goroutine-pinned"
  | "object-retention"
  | "other"
> = {
  "map-growth": {
    title: "Ever-growing map",
    summary: "{{n}} in a map that only grows.",
    harmlessIf:
      "it is filled once, or bounded and still warming up: take a third snapshot.",
    fix: "Bound it: an LRU or TTL cache, delete what is done, or shards that are dropped as a whole. A Go map never shrinks: after a burst make a new one.",
    inProfile:
      "your m[k] = v line. To Go 1.23 one object that doubles (size divisible by 17); from 1.24 on many equal tables; sync.Map shows sync.(*Map).Store or internal/sync.(*HashTrieMap).",
    inDump: "",
  },
  "slice-growth": {
    title: "Append-only slice",
    summary: "{{n}} in a slice that is only appended to.",
    harmlessIf: "it is a ring or a scratch slice that has reached its size.",
    fix: "Cap it, flush it, or drop references: after s = s[1:] the array still holds what was cut off; clear the elements or copy.",
    inProfile: "your append line with one object that is larger each time.",
    inDump: "",
  },
  "subslice-retention": {
    title: "Small view of a big array",
    summary:
      "{{n}} in large objects of one size: small slices or substrings may keep them alive.",
    harmlessIf: "it is a cache of large blobs that is meant to be.",
    fix: "Copy what you keep into a new slice: slices.Clone, bytes.Clone or strings.Clone of the part (append([]T(nil), part...) before Go 1.21).",
    inProfile:
      "where the big array is made (make, io.ReadAll, strings.Builder), many objects of one large size.",
    inDump: "",
  },
  "conn-growth": {
    title: "Connections pile up",
    summary: "{{n}} in connections that stay open.",
    harmlessIf: "there is more traffic.",
    fix: "Close what you dial; on the server set ReadTimeout, WriteTimeout and IdleTimeout.",
    inProfile: "net/http.(*conn).serve, net.newFD, net.Dial.",
    inDump: "one goroutine per connection, in [IO wait].",
  },
  "fd-growth": {
    title: "Files or sockets not closed",
    summary: "{{n}} in files, sockets or listeners that were not closed.",
    harmlessIf: "it is a cache of handles.",
    fix: "defer f.Close() after the error check. Files nobody refers to are closed by a finalizer: what grows is still referenced.",
    inProfile: "os.newFile under os.Open, net.newFD under net.Dial.",
    inDump: "listeners: one goroutine in Accept for each.",
  },
  "buffer-growth": {
    title: "Buffer never drained",
    summary: "{{n}} in buffers that are written and kept.",
    harmlessIf: "it is one large answer in flight.",
    fix: "Reset or drain the buffer, stream instead of collecting (io.Copy), and limit what is read (io.LimitReader).",
    inProfile:
      "bytes.growSlice, strings.(*Builder).WriteString or io.ReadAll at the leaf of the heap profile.",
    inDump: "",
  },
  "list-growth": {
    title: "List or queue that only grows",
    summary: "{{n}} in list elements that stay.",
    harmlessIf: "it is a bounded LRU: flat.",
    fix: "Cap the length and remove from the other end; make sure the consumer keeps up.",
    inProfile: "container/list.(*List).insertValue at the leaf.",
    inDump: "",
  },
  "goroutine-growth": {
    title: "Number of goroutines grows",
    summary:
      "{{n}} in goroutine descriptors: there were more goroutines at one time than ever before.",
    harmlessIf: "it was a peak: descriptors are reused and never freed.",
    fix: "Look at a goroutine profile or dump of the same moment: it names the leak. runtime.NumGoroutine() shows the count over time.",
    inProfile: "runtime.malg under runtime.newproc1, runtime.allgadd.",
    inDump: "see the dump itself.",
  },
  "goroutine-pinned": {
    title: "Objects held by leaked goroutines",
    summary: "{{n}} in objects of which there is one per new goroutine.",
    harmlessIf: "the goroutines end.",
    fix: "Fix the goroutine leak: what is on the stack of a blocked goroutine can't be collected.",
    inProfile: "your function, allocated just before the go statement.",
    inDump: "the leaked goroutines themselves.",
  },
  "object-retention": {
    title: "Retained objects",
    summary:
      "{{n}} in objects that stay: kept by a map, by a slice, or by a small part of a slice.",
    harmlessIf: "it is a cache that is still filling: take a third snapshot.",
    fix: "Find who keeps what this line makes. A map: bound it (LRU, TTL, delete). A slice: cap it. A part of a slice or string: copy the part.",
    inProfile: "the line that allocates, with more objects than before.",
    inDump: "",
  },
  other: {
    title: "Not recognised",
    summary: "{{n}} in a state no rule knows.",
    harmlessIf: "the count stays flat.",
    fix: "Look at the stack; growth over two snapshots says whether it matters.",
    inProfile: "any.",
    inDump: "any.",
  },
};
