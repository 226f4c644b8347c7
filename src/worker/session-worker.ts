/** Keeps one profile, or a series, and answers view requests in order. See `contract/worker-messages.ts`. */
import { parentPort, workerData } from "node:worker_threads";
import { ensureDefined } from "#base/assert.ts";
import type {
  SessionJob,
  SessionReply,
  SessionRequest,
} from "#contract/worker-messages.ts";
import { createSession } from "#session/view/create-session.ts";

const port = ensureDefined(parentPort, "session-worker runs as a worker");
const answer = createSession(workerData as SessionJob);

port.on("message", ({ requestId, view, control }: SessionRequest) => {
  const outcome = answer(view, control);
  port.postMessage({ requestId, outcome } satisfies SessionReply);
});
