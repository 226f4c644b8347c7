import type { heapEn } from "../en/heap.ts";

/** What grows between two heap profiles. */
export const heapZhCn: typeof heapEn = {
  "map-growth": {
    title: "Map 只增不减",
    summary: "{{n}}在一个只增不减的 Map 中。",
    harmlessIf: "只填充一次，或有上限、仍在预热：请再采集一次快照（第三次）。",
    fix: "给它上限：使用 LRU 或 TTL 缓存，定期清理（delete），或按时间分片整体丢弃。Go 的 Map 不会缩小：高峰过后请新建一个。",
    inProfile:
      "你的 m[k] = v 那一行。Go 1.23 及以前是一个不断翻倍的对象（大小能被 17 整除）；1.24 起是许多大小相同的表；sync.Map 为 sync.(*Map).Store 或 internal/sync.(*HashTrieMap)。",
    inDump: "",
  },
  "slice-growth": {
    title: "切片只增",
    summary: "{{n}}在一个只追加的切片中。",
    harmlessIf: "是已达到固定大小的环形缓冲或临时切片。",
    fix: "设上限、定期清空或去掉引用：s = s[1:] 之后底层数组仍持有被切掉的元素；请清空元素或复制。",
    inProfile: "你的 append 那一行，只有一个对象，一次比一次大。",
    inDump: "",
  },
  "subslice-retention": {
    title: "子切片持有大数组",
    summary: "{{n}}是许多同样大小的大对象：可能被很小的子切片或子串持有。",
    harmlessIf: "是有意缓存的大块数据。",
    fix: "把需要的部分复制到新的 slice：slices.Clone、bytes.Clone 或 strings.Clone（Go 1.21 之前用 append([]T(nil), part...)）。",
    inProfile:
      "创建大数组的地方（make、io.ReadAll、strings.Builder），许多同样大小的大对象。",
    inDump: "",
  },
  "conn-growth": {
    title: "连接堆积",
    summary: "{{n}}被保持打开的连接占用。",
    harmlessIf: "流量确实增加了。",
    fix: "自己 Dial 的连接要 Close；服务端设置 ReadTimeout、WriteTimeout 和 IdleTimeout。",
    inProfile: "net/http.(*conn).serve、net.newFD、net.Dial。",
    inDump: "每个连接一个协程，处于 [IO wait]。",
  },
  "fd-growth": {
    title: "文件或套接字未关闭",
    summary: "{{n}}被未关闭的文件、套接字或监听器占用。",
    harmlessIf: "是句柄缓存。",
    fix: "检查 err 之后 defer f.Close()，及时释放资源。无人引用的文件会由 finalizer 关闭：仍在增长的都还被引用。",
    inProfile: "os.Open 下的 os.newFile，net.Dial 下的 net.newFD。",
    inDump: "监听器：每个有一个停在 Accept 的协程。",
  },
  "buffer-growth": {
    title: "缓冲区只增",
    summary: "{{n}}在不断写入却不清空的缓冲区中。",
    harmlessIf: "是一个正在处理的大响应。",
    fix: "Reset 或取走数据，用流式处理（io.Copy）代替全部收集，并限制读取量（io.LimitReader）。",
    inProfile:
      "堆 profile 的叶子帧为 bytes.growSlice、strings.(*Builder).WriteString 或 io.ReadAll。",
    inDump: "",
  },
  "list-growth": {
    title: "链表只增",
    summary: "{{n}}在不被移除的链表元素中。",
    harmlessIf: "是有上限的 LRU：数量不变。",
    fix: "限制长度并从另一端移除；确保消费者跟得上。",
    inProfile: "叶子帧为 container/list.(*List).insertValue。",
    inDump: "",
  },
  "goroutine-growth": {
    title: "协程数增长",
    summary: "{{n}}被协程描述符占用：同时存在的协程达到新高。",
    harmlessIf: "只是一次高峰：描述符会复用，但从不释放。",
    fix: "查看同一时刻的协程 profile 或 dump，它会指出泄漏处。用 runtime.NumGoroutine() 观察数量变化。",
    inProfile: "runtime.newproc1 下的 runtime.malg，以及 runtime.allgadd。",
    inDump: "见 dump 本身。",
  },
  "goroutine-pinned": {
    title: "泄漏的协程持有对象",
    summary: "{{n}}是每个新增协程各持有一个的对象。",
    harmlessIf: "这些协程会结束。",
    fix: "修复协程泄漏：阻塞的协程栈上引用的对象无法回收。",
    inProfile: "go 语句之前分配对象的函数。",
    inDump: "泄漏的协程本身。",
  },
  "object-retention": {
    title: "对象滞留",
    summary: "{{n}}是未被释放的对象：被 Map、切片或切片的一小部分持有。",
    harmlessIf: "是仍在填充的缓存：请再采集一次快照（第三次）。",
    fix: "找出谁持有这一行创建的对象。Map：设上限（LRU、TTL、delete）。切片：设上限。切片或字符串的一部分：复制该部分。",
    inProfile: "分配对象的那一行，对象比之前多。",
    inDump: "",
  },
  other: {
    title: "未识别",
    summary: "{{n}}处于没有规则认识的状态。",
    harmlessIf: "数量不变。",
    fix: "查看调用栈；两次快照间是否增长能说明它是否重要。",
    inProfile: "任意。",
    inDump: "任意。",
  },
};
