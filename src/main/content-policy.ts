/** Path of the page on its origin; see `app-origin.ts`. */
export const PAGE_PATH = "/index.html";

/**
 * What the page may load: our own files, nothing inline, nothing remote. Sent with every reply of the
 * private scheme, so that no file can be loaded without it.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join("; ");
