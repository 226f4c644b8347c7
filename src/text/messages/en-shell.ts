/** The frame around the views: sidebar, bar, tabs, start page, loading, failures, settings. */
export const enShell = {
  notSaved: {
    diskFull:
      "{{file}} was not saved: the disk is full. What it held before is still there.",
    other:
      "{{file}} was not saved ({{reason}}). What it held before is still there.",
  },
  app: {
    name: "Leakscope",
  },
  action: {
    open: "Open…",
    openFiles: "Open files…",
    close: "Close",
    closeFile: "Close {{name}}",
    cancel: "Cancel",
    retry: "Try again",
    reopen: "Open again",
    openAnySize: "Open whatever its size",
    copied: "Copied",
    dismiss: "Dismiss",
    back: "Back",
    forward: "Forward",
    settings: "Settings",
    more: "More",
    toggleSidebar: "Show or hide the sidebar",
    toggleTheme: "Switch between light and dark",
    switchLanguage: "中文界面",
  },
  files: {
    title: "Files",
    loading: "Loading",
    failed: "Could not be opened",
    lost: "Stopped; open it again",
  },
  facts: {
    title: "About this file",
    kind: "Kind",
    size: "Size",
    inflated: "Unpacked",
    samples: "Samples",
    functions: "Functions",
    taken: "Taken",
    duration: "Over",
    period: "Period",
    total: "Total",
    binary: "Binary",
    buildId: "Build ID",
    comments: "Comments",
    decoded: "Decoded in {{time}}",
  },
  kind: {
    goroutine: "Goroutines",
    goroutineleak: "Leaked goroutines",
    heap: "Heap",
    allocs: "Allocations",
    cpu: "CPU",
    block: "Blocking",
    mutex: "Mutex contention",
    threadcreate: "Thread creation",
    other: "Profile",
  },
  view: {
    label: "Views",
    leaks: "Leaks",
    goroutines: "Goroutines",
    flame: "Flame graph",
    top: "Top",
    tree: "Call tree",
    callers: "Callers",
    loading: "Computing the view",
    failed: "This view could not be computed.",
  },
  bar: {
    sampleType: "Sample type",
    label: "What is shown",
  },
  load: {
    title: "Opening {{name}}",
    phase: {
      waiting: "Waiting for its turn",
      reading: "Reading",
      decoding: "Decoding",
      building: "Building tables",
    },
    bytes: "{{done}} of {{total}}",
    bytesUnknown: "{{done}}",
  },
  empty: {
    noSamples: "This profile holds no samples.",
    noSamplesHint:
      "Nothing was recorded while it was taken. That is normal for a block or mutex profile when its rate is not set, and for a CPU profile of an idle process.",
    noSampleTypes: "This profile names no sample types, so it has no values.",
    allZero: "Every {{type}} value in this profile is 0.",
    allZeroHint: "Choose another sample type above.",
    allZeroHintSingle:
      "Nothing of this kind happened while the profile was taken.",
  },
  warning: {
    title_one: "{{count}} remark on this file",
    title_other: "{{count}} remarks on this file",
    "invalid-utf8_one":
      "{{count}} text is not valid UTF-8; it is kept as it came.",
    "invalid-utf8_other":
      "{{count}} texts are not valid UTF-8; they are kept as they came.",
    "label-units-ignored_one":
      "{{count}} label has more than one unit; the first is used, as pprof does.",
    "label-units-ignored_other":
      "{{count}} labels have more than one unit; the first is used, as pprof does.",
    "trailing-garbage_one": "{{count}} byte after the end was ignored.",
    "trailing-garbage_other": "{{count}} bytes after the end were ignored.",
    "no-symbols_one":
      "{{count}} location has no function name; its address is shown. The file was written without symbols.",
    "no-symbols_other":
      "{{count}} locations have no function names; addresses are shown. The file was written without symbols.",
    "unknown-fields_one": "{{count}} unknown field was skipped.",
    "unknown-fields_other": "{{count}} unknown fields were skipped.",
    "all-samples-zero_one": "{{count}} sample has only zero values.",
    "all-samples-zero_other": "{{count}} samples have only zero values.",
    "stack-depth-limit_one":
      "{{count}} stack is exactly as deep as Go's limit, so its root may be cut off.",
    "stack-depth-limit_other":
      "{{count}} stacks are exactly as deep as Go's limit, so their roots may be cut off.",
  },
  start: {
    title: "Drop a Go profile anywhere in this window",
    hint: "pprof files of any kind, goroutine dumps, logs with a panic or a dump in them. They never leave this computer.",
    dropNow: "Drop to open",
  },
  recent: {
    title: "Recent",
    clear: "Clear",
    missing: "not there any more",
  },
  settings: {
    title: "Settings",
    reopen: "At the start",
    reopenYes: "Reopen files",
    reopenNo: "Start empty",
    language: "Language",
    theme: "Theme",
    byteUnit: "Byte values",
    timeUnit: "Time values",
    system: "As the system",
    light: "Light",
    dark: "Dark",
    auto: "Fitting unit",
    flameDirection: "Flame graph",
    icicle: "Root at the top",
    flame: "Root at the bottom",
  },
  about: {
    version: "Version {{version}}",
    runtime: "Electron {{electron}}, Chromium {{chrome}}, Node {{node}}",
  },
  crash: {
    title: "Something in this window went wrong.",
    hint: "Your files are not affected. Load the window again; if it happens again, copy the details into a report.",
    reload: "Load the window again",
    copy: "Copy details",
  },
} as const;
