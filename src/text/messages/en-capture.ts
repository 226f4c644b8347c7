/** Captures: what went wrong with a request, and the next step; terminal texts. */
export const enCapture = {
  capture: {
    title: "Capture from a service",
    menu: "Capture…",
    address: "Address",
    addressPlaceholder: "localhost:6060",
    addressHint:
      "A host and port, a pprof page, or the address of one profile.",
    recent: "Captured before",
    connect: "Connect",
    connecting: "Connecting…",
    connection: "Sign-in, certificates, proxy, limits",
    timeLimit: "Longest time of a request, in seconds",
    timeLimitDefault: "1.5 × the seconds asked, at least 60",
    sizeLimit: "Ask before taking more than, in MB",
    auth: "Sign-in",
    authKind: {
      none: "None",
      bearer: "Bearer token",
      basic: "User and password",
    },
    user: "User",
    password: "Password",
    token: "Token",
    savedSecret: "Saved",
    remember: "Remember for this host",
    keeping: {
      "key-store": "Kept in the system's key store.",
      memory:
        "This system has no key store: it is kept in memory until the app is closed, never on disk.",
    },
    headers: "Headers, one a line",
    ca: "CA of the server (PEM)",
    certificate: "Client certificate (PEM)",
    certificateKey: "Its key (PEM)",
    proxy: "HTTP proxy",
    skipTls: "Don't verify this host's certificate",
    tlsWarning:
      "The certificate is not verified: anyone between here and there can read and change what is captured.",
    offers: "{{host}} offers",
    gc: "Run a garbage collection before the heap",
    gcHint: "without it, memory in use is up to two collections old",
    secondsOf: "Seconds for {{kind}}",
    now: "now",
    columnProfile: "Profile",
    columnSeconds: "Seconds",
    columnForm: "Form",
    secondsDelta: "a difference",
    formOf: "Form of {{kind}}",
    debug: {
      "0": "protobuf",
      "1": "text, counted",
      "2": "text, each with its wait",
    },
    debug2Warning:
      "The service stands still while {{goroutines}} goroutines are written out.",
    start_one: "Capture {{count}} profile",
    start_other: "Capture {{count}} profiles",
    leakCheck: "Leak check",
    leakCheckHint:
      "Captures heap and goroutines twice, then says what leaked between.",
    checkAfter: "Time between the two captures",
    checkAfterSeconds_one: "{{count}} s apart",
    checkAfterSeconds_other: "{{count}} s apart",
    checkByHand: "second one by hand",
    leakCheckOf: "Leak check of {{host}}",
    leakCheckFirst: "Taking the first capture…",
    leakCheckSecond: "Taking the second capture…",
    leakCheckCountdown_one:
      "The first capture is there. Let the service work: the second one follows in {{count}} s.",
    leakCheckCountdown_other:
      "The first capture is there. Let the service work: the second one follows in {{count}} s.",
    leakCheckAgain: "Capture again now",
    leakCheckWait:
      "The first capture is there. Let the service work, then capture again.",
    watch: "Watch",
    every: "Time between polls",
    everySeconds_one: "every {{count}} s",
    everySeconds_other: "every {{count}} s",
    watchHint:
      "Charts goroutines and heap, and takes snapshots when they grow.",
    jobs: "Captures under way",
    jobsDone: "Captures of this session",
    bytesOf: "{{received}} of {{expected}}",
    stopKeepRunning: "Stop and keep what came",
    waiting: "Waiting",
    secondsLeft_one: "{{count}} second left",
    secondsLeft_other: "{{count}} seconds left",
    asksLimit:
      "The answer is larger than {{limit}} ({{expected}} in all). Go on?",
    asksLimitUnknown:
      "The answer goes past {{limit}}; the service does not say how much. Go on?",
    goOn: "Go on",
    stopKeep: "Stop, keep {{size}}",
    stopDiscard: "Stop",
    keepPart: "Keep the {{size}} that came",
    discardPart: "Discard",
    retry: "Try again",
    openFile: "Open",
    partial: "broken off",
    watches: "Watched services",
    compareEnds: "Compare first and last",
    snapshotNow: "Take a snapshot now",
    stop: "Stop",
    ended: "ended",
    running: "watching",
    snapshots_one: "{{count}} snapshot kept",
    snapshots_other: "{{count}} snapshots kept",
    goroutines: "Goroutines",
    heap: "Heap allocated",
    chartText:
      "{{label}}: from {{first}} to {{last}} in {{seconds}} s, lowest {{lowest}}, highest {{highest}}.",
    chartRestarts: "Restarts of the service: {{n}}.",
    history: "Captured",
    noHistory: "Nothing has been captured yet.",
    showAll_one: "Show all {{count}}",
    showAll_other: "Show all {{count}}",
    changeFolder: "Change folder",
    reveal: "Show {{name}} in its folder",
    delete: "Delete {{name}}",
  },

  captureError: {
    "bad-target": {
      sentence: "{{input}} is no address.",
      next: "Give a host and port like localhost:6060, or the URL of a pprof page.",
    },
    "unsupported-scheme": {
      sentence: "Addresses that begin with {{scheme}}:// can't be captured.",
      next: "Use http:// or https://.",
    },
    "connection-refused": {
      sentence: "Nothing listens on {{host}}.",
      next: "Check that the service runs and serves pprof on this port.",
    },
    "host-not-found": {
      sentence: "There is no host {{host}}.",
      next: "Check the name, and whether it needs a VPN.",
    },
    "host-unreachable": {
      sentence: "{{host}} does not answer.",
      next: "Check the network, a VPN or a firewall between here and there.",
    },
    "connection-reset": {
      sentence: "{{host}} closed the connection before it answered.",
      next: "If seconds were asked, the server's WriteTimeout may be shorter: ask for fewer.",
    },
    "tls-failed": {
      sentence: "The certificate of {{host}} was not accepted ({{reason}}).",
      next: "Give the CA file it is signed with, or skip verification for this host.",
    },
    "tls-mismatch": {
      sentence: "{{host}} does not speak the protocol of the address.",
      next: "Change https:// to http://, or the other way round.",
    },
    "proxy-failed": {
      sentence: "The proxy {{proxy}} refused with status {{status}}.",
      next: "Check the proxy's address and what it lets through.",
    },
    unauthorized: {
      sentence: "The service refused with status {{status}}.",
      next: "Give a token, or a user and a password.",
    },
    "endpoint-not-found": {
      sentence: "There is no profile at {{url}}.",
      next: "Check that the service imports net/http/pprof on this port, and the path before /pprof/.",
    },
    "wrong-prefix": {
      sentence: "There is no profile at {{url}}.",
      next: "The service's pprof page is {{indexUrl}}: use that address.",
    },
    "unknown-profile": {
      sentence: "The service serves pprof, but no profile at {{url}}.",
      next: "Choose one of those its pprof page lists.",
    },
    "cpu-profiling-in-use": {
      sentence: "The service is taking a CPU profile already.",
      next: "Wait until that one ends, then try again.",
    },
    "exceeds-write-timeout": {
      sentence:
        "The service's WriteTimeout is shorter than the seconds asked for.",
      next: "Ask for fewer seconds, or raise http.Server.WriteTimeout.",
    },
    "server-error": {
      sentence: "The service answered with status {{status}}. {{text}}",
      next: "Look into its log.",
    },
    "html-answer": {
      sentence: "{{url}} answered with an HTML page, not a profile.",
      next: "It may be a login page: sign in with a token, or ask the service directly.",
    },
    "empty-answer": {
      sentence: "{{url}} answered with nothing.",
      next: "Try again; look into the service's log if it stays so.",
    },
    "body-truncated": {
      sentence: "The answer broke off after {{received}}.",
      next: "Try again; a proxy between may cut long answers off.",
    },
    "too-slow": {
      sentence:
        "The answer was not complete after {{seconds}} s ({{received}} came).",
      next: "Try again with a longer time limit.",
    },
    "redirect-loop": {
      sentence: "{{url}} only leads on to other addresses.",
      next: "Give the address it should lead to.",
    },
    "over-size-limit": {
      sentence: "The answer is larger than {{limit}}.",
      next: "Raise the size limit (in the terminal: --limit) if you have the room.",
    },
    "disk-full": {
      sentence: "There is no room left to write {{path}}.",
      next: "Make room, or choose another folder.",
    },
    "not-writable": {
      sentence: "{{path}} can't be written ({{reason}}).",
      next: "Choose another folder.",
    },
    "bad-certificate-file": {
      sentence: "{{path}} holds no usable certificate or key: {{reason}}.",
      next: "Give a PEM file.",
    },
    network: {
      sentence: "The connection to {{host}} failed ({{reason}}).",
      next: "Try again.",
    },
    cancelled: {
      sentence: "The capture was cancelled.",
      next: "Nothing was kept.",
    },
  },
  captureCli: {
    connecting: "{{kind}}: connecting",
    collecting_one: "{{kind}}: collecting, {{count}} s left",
    collecting_other: "{{kind}}: collecting, {{count}} s left",
    receiving: "{{kind}}: {{received}}",
    watching: "{{time}}  goroutines {{goroutines}}  heap {{heap}}",
    unknown: "?",
    restarted: "{{time}}  the service was restarted",
    down_one: "{{time}}  {{sentence}} Next try in {{count}} s.",
    down_other: "{{time}}  {{sentence}} Next try in {{count}} s.",
    snapshot: "{{time}}  snapshot ({{reason}}): {{files}}",
    reason: {
      first: "first",
      schedule: "by schedule",
      growth: "goroutines grew",
      manual: "by hand",
      last: "last",
    },
    tooFew:
      "no two snapshots of one process were taken, so nothing can be compared.",
    captureHelp: `Usage: leakscope capture URL [options]

Fetches profiles of a running service and saves them. URL is localhost:6060, a pprof page, or one profile's address.
Prints the path of each file.

  --kind=KIND[,KIND]   heap, allocs, goroutine, profile, block, mutex, threadcreate, goroutineleak or
                       a custom one; the one in URL, else heap,goroutine
  --seconds=N          CPU: 30 by default; others: the difference over that time
  --no-gc              heap as of the last collection, without running one first
  --debug=N            1 or 2: text instead of protobuf
  --out=DIR            folder for the files (.)
  --timeout=TIME       longest time of a request, e.g. 90s
  --limit=SIZE         largest answer, e.g. 500MB (2GB)
  --keep-partial       keep what came of an answer that broke off
  --header='NAME: V'   a request header; may be repeated
  --bearer=TOKEN       or the variable LEAKSCOPE_TOKEN, which other users of the machine can't see
  --user=NAME:PASS     or the variable LEAKSCOPE_USER
  --cert=FILE --key=FILE --cacert=FILE
                       client certificate and its key, authority of the server (PEM)
  --insecure           don't verify the server's certificate
  --proxy=URL          HTTP proxy
`,
    watchHelp: `Usage: leakscope watch URL [options]

Polls a service's goroutine count and heap, takes snapshots, and reports on the first and the last one at the end.

  --every=TIME         between polls (30s)
  --for=TIME           how long; without it, until Ctrl+C
  --snapshot-every=TIME, --snapshot-growth=PERCENT
                       when to take snapshots (5m, 50)
  --keep=N             most snapshots kept (24)
  --fail-on=LEVEL      proved, high, medium, low or never: exit with 1 on findings at least that sure (never)
  --format=FORMAT      of the report: text, json, markdown, sarif (text)
  --kind, --out, --header, --bearer, --user, --cert, --key, --cacert, --insecure, --proxy
                       as in leakscope capture
`,
  },
} as const;
