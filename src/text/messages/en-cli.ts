/** The terminal: usage errors, one line each, and help. */
export const enCli = {
  cli: {
    "no-command":
      "nothing to do: give a command ({{commands}}), or --help for the options.",
    "unknown-command":
      "there is no command {{command}}; there are {{commands}}.",
    "unknown-option": "there is no option {{option}}; --help lists them.",
    "missing-value": "{{option}} needs a value: {{option}}=VALUE.",
    "missing-argument": "no file is given; name one, or - for standard input.",
    "bad-arguments": "the arguments make no sense: {{detail}}.",
    "bad-value": "{{option}} can't be {{value}}; --help says what it takes.",
    "conflicting-options": "only one of these can be given: {{options}}.",
    "normalize-needs-base":
      "-normalize needs a base to scale to: give -base or -diff_base.",
    "bad-regexp":
      "{{option}}: {{pattern}} is no regular expression of Go's: {{detail}}.",
    "no-match": "no function matches {{pattern}}.",
    "peek-needs-pattern":
      "peek needs a pattern and a file: leakscope peek PATTERN FILE.",
    "no-samples":
      "the profile names no sample types, so there is nothing to count.",
    "sample-index-range":
      "there is no sample type {{value}}; they are numbered 0 to {{last}}.",
    "sample-index-name":
      "there is no sample type {{value}}; there are {{names}}.",
    "no-common-sample-types":
      "{{files}}: no sample type is in all of them, so they can't be put together.",
    "incompatible-period-types":
      "{{files}} were sampled in different ways and can't be put together.",
    "incompatible-sample-types":
      "{{files}} measure different things and can't be put together.",
    "output-not-writable": "{{file}} can't be written: {{reason}}.",
    usage: "Usage: leakscope COMMAND FILE... [options]",
    commandsTitle: "Commands:",
    helpHint: "leakscope COMMAND --help shows the options of a command.",
    commandTop: "functions by value, as go tool pprof -top prints them",
    commandTraces:
      "every sample with its stack, as go tool pprof -traces prints them",
    commandPeek: "callers and callees of functions",
    commandTags: "labels and their values",
    commandCapture: "fetch profiles of a running service",
    commandWatch: "watch a service and report what grows",
    commandReport: "what leaks, where and why",
    pprofHelp: `Usage: leakscope {{command}} FILE... [options]

Prints the same text as go tool pprof -{{command}}. FILE is a pprof profile, plain, gzip or zstd; - is standard input.
Several files are merged. Options have one dash or two, and their values come after = or a blank.

  -sample_index=NAME   which value: a name or a number from 0; the profile's default otherwise
  -cum, -flat          sort by cum or by flat (flat)
  -nodecount=N         at most N rows (0 is all)
  -nodefraction=F      leave out rows below this share of the total (0.005)
  -edgefraction=F      calls below this share have no say in "(inline)" (0.001)
  -trim=false          leave nothing out
  -unit=UNIT           unit of all figures: seconds, ms, mb, ...; auto chooses for each (minimum)
  -functions, -filefunctions, -files, -lines, -addresses
                       what makes a row (functions)
  -noinlines           count inlined functions to their caller
  -showcolumns         columns with -lines
  -mean                divide by the first sample type
  -divide_by=N         divide every value by N
  -drop_negative       leave out rows below zero
  -compact_labels      no lines about the profile
  -base=FILE           subtract FILE
  -diff_base=FILE      compare with FILE: percentages are of FILE
  -normalize           scale to the base first
  -focus=RE, -ignore=RE   only samples with, or without, a matching frame
  -hide=RE, -show=RE      leave out, or show only, matching frames
  -show_from=RE        leave out what is above the outermost match
  -prune_from=RE       leave out what is below the match
  -tagfocus=F, -tagignore=F   only samples with, or without, a label: RE, key=RE, 4kb:, :64kb, key=1mb:2mb
  -tagshow=RE, -taghide=RE    which labels are shown
  -tagroot=KEYS, -tagleaf=KEYS   frames made of label values
  -relative_percentages   percentages are of what the filters leave
  -trim_path=PATHS     take these prefixes off file names
  -output=FILE         write there
  --format=json        the rows as data (text)
`,
  },
} as const;
