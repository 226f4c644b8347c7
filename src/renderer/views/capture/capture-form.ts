/** What the form of the capture page holds, and what it asks of main. Pure. */
import {
  DEFAULT_LIMIT_BYTES,
  type CaptureRequest,
  type DiscoveredEndpoint,
  type Discovery,
} from "#contract/capture.ts";
import {
  PLAIN_CONNECTION,
  type ConnectionInput,
} from "#contract/capture-job.ts";

/** Order of what a leak hunter wants first; others follow as the service lists them. */
const FIRST = ["heap", "goroutine", "profile", "allocs", "block", "mutex"];

/** How one offered profile is to be taken. */
export interface KindChoice {
  readonly kind: string;
  readonly count: number | null;
  readonly isListed: boolean;
  readonly isChosen: boolean;
  /** As typed; "" or 0 = as it is now. */
  readonly seconds: string;
  readonly debug: 0 | 1 | 2;
}

/** State of the form. */
export interface CaptureForm {
  readonly address: string;
  readonly connection: ConnectionInput;
  readonly hasSavedSecret: boolean;
  readonly headersText: string;
  readonly kinds: readonly KindChoice[];
  /** Address the kinds were read from; "" before a look. */
  readonly discoveredHost: string;
  readonly gc: boolean;
  /** Longest time of a request in seconds, as typed; "" = 1.5 x seconds, at least 60. */
  readonly timeoutText: string;
  /** Largest answer that is taken unasked, in MB, as typed; "" = 2048. */
  readonly limitText: string;
}

export const EMPTY_FORM: CaptureForm = {
  address: "",
  connection: PLAIN_CONNECTION,
  hasSavedSecret: false,
  headersText: "",
  kinds: [],
  discoveredHost: "",
  gc: true,
  timeoutText: "",
  limitText: "",
};

const MB = 1024 * 1024;

function rank(endpoint: DiscoveredEndpoint): number {
  const at = FIRST.indexOf(endpoint.kind);
  return at < 0 ? FIRST.length : at;
}

/** The offered profiles in order; heap and goroutine chosen, or the one the address names. */
export function kindsFrom(discovery: Discovery): KindChoice[] {
  const { kind: named, query } = discovery.target;
  return [...discovery.endpoints]
    .sort((a, b) => rank(a) - rank(b))
    .map((endpoint) => {
      const isNamed = endpoint.kind === named;
      const debug = isNamed ? Number(query.debug ?? 0) : 0;
      return {
        ...endpoint,
        isChosen:
          named === null
            ? endpoint.kind === "heap" || endpoint.kind === "goroutine"
            : isNamed,
        seconds:
          (isNamed ? query.seconds : undefined) ??
          (endpoint.kind === "profile" ? "30" : ""),
        debug: debug === 1 || debug === 2 ? debug : 0,
      };
    });
}

/** `Name: value` lines as headers; lines that are none are left out. */
export function headersFrom(text: string): Record<string, string> {
  return Object.fromEntries(
    text.split("\n").flatMap((line) => {
      const match = /^\s*([!#$%&'*+.^_`|~\w-]+):\s*(.*?)\s*$/.exec(line);
      return match === null ? [] : [[match[1], match[2]]];
    }),
  );
}

/** The connection as main wants it. */
export function connectionOf(form: CaptureForm): ConnectionInput {
  return {
    ...form.connection,
    headers: headersFrom(form.headersText),
    useSavedSecret: form.hasSavedSecret && form.connection.secret === "",
  };
}

/** Limits of every request of the form. */
function limitsOf({
  timeoutText,
  limitText,
}: CaptureForm): Pick<CaptureRequest, "limitBytes" | "timeoutMillis"> {
  const seconds = Number(timeoutText);
  const megabytes = Number(limitText);
  return {
    timeoutMillis: seconds > 0 ? Math.round(seconds * 1000) : 0,
    limitBytes: megabytes > 0 ? Math.ceil(megabytes * MB) : DEFAULT_LIMIT_BYTES,
  };
}

/** What a leak check takes, of what the service offers: heap after a GC, and goroutines. */
export function leakCheckRequests(form: CaptureForm): CaptureRequest[] {
  return ["heap", "goroutine"]
    .filter((kind) => form.kinds.some((offered) => offered.kind === kind))
    .map((kind) => ({
      kind,
      seconds: 0,
      gc: kind === "heap",
      debug: 0,
      ...limitsOf(form),
    }));
}

/** One request a chosen kind. */
export function requestsOf(form: CaptureForm): CaptureRequest[] {
  return form.kinds
    .filter(({ isChosen }) => isChosen)
    .map(({ kind, seconds, debug }) => {
      const whole = Math.max(0, Math.floor(Number(seconds) || 0));
      return {
        kind,
        seconds: kind === "profile" ? whole || 30 : whole,
        gc: form.gc && (kind === "heap" || kind === "allocs"),
        debug: whole > 0 || kind === "profile" ? 0 : debug,
        ...limitsOf(form),
      };
    });
}

/** The form with one kind changed. */
export function withKind(
  form: CaptureForm,
  kind: string,
  change: Partial<KindChoice>,
): CaptureForm {
  return {
    ...form,
    kinds: form.kinds.map((choice) =>
      choice.kind === kind ? { ...choice, ...change } : choice,
    ),
  };
}
