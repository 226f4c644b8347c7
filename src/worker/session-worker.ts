/** Keeps one profile and answers view requests in order. See `contract/worker-messages.ts`. */
import { parentPort, workerData } from "node:worker_threads";
import { ensureDefined } from "#base/assert.ts";
import type {
  SessionJob,
  SessionReply,
  SessionRequest,
} from "#contract/worker-messages.ts";
import { ProfileSession } from "#session/view/profile-session.ts";

const port = ensureDefined(parentPort, "session-worker runs as a worker");
const session = new ProfileSession(workerData as SessionJob);

port.on("message", ({ requestId, view, control }: SessionRequest) => {
  const outcome = session.answer(view, control);
  port.postMessage({ requestId, outcome } satisfies SessionReply);
});
