/**
 * Bytes of all typed arrays in a table or tree, each memory counted once. Strings and objects beside
 * them are small and left out.
 */
export function columnBytes(value: unknown): number {
  const seen = new Set<ArrayBufferLike>();
  const visit = (part: unknown): number => {
    if (ArrayBuffer.isView(part)) {
      if (seen.has(part.buffer)) return 0;
      seen.add(part.buffer);
      return part.buffer.byteLength;
    }
    if (typeof part !== "object" || part === null) return 0;
    return Object.values(part).reduce<number>(
      (sum, entry) => (typeof entry === "object" ? sum + visit(entry) : sum),
      0,
    );
  };
  return visit(value);
}
