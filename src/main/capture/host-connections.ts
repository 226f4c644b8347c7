import type { CaptureAuth, ConnectionOptions } from "#contract/capture.ts";
import {
  PLAIN_CONNECTION,
  type ConnectionInput,
  type SavedConnection,
  type SecretKeeping,
} from "#contract/capture-job.ts";
import { connectionFrom } from "#contract/capture-guards.ts";
import { log } from "../logger.ts";
import type { StateFile } from "../state-file.ts";

/** The system's key store, as Electron's `safeStorage` gives it. */
export interface KeyStore {
  /** False where there is none, and where it is Chromium's `basic_text`, which anyone can undo. */
  readonly isReal: () => boolean;
  readonly encrypt: (text: string) => Buffer;
  readonly decrypt: (sealed: Buffer) => string;
}

/** What must never reach the disk in clear. */
interface Secrets {
  readonly secret: string;
  readonly headers: Readonly<Record<string, string>>;
  /** With user and password in it, a proxy's address is a secret. */
  readonly proxyUrl: string;
}

/** One host in the file; `sealed` is base64 of the key store's own encryption, "" for none. */
export interface HostRow {
  readonly connection: ConnectionInput;
  readonly sealed: string;
}

const SCHEMA = "leakscope-hosts/1";
const NO_SECRETS: Secrets = { secret: "", headers: {}, proxyUrl: "" };

function withoutUserInfo(proxyUrl: string): string {
  return proxyUrl.includes("@") ? "" : proxyUrl;
}

/** The connection as it may be written: header names stay, their values go. */
function withoutSecrets(connection: ConnectionInput): ConnectionInput {
  return {
    ...connection,
    secret: "",
    useSavedSecret: false,
    headers: {},
    proxyUrl: withoutUserInfo(connection.proxyUrl),
  };
}

function secretsOf(connection: ConnectionInput): Secrets {
  return {
    secret: connection.secret,
    headers: connection.headers,
    proxyUrl: connection.proxyUrl.includes("@") ? connection.proxyUrl : "",
  };
}

function isEmpty(secrets: Secrets): boolean {
  return (
    secrets.secret === "" &&
    secrets.proxyUrl === "" &&
    Object.keys(secrets.headers).length === 0
  );
}

function authOf(connection: ConnectionInput, secret: string): CaptureAuth {
  switch (connection.authKind) {
    case "none":
      return { kind: "none" };
    case "bearer":
      return { kind: "bearer", token: secret };
    case "basic":
      return { kind: "basic", user: connection.user, password: secret };
  }
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

/** What was written for each host. Nothing in the file is trusted: a host that is not as it must be is plain. */
export function hostRowsFrom(value: unknown): Map<string, HostRow> {
  const { schema, hosts } = fieldsOf(value);
  if (schema !== SCHEMA) return new Map();
  return new Map(
    Object.entries(fieldsOf(hosts)).map(([host, row]) => {
      const { connection, sealed } = fieldsOf(row);
      const known = { ...PLAIN_CONNECTION, ...fieldsOf(connection) };
      return [
        host,
        {
          connection: connectionFrom(known) ?? PLAIN_CONNECTION,
          sealed: typeof sealed === "string" ? sealed : "",
        },
      ];
    }),
  );
}

/**
 * How each host was reached last. Secrets go to the key store; where there is no real one they stay
 * in memory until the app ends. A saved secret is filled in here and never given to the page.
 */
export class HostConnections {
  private rows: Map<string, HostRow> | undefined;
  private readonly inMemory = new Map<string, Secrets>();

  /** `file` is the owner's alone: even sealed, a secret is no one else's business. */
  constructor(
    private readonly file: StateFile,
    private readonly keyStore: KeyStore,
  ) {}

  get keeping(): SecretKeeping {
    return this.keyStore.isReal() ? "key-store" : "memory";
  }

  saved(host: string): SavedConnection {
    const row = this.load().get(host);
    const hasSecret = !isEmpty(this.secretsFor(host));
    return {
      connection: row?.connection ?? PLAIN_CONNECTION,
      hasSecret,
      keeping: this.keeping,
    };
  }

  /** Options of a request: the page's input, with what was saved filled in where it asks so. */
  resolve(
    host: string,
    input: ConnectionInput,
    userInfo: { readonly user: string; readonly password: string } | null,
  ): ConnectionOptions {
    const kept = input.useSavedSecret ? this.secretsFor(host) : NO_SECRETS;
    const auth = authOf(
      input,
      input.secret === "" ? kept.secret : input.secret,
    );
    return {
      auth:
        auth.kind === "none" && userInfo !== null
          ? { kind: "basic", ...userInfo }
          : auth,
      headers: { ...kept.headers, ...input.headers },
      clientCertificatePath: input.clientCertificatePath,
      clientKeyPath: input.clientKeyPath,
      caPath: input.caPath,
      skipTlsVerify: input.skipTlsVerify,
      proxyUrl: input.proxyUrl === "" ? kept.proxyUrl : input.proxyUrl,
    };
  }

  /** Keeps the connection of a host; its secrets too where asked. */
  async remember(host: string, input: ConnectionInput): Promise<void> {
    const kept = this.secretsFor(host);
    const given = secretsOf(input);
    const secrets =
      input.useSavedSecret && isEmpty(given)
        ? kept
        : {
            ...given,
            secret:
              given.secret === "" && input.useSavedSecret
                ? kept.secret
                : given.secret,
          };
    this.inMemory.delete(host);
    let sealed = "";
    if (input.rememberSecret && !isEmpty(secrets)) {
      if (this.keeping === "key-store") {
        sealed = this.keyStore
          .encrypt(JSON.stringify(secrets))
          .toString("base64");
      } else {
        this.inMemory.set(host, secrets);
      }
    }
    const rows = this.load();
    rows.set(host, { connection: withoutSecrets(input), sealed });
    await this.file.write({ schema: SCHEMA, hosts: Object.fromEntries(rows) });
  }

  private secretsFor(host: string): Secrets {
    const inMemory = this.inMemory.get(host);
    if (inMemory !== undefined) return inMemory;
    const sealed = this.load().get(host)?.sealed ?? "";
    if (sealed === "" || !this.keyStore.isReal()) return NO_SECRETS;
    try {
      const text = this.keyStore.decrypt(Buffer.from(sealed, "base64"));
      return { ...NO_SECRETS, ...(JSON.parse(text) as Partial<Secrets>) };
    } catch {
      // Sealed by another user or machine: as good as not there. The text is never logged.
      log.warn("capture", "a saved secret can't be unsealed here");
      return NO_SECRETS;
    }
  }

  private load(): Map<string, HostRow> {
    this.rows ??= hostRowsFrom(this.file.read());
    return this.rows;
  }
}
