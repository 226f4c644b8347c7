import type { Result } from "#base/result.ts";
import type { AppError } from "#contract/app-error.ts";
import type {
  LeakView,
  SeriesView,
  SessionBlock,
  SessionJob,
  SessionRequest,
  SessionView,
} from "#contract/worker-messages.ts";
import { LeakSession } from "./leak-session.ts";
import { ProfileSession } from "./profile-session.ts";
import { SeriesSession } from "./series-session.ts";

/** Answers one request; see `ProfileSession.answer` and `SeriesSession.answer`. */
export type AnswerView = (
  view: SessionRequest["view"],
  control: SharedArrayBuffer,
) => Result<SessionBlock, AppError>;

/** The session a job asks for. Main sends each the views it has. */
export function createSession(job: SessionJob): AnswerView {
  if (job.inputs !== undefined) {
    const session = new LeakSession(job);
    return (view, control) => session.answer(view as LeakView, control);
  }
  if (job.earlier === undefined) {
    const session = new ProfileSession(job);
    return (view, control) => session.answer(view as SessionView, control);
  }
  const session = new SeriesSession(job);
  return (view, control) => session.answer(view as SeriesView, control);
}
