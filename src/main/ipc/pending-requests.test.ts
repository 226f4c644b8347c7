import { describe, expect, it } from "vitest";
import type { RequestId } from "#contract/profile-id.ts";
import { PendingRequests } from "./pending-requests.ts";

const id = (number: number): RequestId => number as RequestId;

describe("PendingRequests", () => {
  it("gives what the work gives", async () => {
    const pending = new PendingRequests();
    const outcome = await pending.run(id(1), () => Promise.resolve("done"), "");
    expect(outcome).toBe("done");
    expect(pending.size).toBe(0);
  });

  it("settles a cancelled request at once, though its work never ends", async () => {
    const pending = new PendingRequests();
    let wasTold = false;
    const outcome = pending.run(
      id(1),
      (signal) => {
        signal.addEventListener("abort", () => (wasTold = true));
        return new Promise<string>(() => undefined);
      },
      "cancelled",
    );
    pending.cancel(id(1));
    expect(await outcome).toBe("cancelled");
    expect(wasTold).toBe(true);
    expect(pending.size).toBe(0);
  });

  it("cancels all, and ignores ids it does not know", async () => {
    const pending = new PendingRequests();
    const never = (): Promise<string> => new Promise(() => undefined);
    const outcomes = [1, 2].map((n) => pending.run(id(n), never, "cancelled"));
    pending.cancel(id(9));
    expect(pending.size).toBe(2);
    pending.cancelAll();
    expect(await Promise.all(outcomes)).toEqual(["cancelled", "cancelled"]);
  });

  it("refuses an id in use", async () => {
    const pending = new PendingRequests();
    void pending.run(id(1), () => new Promise<string>(() => undefined), "");
    await expect(
      pending.run(id(1), () => Promise.resolve(""), ""),
    ).rejects.toThrow("running already");
  });

  it("passes on what the work throws, and forgets the request", async () => {
    const pending = new PendingRequests();
    await expect(
      pending.run(id(1), () => Promise.reject(new Error("bug")), ""),
    ).rejects.toThrow("bug");
    expect(pending.size).toBe(0);
  });
});
