const ALPHABET =
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Bytes of a base64 text (RFC 4648, padded). This layer has no `atob`. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const valueByCode = new Uint8Array(128);
  for (let i = 0; i < 64; i += 1) valueByCode[ALPHABET.charCodeAt(i)] = i;
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  for (let i = 0, at = 0; at < bytes.length; i += 4, at += 3) {
    const word =
      (valueByCode[text.charCodeAt(i)] << 18) |
      (valueByCode[text.charCodeAt(i + 1)] << 12) |
      (valueByCode[text.charCodeAt(i + 2)] << 6) |
      valueByCode[text.charCodeAt(i + 3)];
    // Writes past the end are ignored by typed arrays.
    bytes[at] = word >> 16;
    bytes[at + 1] = word >> 8;
    bytes[at + 2] = word;
  }
  return bytes;
}
