import type { CaptureProgress, CaptureTarget } from "#contract/capture.ts";
import type { CaptureError } from "#contract/capture-error.ts";
import { parseTarget } from "#capture/parse-target.ts";
import { captureErrorSentence } from "#text/capture-error-sentence.ts";
import { sentenceLine } from "#text/error-sentence.ts";
import { createFormat, type Format } from "#text/format.ts";
import { createI18n, translateWith, type Translate } from "#text/translator.ts";
import { cliLocale } from "../cli-locale.ts";
import type { CliIo } from "../cli-io.ts";

/** Texts of a capture in a terminal: results on stdout, all else on stderr. */
export class CaptureTerminal {
  readonly t: Translate;
  readonly format: Format;
  private hasProgress = false;

  constructor(
    readonly io: CliIo,
    private readonly isTty = process.stderr.isTTY === true,
  ) {
    const locale = cliLocale(io.env);
    this.t = translateWith(createI18n(locale));
    this.format = createFormat(locale, { byteUnit: "auto", timeUnit: "auto" });
  }

  /** A target, or undefined with its sentence printed. */
  target(text: string): CaptureTarget | undefined {
    const target = parseTarget(text);
    if (target.ok) return target.value;
    this.line(`leakscope: ${this.sentence(target.error)}`);
    return undefined;
  }

  sentence(error: CaptureError): string {
    return sentenceLine(captureErrorSentence(this.t, this.format, error));
  }

  /** A line on stderr, in place of the progress line. */
  line(text: string): void {
    this.clear();
    this.io.writeStderr(`${text}\n`);
  }

  /** Rewrites the progress line; nothing where stderr is no terminal (a CI log). */
  progress(kind: string, progress: CaptureProgress): void {
    if (!this.isTty) return;
    const text = this.progressText(kind, progress);
    this.clear();
    if (text === "") return;
    this.io.writeStderr(text);
    this.hasProgress = true;
  }

  async file(path: string): Promise<void> {
    this.clear();
    await this.io.writeStdout(Buffer.from(`${path}\n`));
  }

  private clear(): void {
    if (this.hasProgress) this.io.writeStderr("\r\x1b[K");
    this.hasProgress = false;
  }

  private progressText(kind: string, progress: CaptureProgress): string {
    switch (progress.phase) {
      case "connecting":
        return this.t("captureCli.connecting", { kind });
      case "collecting":
        return this.t("captureCli.collecting", {
          kind,
          count: Math.ceil(progress.remainingMillis / 1000),
        });
      case "receiving":
      case "saving":
        return this.t("captureCli.receiving", {
          kind,
          received: this.format.bytes(progress.receivedBytes),
        });
      case "done":
        return "";
    }
  }
}

/** Aborts on Ctrl+C and on a request to end; `dispose` takes the handlers off again. */
export function interruptSignal(): {
  readonly signal: AbortSignal;
  readonly dispose: () => void;
} {
  const abort = new AbortController();
  const stop = (): void => abort.abort();
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  return {
    signal: abort.signal,
    dispose: () => {
      process.removeListener("SIGINT", stop);
      process.removeListener("SIGTERM", stop);
    },
  };
}
