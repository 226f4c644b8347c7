/** Where a service's pprof handlers live. */
export interface CaptureTarget {
  /** Scheme, host and port, e.g. `http://localhost:6060`; never user info. */
  readonly origin: string;
  /** Path of the pprof index with slashes at both ends, e.g. `/debug/pprof/`. */
  readonly indexPath: string;
  /** The profile named by a full profile URL, e.g. `heap`; null when the index was meant. */
  readonly kind: string | null;
  /** Query parameters of a full profile URL (`seconds`, `gc`, `debug`, …); never credentials. */
  readonly query: Readonly<Record<string, string>>;
  /** User info of the URL, split off at once so that it is never stored with the address. */
  readonly userInfo: {
    readonly user: string;
    readonly password: string;
  } | null;
}

/** How to authenticate. Values are secrets: never written to plain disk, logs, Recent or messages. */
export type CaptureAuth =
  | { readonly kind: "none" }
  | { readonly kind: "bearer"; readonly token: string }
  | {
      readonly kind: "basic";
      readonly user: string;
      readonly password: string;
    };

/** How to reach a host; the same for all requests of one target. */
export interface ConnectionOptions {
  readonly auth: CaptureAuth;
  /** Extra request headers; may hold secrets. */
  readonly headers: Readonly<Record<string, string>>;
  /** PEM files; "" for none. */
  readonly clientCertificatePath: string;
  readonly clientKeyPath: string;
  readonly caPath: string;
  readonly skipTlsVerify: boolean;
  /** `http://proxy:3128`; "" for none. */
  readonly proxyUrl: string;
}

/** No authentication, no proxy, certificates verified. */
export const DEFAULT_CONNECTION: ConnectionOptions = {
  auth: { kind: "none" },
  headers: {},
  clientCertificatePath: "",
  clientKeyPath: "",
  caPath: "",
  skipTlsVerify: false,
  proxyUrl: "",
};

/** One profile to fetch. */
export interface CaptureRequest {
  /** Name under the index, e.g. `heap`, `goroutine`, `profile`, or a custom one. */
  readonly kind: string;
  /**
   * Seconds to collect. `profile` and `trace` always take some (30 and 1 by default); for the others
   * 0 = the state now, more = a delta over that time (rule U3).
   */
  readonly seconds: number;
  /** Runs a garbage collection first (`heap` and `allocs`): inuse is up to two cycles old otherwise. */
  readonly gc: boolean;
  /** 0 = protobuf, 1 and 2 = text. Not together with seconds (the server answers 400). */
  readonly debug: 0 | 1 | 2;
  /** Most bytes to accept. */
  readonly limitBytes: number;
  /** Longest time for the whole request; 0 = 1.5 x seconds, at least 60 s (rule U1). */
  readonly timeoutMillis: number;
}

/** 2 GiB: bodies beyond it are asked about first. */
export const DEFAULT_LIMIT_BYTES = 2 * 1024 ** 3;

/** Above this many goroutines `debug=2` stops the world noticeably: the user is warned first. */
export const DEBUG2_WARN_GOROUTINES = 10_000;

/** A profile a service offers. */
export interface DiscoveredEndpoint {
  readonly kind: string;
  /** Count the index page shows beside the name; null where it has none. */
  readonly count: number | null;
  /** False for a standard one the page does not list but a probe found. */
  readonly isListed: boolean;
}

/** What an index page told. */
export interface Discovery {
  readonly target: CaptureTarget;
  readonly endpoints: readonly DiscoveredEndpoint[];
}

/** Progress of one capture. */
export interface CaptureProgress {
  readonly phase: "connecting" | "collecting" | "receiving" | "saving" | "done";
  readonly receivedBytes: number;
  /** null where the server sends no length. */
  readonly expectedBytes: number | null;
  /** Milliseconds until a timed profile is complete; 0 for the rest. */
  readonly remainingMillis: number;
}

/** Sum of a sample type over a profile. */
export interface CaptureTotal {
  /** Name and unit of the sample type, e.g. `inuse_space` and `bytes`. */
  readonly type: string;
  readonly unit: string;
  /** Decimal, since int64 does not fit a number. */
  readonly value: string;
}

/** A capture on disk. Holds no secret: it is the row of the history file. */
export interface CaptureRecord {
  readonly path: string;
  /** `host:port`. */
  readonly host: string;
  /** The pprof index URL without user info or query. */
  readonly indexUrl: string;
  readonly kind: string;
  readonly seconds: number;
  readonly debug: 0 | 1 | 2;
  readonly sizeBytes: number;
  /** ISO 8601, UTC. */
  readonly takenAt: string;
  /** True where the body broke off and was kept on request. */
  readonly isPartial: boolean;
  /** Of the default sample type; null until the file was opened. */
  readonly total: CaptureTotal | null;
}
