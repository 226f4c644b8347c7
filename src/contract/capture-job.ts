import type {
  CaptureProgress,
  CaptureRecord,
  CaptureRequest,
  Discovery,
} from "./capture.ts";
import type { CaptureError } from "./capture-error.ts";
import type {
  WatchHealth,
  WatchOptions,
  WatchPoint,
  WatchSnapshot,
} from "./watch.ts";

/**
 * How the page asks for a connection. Secrets travel from the page to main only: what main has saved
 * is used by name (`useSavedSecret`) and never handed back.
 */
export interface ConnectionInput {
  readonly authKind: "none" | "bearer" | "basic";
  readonly user: string;
  /** Token or password; "" with `useSavedSecret`. */
  readonly secret: string;
  readonly useSavedSecret: boolean;
  readonly rememberSecret: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly clientCertificatePath: string;
  readonly clientKeyPath: string;
  readonly caPath: string;
  readonly skipTlsVerify: boolean;
  readonly proxyUrl: string;
}

/** A plain connection without secrets. */
export const PLAIN_CONNECTION: ConnectionInput = {
  authKind: "none",
  user: "",
  secret: "",
  useSavedSecret: false,
  rememberSecret: false,
  headers: {},
  clientCertificatePath: "",
  clientKeyPath: "",
  caPath: "",
  skipTlsVerify: false,
  proxyUrl: "",
};

/** Where secrets can be kept: the system's key store, or only while the app runs. */
export type SecretKeeping = "key-store" | "memory";

/** What is saved for a host, without its secrets. */
export interface SavedConnection {
  readonly connection: ConnectionInput;
  /** There is a saved token, password or header for the host. */
  readonly hasSecret: boolean;
  readonly keeping: SecretKeeping;
}

/** One profile of a job. */
export interface CaptureItem {
  readonly kind: string;
  readonly request: CaptureRequest;
  readonly state:
    | { readonly status: "waiting" }
    | { readonly status: "running"; readonly progress: CaptureProgress }
    /** The body is about to pass its size limit: see `CaptureAnswer`. */
    | {
        readonly status: "asking";
        readonly limitBytes: number;
        readonly receivedBytes: number;
        /** null where the server sends no length. */
        readonly expectedBytes: number | null;
      }
    | { readonly status: "done"; readonly record: CaptureRecord }
    | {
        readonly status: "failed";
        readonly error: CaptureError;
        /** What came before it broke off, held until it is kept or not; 0 for nothing. */
        readonly heldBytes: number;
      };
}

/**
 * What is to become of an item. Of one that is asking: `continue` past the limit, up to twice of it;
 * `keep` what came and stop; `discard` and stop. Of a running one: `keep` stops it. Of a failed one
 * with held bytes: `keep` or `discard`.
 */
export type CaptureAnswer = "continue" | "keep" | "discard";

/** Handle of a capture job or a watch, given out by main. */
export type CaptureJobId = string & { readonly __brand: "CaptureJobId" };

/** A capture of one or several profiles of a service, fetched one after the other. */
export interface CaptureJob {
  readonly id: CaptureJobId;
  readonly host: string;
  readonly address: string;
  readonly items: readonly CaptureItem[];
  readonly isDone: boolean;
}

/** Which profiles to fetch, from where. */
export interface CaptureStart {
  readonly address: string;
  readonly requests: readonly CaptureRequest[];
  readonly connection: ConnectionInput;
  /** Open what was fetched. */
  readonly opensFiles: boolean;
}

/** Reply to a look at an address. */
export type DiscoverReply =
  | { readonly ok: true; readonly discovery: Discovery; readonly host: string }
  | { readonly ok: false; readonly error: CaptureError };

/** A service being watched, or that was. */
export interface WatchState {
  readonly id: CaptureJobId;
  readonly host: string;
  readonly address: string;
  readonly options: WatchOptions;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly isRunning: boolean;
  readonly health: WatchHealth;
  /** Oldest first; thinned to every other one past 4,000. */
  readonly points: readonly WatchPoint[];
  readonly snapshots: readonly WatchSnapshot[];
  /** The last capture that failed, until one succeeds. */
  readonly captureError: CaptureError | null;
}
