import type { RequestId } from "#contract/profile-id.ts";

/** Requests in flight by id, so that each can be cancelled and none stays open. */
export class PendingRequests {
  private readonly controllers = new Map<RequestId, AbortController>();

  get size(): number {
    return this.controllers.size;
  }

  /**
   * Runs `work`; when it is cancelled, settles with `cancelled` at once and drops what `work` gives
   * later. An id that is in use already is a bug of the page: it throws.
   */
  async run<T>(
    id: RequestId,
    work: (signal: AbortSignal) => Promise<T>,
    cancelled: T,
  ): Promise<T> {
    if (this.controllers.has(id)) {
      throw new Error(`request ${id} is running already`);
    }
    const controller = new AbortController();
    this.controllers.set(id, controller);
    const aborted = new Promise<T>((resolve) => {
      controller.signal.addEventListener("abort", () => resolve(cancelled), {
        once: true,
      });
    });
    try {
      return await Promise.race([work(controller.signal), aborted]);
    } finally {
      this.controllers.delete(id);
    }
  }

  cancel(id: RequestId): void {
    this.controllers.get(id)?.abort();
  }

  cancelAll(): void {
    for (const controller of this.controllers.values()) controller.abort();
  }
}
