/** Why a capture failed. Serialisable; each code has a sentence with a next step in the catalogue. */
export type CaptureError =
  /** The text is no host, host:port or URL. `input` as typed. */
  | { readonly code: "bad-target"; readonly input: string }
  | { readonly code: "unsupported-scheme"; readonly scheme: string }
  | { readonly code: "connection-refused"; readonly host: string }
  | { readonly code: "host-not-found"; readonly host: string }
  | { readonly code: "host-unreachable"; readonly host: string }
  | { readonly code: "connection-reset"; readonly host: string }
  | {
      readonly code: "tls-failed";
      readonly host: string;
      /** OpenSSL/Node code, e.g. `DEPTH_ZERO_SELF_SIGNED_CERT`. */
      readonly reason: string;
    }
  /** Spoke TLS to a plain port or the other way round. */
  | { readonly code: "tls-mismatch"; readonly host: string }
  | {
      readonly code: "proxy-failed";
      readonly proxy: string;
      readonly status: number;
    }
  | { readonly code: "unauthorized"; readonly status: number }
  /** No pprof behind this address, nor under `/debug/pprof/`: not imported, or yet another prefix. */
  | { readonly code: "endpoint-not-found"; readonly url: string }
  /** Nothing at `url`, but `indexUrl` of the same service is a pprof page. */
  | {
      readonly code: "wrong-prefix";
      readonly url: string;
      readonly indexUrl: string;
    }
  /** pprof is there and does not know this profile. */
  | { readonly code: "unknown-profile"; readonly url: string }
  | { readonly code: "cpu-profiling-in-use" }
  | { readonly code: "exceeds-write-timeout" }
  | {
      readonly code: "server-error";
      readonly status: number;
      readonly text: string;
    }
  /** Status 200, but a page: a login form or a proxy's notice. */
  | { readonly code: "html-answer"; readonly url: string }
  | { readonly code: "empty-answer"; readonly url: string }
  | {
      readonly code: "body-truncated";
      readonly receivedBytes: number;
      readonly expectedBytes: number | null;
    }
  | {
      readonly code: "too-slow";
      readonly timeoutMillis: number;
      readonly receivedBytes: number;
    }
  | { readonly code: "redirect-loop"; readonly url: string }
  /** The answer passed the size limit; asked before going on. */
  | { readonly code: "over-size-limit"; readonly limitBytes: number }
  | { readonly code: "disk-full"; readonly path: string }
  | {
      readonly code: "not-writable";
      readonly path: string;
      readonly reason: string;
    }
  | {
      readonly code: "bad-certificate-file";
      readonly path: string;
      readonly reason: string;
    }
  | { readonly code: "network"; readonly host: string; readonly reason: string }
  | { readonly code: "cancelled" };
