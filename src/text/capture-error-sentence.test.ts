import { describe, expect, it } from "vitest";
import type { CaptureError } from "#contract/capture-error.ts";
import { captureErrorSentence } from "./capture-error-sentence.ts";
import { createFormat } from "./format.ts";
import { createI18n, translateWith } from "./translator.ts";

const url = "http://h:1/x/pprof/heap";
const host = "h:1";

/** One of each code, with all its fields. */
const ERRORS: readonly CaptureError[] = [
  { code: "bad-target", input: "x y" },
  { code: "unsupported-scheme", scheme: "ftp" },
  { code: "connection-refused", host },
  { code: "host-not-found", host },
  { code: "host-unreachable", host },
  { code: "connection-reset", host },
  { code: "tls-failed", host, reason: "CERT_HAS_EXPIRED" },
  { code: "tls-mismatch", host },
  { code: "proxy-failed", proxy: "p:3128", status: 407 },
  { code: "unauthorized", status: 401 },
  { code: "endpoint-not-found", url },
  { code: "wrong-prefix", url, indexUrl: "http://h:1/debug/pprof/" },
  { code: "unknown-profile", url },
  { code: "cpu-profiling-in-use" },
  { code: "exceeds-write-timeout" },
  { code: "server-error", status: 500, text: "No room." },
  { code: "html-answer", url },
  { code: "empty-answer", url },
  { code: "body-truncated", receivedBytes: 20, expectedBytes: 40 },
  { code: "too-slow", timeoutMillis: 60_000, receivedBytes: 20 },
  { code: "redirect-loop", url },
  { code: "over-size-limit", limitBytes: 2 ** 31 },
  { code: "disk-full", path: "/captures" },
  { code: "not-writable", path: "/captures", reason: "EACCES" },
  { code: "bad-certificate-file", path: "/ca.pem", reason: "no PEM" },
  { code: "network", host, reason: "EIO" },
  { code: "cancelled" },
];

describe.each(["en", "zh-CN"] as const)(
  "captureErrorSentence in %s",
  (locale) => {
    const t = translateWith(createI18n(locale));
    const format = createFormat(locale, { byteUnit: "auto", timeUnit: "auto" });

    it.each(ERRORS)(
      "$code: a sentence, a next step, nothing left open",
      (error) => {
        const { sentence, next } = captureErrorSentence(t, format, error);
        for (const text of [sentence, next]) {
          expect(text).toMatch(/[.。？?]$/);
          expect(text).not.toMatch(/\{\{|undefined|captureError/);
        }
      },
    );
  },
);
