import { randomUUID } from "node:crypto";

/** How long an announced upload may take to begin. */
const EXPIRY_MS = 60_000;

interface Announced {
  readonly name: string;
  readonly sizeBytes: number;
  readonly expiry: NodeJS.Timeout;
}

/** Files without a path whose bytes the page sends over the private scheme. */
export class Uploads {
  private readonly announced = new Map<string, Announced>();

  announce(name: string, sizeBytes: number): string {
    const id = randomUUID();
    const expiry = setTimeout(() => this.announced.delete(id), EXPIRY_MS);
    expiry.unref();
    this.announced.set(id, { name, sizeBytes, expiry });
    return `/upload/${id}`;
  }

  /**
   * Collects the announced bytes in shared memory, chunk by chunk; `undefined` for an unknown id or
   * a body of another length.
   */
  async receive(
    id: string,
    body: ReadableStream<Uint8Array> | null,
  ): Promise<{ name: string; bytes: Uint8Array } | undefined> {
    const announced = this.announced.get(id);
    if (announced === undefined || body === null) return undefined;
    clearTimeout(announced.expiry);
    this.announced.delete(id);
    const bytes = new Uint8Array(new SharedArrayBuffer(announced.sizeBytes));
    let filled = 0;
    for await (const chunk of body) {
      if (filled + chunk.length > bytes.length) return undefined;
      bytes.set(chunk, filled);
      filled += chunk.length;
    }
    return filled === bytes.length
      ? { name: announced.name, bytes }
      : undefined;
  }
}
