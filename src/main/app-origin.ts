import type { Protocol } from "electron";
import { log } from "./logger.ts";

/** A private standard scheme: `self` in the page's policy is then only us. */
const PRIVATE_ORIGIN = "app://leakscope";

/**
 * Where a launcher loads the app only after `ready`, it is too late to register a scheme. `https` is
 * privileged as it is, `.invalid` never resolves (RFC 2606), and handling the whole scheme ourselves
 * leaves the page no way to the network either.
 */
const LATE_ORIGIN = "https://leakscope.invalid";

/** The origin the page lives on, settled once at start. */
export class AppOrigin {
  private constructor(readonly origin: string) {}

  /** Registers the private scheme; call it first of all, before the app is ready. */
  static register(protocol: Protocol): AppOrigin {
    try {
      protocol.registerSchemesAsPrivileged([
        {
          scheme: new URL(PRIVATE_ORIGIN).protocol.slice(0, -1),
          privileges: {
            standard: true,
            secure: true,
            supportFetchAPI: true,
            stream: true,
            codeCache: true,
          },
        },
      ]);
      return new AppOrigin(PRIVATE_ORIGIN);
    } catch (error) {
      log.info("app-origin", `using ${LATE_ORIGIN}: ${String(error)}`);
      return new AppOrigin(LATE_ORIGIN);
    }
  }

  /** Name of the scheme, without a colon. */
  get scheme(): string {
    return new URL(this.origin).protocol.slice(0, -1);
  }

  /** Absolute URL of `path`, which starts with a slash. */
  url(path: string): string {
    return this.origin + path;
  }

  /** Whether a URL is ours: the only place requests may come from. */
  has(url: string): boolean {
    return url.startsWith(`${this.origin}/`);
  }
}
