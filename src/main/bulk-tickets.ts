import { randomUUID } from "node:crypto";
import type { BulkTicket } from "#contract/channels.ts";
import { BULK_CHUNK_BYTES } from "#contract/bulk.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import type { SessionBlock } from "#contract/worker-messages.ts";
import type { SharedGarbage } from "./shared-garbage.ts";

/** How long a reply waits to be fetched. */
const EXPIRY_MS = 60_000;

interface Waiting {
  readonly profileId: ProfileId;
  readonly block: Uint8Array;
  readonly expiry: NodeJS.Timeout;
}

/** Bulk replies waiting to be fetched: handles on the workers' shared memory. */
export class BulkTickets {
  private readonly waiting = new Map<string, Waiting>();

  constructor(private readonly garbage: SharedGarbage) {}

  issue(profileId: ProfileId, { block, computeMs }: SessionBlock): BulkTicket {
    const id = randomUUID();
    const expiry = setTimeout(() => this.redeem(id), EXPIRY_MS);
    expiry.unref();
    this.waiting.set(id, { profileId, block, expiry });
    return {
      url: `/bulk/${id}`,
      byteLength: block.byteLength,
      computeMs,
    };
  }

  /** The block of a ticket, once. */
  redeem(id: string): Uint8Array | undefined {
    const waiting = this.waiting.get(id);
    if (waiting === undefined) return undefined;
    clearTimeout(waiting.expiry);
    this.waiting.delete(id);
    this.garbage.drop(waiting.block.byteLength);
    return waiting.block;
  }

  /** Drops what waits for a profile. */
  forget(profileId: ProfileId): void {
    for (const [id, waiting] of [...this.waiting]) {
      if (waiting.profileId === profileId) this.redeem(id);
    }
  }
}

/**
 * A block as a stream of 1 MB chunks, each copied out of shared memory only when the page asks for
 * it: neither main nor the page stops for longer than one chunk takes.
 */
export function chunksOf(block: Uint8Array): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const end = Math.min(at + BULK_CHUNK_BYTES, block.byteLength);
        controller.enqueue(block.slice(at, end));
        at = end;
        if (at === block.byteLength) controller.close();
      },
    },
    { highWaterMark: 1 },
  );
}
