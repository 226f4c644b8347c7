/** What went wrong with a file, and the next step. `sentence` and `next` of each are shown together. */
export const enErrors = {
  error: {
    "malformed-profile": {
      sentence:
        "{{file}} looks like a pprof profile, but is damaged at byte {{offset}}: {{reason}}.",
      next: "Take the profile again; a download that broke off is the usual cause.",
    },
    "concatenated-profiles": {
      sentence:
        "{{file}} holds two profiles, one after the other (the second begins before byte {{offset}}).",
      next: "Save each capture to a file of its own.",
    },
    "no-data": {
      sentence: "{{file}} holds no profile data.",
      next: "Take the profile again, and check that the request ended before the file was saved.",
    },
    cancelled: {
      sentence: "Opening {{file}} was cancelled.",
      next: "Open it again when you want it.",
    },
    "over-budget": {
      sentence: "{{file}} needs {{needed}} of memory; the limit is {{limit}}.",
      next: "Raise the limit in Settings (Memory for one file), or take a smaller profile.",
    },
    "over-fixed-limit": {
      sentence:
        "{{file}} needs {{needed}} of memory to be read; no more than {{limit}} can be had for that.",
      next: "No setting changes that: take a smaller profile.",
    },
    "empty-file": {
      sentence: "{{file}} is empty.",
      next: "Take the profile again; the service may have answered with an error.",
    },
    "truncated-compression": {
      sentence:
        "{{file}} breaks off in the middle of its {{format}} data, after {{offset}} bytes.",
      next: "Download it again.",
    },
    "corrupt-compression": {
      sentence: "{{file}} has damaged {{format}} data at byte {{offset}}.",
      next: "Download it again.",
    },
    "decompression-bomb": {
      sentence:
        "{{file}} has grown from {{read}} to {{inflated}} and is not at its end: no profile does that.",
      next: "It may be made to fill memory. If you trust it, open it whatever its size, or decompress it yourself and open the result.",
    },
    "is-a-directory": {
      sentence: "{{file}} is a folder.",
      next: "Open the profiles inside it.",
    },
    "not-found": {
      sentence: "{{file}} is not there.",
      next: "It may have been moved or deleted; open it from where it is now.",
    },
    "not-readable": {
      sentence: "{{file}} can't be read: {{reason}}.",
      next: "Check its permissions.",
    },
    "vanished-while-reading": {
      sentence: "{{file}} disappeared or changed while it was being read.",
      next: "Open it again when nothing writes to it.",
    },
    "worker-died": {
      sentence: "Reading {{file}} ended unexpectedly ({{reason}}).",
      next: "Open it again; if it happens again, the file may need more memory than there is.",
    },
    "profile-closed": {
      sentence: "{{file}} was closed meanwhile.",
      next: "Open it again.",
    },
    "bad-filter": {
      sentence: "{{pattern}} is no regular expression: {{reason}}.",
      next: "Change or remove the filter {{pattern}}: {{reason}}.",
    },
    "bad-zip": {
      sentence:
        "{{file}} is a damaged zip, or packed in a way that can't be read.",
      next: "Pack it again, or open the files in it one by one.",
    },
    "not-writable": {
      sentence: "{{file}} can't be written: {{reason}}.",
      next: "Choose another folder.",
    },
    "bad-comparison-file": {
      sentence: "{{file}} is no saved comparison: {{reason}}.",
      next: "Open the two profiles instead, and save the comparison again.",
    },
    "comparison-files-missing": {
      sentence: "{{file}} compares files that are not there: {{paths}}.",
      next: "Put them back, or open the two profiles from where they are now.",
    },
    "not-comparable": {
      sentence: "The two profiles measure different things.",
      next: "Compare two profiles of one kind, such as two heap profiles.",
    },
  },
  comparisonFile: {
    "not-json": "it is not JSON",
    "not-a-comparison": "it holds something else",
    newer: "a newer version of Leakscope wrote it",
    field: "“{{field}}” is missing or not what it must be",
  },
  malformed: {
    "truncated-message": "it ends too early",
    "bad-varint": "a number is too long",
    "bad-wire-type": "an unknown kind of field",
    "length-past-end": "a length reaches past the end",
    "no-sample-type": "it names no sample types",
    "string-table-first-not-empty":
      "its string table does not begin with an empty string",
    "string-index-out-of-range": "a text is missing from its string table",
    "zero-id": "an entry has id 0",
    "duplicate-id": "two entries have one id",
    "unknown-location": "a stack names a location that is not there",
    "unknown-function": "a location names a function that is not there",
    "unknown-mapping": "a location names a binary that is not there",
    "value-count-mismatch": "a sample has too few or too many values",
  },
  /** `worker-died` for want of memory. */
  outOfMemory: {
    sentence: "There was not enough memory to read {{file}}.",
    next: "Close other files or programs and open it again, or take a smaller profile.",
  },
  lookalike: {
    html: {
      sentence: "{{file}} is an HTML page, not a profile.",
      next: "A login page or an error page was saved; check the address and sign in.",
    },
    json: {
      sentence: "{{file}} is JSON, not a profile.",
      next: "The service may have answered with an error; open the file in an editor to read it.",
    },
    "go-trace": {
      sentence: "{{file}} is a Go execution trace, not a profile.",
      next: "Open it with go tool trace.",
    },
    zip: {
      sentence: "{{file}} is a zip archive.",
      next: "Unpack it and open the profiles inside.",
    },
    elf: {
      sentence: "{{file}} is a Linux program, not a profile.",
      next: "Open the profile it wrote.",
    },
    macho: {
      sentence: "{{file}} is a macOS program, not a profile.",
      next: "Open the profile it wrote.",
    },
    pe: {
      sentence: "{{file}} is a Windows program, not a profile.",
      next: "Open the profile it wrote.",
    },
    text: {
      sentence: "{{file}} is text without a profile in it.",
      next: "Take the profile without debug=1 or debug=2 in the address.",
    },
    "goroutine-text": {
      sentence:
        "{{file}} is a goroutine dump in text form, which can't be opened yet.",
      next: "Take it without debug=1 or debug=2 in the address.",
    },
    "heap-text": {
      sentence:
        "{{file}} is a heap profile in text form, which can't be opened yet.",
      next: "Take it without debug=1 in the address.",
    },
    "profile-text": {
      sentence:
        "{{file}} is a profile in text form, which can't be opened yet.",
      next: "Take it without debug=1 in the address.",
    },
    binary: {
      sentence: "{{file}} is not a pprof profile.",
      next: "Open a file from /debug/pprof, runtime/pprof or go test -cpuprofile.",
    },
    jfr: {
      sentence: "{{file}} is a Java Flight Recorder file.",
      next: "Leakscope opens Go profiles only.",
    },
    "perf-data": {
      sentence: "{{file}} is a Linux perf recording.",
      next: "Convert it with perf_to_profile, then open the result.",
    },
    tar: {
      sentence: "{{file}} is a tar archive.",
      next: "Unpack it and open the profiles inside.",
    },
    bzip2: {
      sentence: "{{file}} is compressed with bzip2.",
      next: "Unpack it with bunzip2, then open the result.",
    },
    xz: {
      sentence: "{{file}} is compressed with xz.",
      next: "Unpack it with unxz, then open the result.",
    },
    png: {
      sentence: "{{file}} is a picture, not a profile.",
      next: "Open the profile it was drawn from.",
    },
  },
} as const;
