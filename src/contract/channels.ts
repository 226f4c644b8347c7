/**
 * Everything that crosses between the page and main, as one map per direction. The preload exposes
 * one function per key on `window.leakscope`, main registers one handler per key; both are typed
 * from here, so a new channel is a new entry here, its guard in `request-guards.ts` and its handler.
 *
 * - Requests (`REQUEST_CHANNELS`): `window.leakscope["profile/open"](args, requestId)` resolves to
 *   `Result<Reply, AppError>` and always settles. It rejects only for bugs: arguments that fail the
 *   guard, a sender that is not our page.
 * - Events (`EVENT_CHANNELS`): `window.leakscope["profile/changed"](listener)` returns the function
 *   that unsubscribes.
 * - Bulk replies (flame layouts, tables) do not travel through `ipc.invoke`, which blocks both sides
 *   for 100-200 ms on 40 MB: the request replies with a `BulkTicket`, whose bytes are fetched from
 *   the private scheme and decoded with `bulk.ts`.
 */
import type { LayoutRange } from "#analysis/inverted-tree.ts";
import type { Result } from "#base/result.ts";
import type { AppError } from "./app-error.ts";
import type {
  ComparisonFlameSpec,
  ComparisonTableSpec,
  PairSpec,
  TrendSpec,
} from "./compare.ts";
import type { Bundle } from "./bundle.ts";
import type { ComparisonFile } from "./comparison-file.ts";
import type { CaptureRecord } from "./capture.ts";
import type { CaptureError } from "./capture-error.ts";
import type {
  CaptureAnswer,
  CaptureJob,
  CaptureJobId,
  CaptureStart,
  ConnectionInput,
  DiscoverReply,
  SavedConnection,
  WatchState,
} from "./capture-job.ts";
import type {
  GoroutineDetailSpec,
  GoroutineSpec,
  LeakDetailSpec,
  LeakSpec,
  RulesReply,
} from "./goroutines.ts";
import type { NotSaved } from "./not-saved.ts";
import type { OpenProfile } from "./open-profile.ts";
import type { ProfileId, RequestId } from "./profile-id.ts";
import type { SampleSet } from "./samples.ts";
import type { RecentFile, SavedSession } from "./recent.ts";
import type { Settings } from "./settings.ts";
import type { ViewFilters } from "./view-filters.ts";
import type { WatchOptions } from "./watch.ts";

/** No arguments. */
export type None = Readonly<Record<string, never>>;

/** Facts about the running app that never change while it runs. */
export interface AppFacts {
  readonly version: string;
  readonly electron: string;
  readonly chrome: string;
  readonly node: string;
  readonly platform: string;
  readonly arch: string;
  /** BCP 47 tag of the operating system's language, e.g. `zh-CN`: what `system` means. */
  readonly systemLocale: string;
  /** Names of the shipped sample captures, for `profile/open-sample`. */
  readonly samples: readonly string[];
  /** What the samples show, in the order of the start page. */
  readonly sampleSets: readonly SampleSet[];
}

/** Which numbers of which profile a view shows. */
export interface ViewSpec {
  readonly profileId: ProfileId;
  readonly sampleTypeIndex: number;
  /** None where left out. A bad expression is answered with `bad-filter`. */
  readonly filters?: ViewFilters;
}

/** Flame graph and tree views: `inverted` has the leaves at the root. */
export interface TreeSpec extends ViewSpec {
  readonly inverted: boolean;
  /** Of an inverted tree: what is zoomed into, where callers are followed further; see `FlameView.grown`. */
  readonly grow?: LayoutRange;
}

/** Callers and callees of one function, by its name (Top's identity). */
export interface NeighbourSpec extends ViewSpec {
  readonly func: string;
}

/**
 * A bulk reply waiting at `url` (private scheme, same origin), `byteLength` long. It can be fetched
 * once; unfetched tickets are dropped with their profile or after a minute.
 */
export interface BulkTicket {
  readonly url: string;
  readonly byteLength: number;
  /** Time the worker computed, wall clock; 0 where the view was still in its cache. */
  readonly computeMs: number;
}

/** Bytes without a path: announce them, then POST them to `url`; the profile opens when all are there. */
export interface UploadTicket {
  readonly url: string;
}

/** A capture or watch under way, or why there is none. */
export type CaptureStarted =
  | { readonly ok: true; readonly jobId: CaptureJobId }
  | { readonly ok: false; readonly error: CaptureError };

/** What a menu item or accelerator asks the page to do. */
export type MenuCommand =
  | "open"
  | "open-folder"
  | "close-tab"
  | "find"
  | "command-palette"
  | "shortcuts"
  | "settings"
  | "back"
  | "forward"
  | "reload-file"
  | "capture"
  | "guide"
  | "compare"
  | "copy-diagnostics"
  | "about";

interface Entry<Args, Reply> {
  readonly args: Args;
  readonly reply: Reply;
}

/** Page to main. See the file header. */
export interface RequestMap {
  "app/facts": Entry<None, AppFacts>;
  /** Text for a report of a fault, in English: no names, paths, addresses or contents of files. */
  "app/diagnostics": Entry<None, { readonly text: string }>;
  /** Opens files; one that is open already keeps its id. Relative paths are refused. */
  "profile/open": Entry<
    { readonly paths: readonly string[] },
    readonly ProfileId[]
  >;
  /** Native dialog, several files. Empty when dismissed. */
  "profile/open-dialog": Entry<None, readonly ProfileId[]>;
  "profile/open-folder": Entry<None, readonly ProfileId[]>;
  /** Opens one file of a zip. */
  "profile/open-entry": Entry<
    { readonly path: string; readonly entry: string },
    ProfileId
  >;
  "profile/open-sample": Entry<{ readonly name: string }, ProfileId>;
  "profile/upload": Entry<
    { readonly name: string; readonly sizeBytes: number },
    UploadTicket
  >;
  /** Bundles opened before the page listened, as they are now; from then on it is told. */
  "bundle/take": Entry<None, readonly Bundle[]>;
  "profile/list": Entry<None, readonly OpenProfile[]>;
  /** Stops loading; the profile ends as `failed` with `cancelled`. */
  "profile/cancel": Entry<{ readonly profileId: ProfileId }, null>;
  /** Forgets the profile; its pending requests end with `profile-closed`. */
  "profile/close": Entry<{ readonly profileId: ProfileId }, null>;
  /** Reads the file again, under the same id; whatever it inflates to where the user said so. */
  "profile/reopen": Entry<
    { readonly profileId: ProfileId; readonly allowsAnySize?: boolean },
    null
  >;
  /** Stays with what was read, though the file changed; the next change is told again. */
  "profile/keep": Entry<{ readonly profileId: ProfileId }, null>;
  /** Layout and frames of the flame graph: `decodeFlameView`. */
  "analysis/flame": Entry<TreeSpec, BulkTicket>;
  /** The whole Top table: `decodeTopView`. Sorting and filtering are the page's. */
  "analysis/top": Entry<ViewSpec, BulkTicket>;
  /** Callers and callees of a function: `decodeNeighbourView`. */
  "analysis/neighbours": Entry<NeighbourSpec, BulkTicket>;
  /** What the filters leave: `decodeFilterOutcome`. */
  "analysis/filtered": Entry<ViewSpec, BulkTicket>;
  /** Findings of goroutine files or of heap pairs: `decodeLeaksView`. */
  "leaks/list": Entry<LeakSpec, BulkTicket>;
  /** One finding in full: `decodeLeakDetail`. */
  "leaks/detail": Entry<LeakDetailSpec, BulkTicket>;
  /** Goroutines put together: `decodeGoroutineGroups`. */
  "goroutines/groups": Entry<GoroutineSpec, BulkTicket>;
  /** One group in full, with its goroutines: `decodeGoroutineDetail`. */
  "goroutines/detail": Entry<GoroutineDetailSpec, BulkTicket>;
  /** Who created whom: `decodeCreators`. */
  "goroutines/creators": Entry<LeakSpec, BulkTicket>;
  /** The user's rules and marks. */
  "rules/get": Entry<None, RulesReply>;
  /** Marks findings with this category and key as expected, or takes the mark back. */
  "rules/expect": Entry<
    {
      readonly category: string;
      readonly key: string;
      readonly isExpected: boolean;
    },
    RulesReply
  >;
  "rules/reveal": Entry<None, null>;
  /** A comparison's flame graph: `decodeComparisonFlame`. */
  "compare/flame": Entry<ComparisonFlameSpec, BulkTicket>;
  /** What changed, by function: `decodeComparisonTable`. */
  "compare/table": Entry<ComparisonTableSpec, BulkTicket>;
  /** Goroutines by stack and state: `decodeGroupDeltas`. */
  "compare/goroutines": Entry<PairSpec, BulkTicket>;
  /** A series over time: `decodeTrend`. */
  "compare/trend": Entry<TrendSpec, BulkTicket>;
  /** Asks where, and writes the comparison there; "" where the user thought better of it. */
  "compare/save": Entry<
    { readonly name: string; readonly comparison: ComparisonFile },
    { readonly path: string }
  >;
  /** Ends a request in flight with `cancelled`; unknown ids are ignored. */
  "request/cancel": Entry<{ readonly requestId: RequestId }, null>;
  "settings/get": Entry<None, Settings>;
  /** Changes the given fields; replies with all of them. */
  "settings/set": Entry<Partial<Settings>, Settings>;
  "clipboard/write-text": Entry<{ readonly text: string }, null>;
  /** Files opened before, newest first. */
  "recent/list": Entry<None, readonly RecentFile[]>;
  "recent/clear": Entry<None, null>;
  /** What the page saved in the last run. */
  "session/load": Entry<None, SavedSession>;
  "session/save": Entry<SavedSession, null>;
  /** What is saved for the host of an address, without its secrets. */
  "capture/saved-connection": Entry<
    { readonly address: string },
    SavedConnection
  >;
  /** Reads the pprof index behind an address. */
  "capture/discover": Entry<
    { readonly address: string; readonly connection: ConnectionInput },
    DiscoverReply
  >;
  /** Starts a job; its progress comes as `capture/changed`. */
  "capture/start": Entry<CaptureStart, CaptureStarted>;
  "capture/jobs": Entry<None, readonly CaptureJob[]>;
  "capture/cancel": Entry<{ readonly jobId: CaptureJobId }, null>;
  /** Says what is to become of an item; nothing where there is nothing to say. */
  "capture/answer": Entry<
    {
      readonly jobId: CaptureJobId;
      readonly itemIndex: number;
      readonly answer: CaptureAnswer;
    },
    null
  >;
  /** Fetches what failed once more, with the same connection; nothing while the job runs. */
  "capture/retry": Entry<{ readonly jobId: CaptureJobId }, null>;
  /** Takes an ended job off the list; what it holds of broken bodies is deleted. */
  "capture/forget": Entry<{ readonly jobId: CaptureJobId }, null>;
  /** Captures made so far, newest first. */
  "capture/history": Entry<None, readonly CaptureRecord[]>;
  /** Deletes a capture's file and row; replies with what is left. */
  "capture/delete": Entry<{ readonly path: string }, readonly CaptureRecord[]>;
  "capture/reveal": Entry<{ readonly path: string }, null>;
  "capture/folder": Entry<None, { readonly folder: string }>;
  "capture/choose-folder": Entry<None, { readonly folder: string }>;
  "watch/start": Entry<
    {
      readonly address: string;
      readonly connection: ConnectionInput;
      readonly options: WatchOptions;
    },
    CaptureStarted
  >;
  "watch/list": Entry<None, readonly WatchState[]>;
  /** Ends with a last snapshot. */
  "watch/stop": Entry<{ readonly jobId: CaptureJobId }, null>;
  "watch/snapshot": Entry<{ readonly jobId: CaptureJobId }, null>;
  "watch/forget": Entry<{ readonly jobId: CaptureJobId }, null>;
}

/** Main to page. See the file header. */
export interface EventMap {
  "profile/changed": OpenProfile;
  "profile/closed": { readonly profileId: ProfileId };
  /** Bring the profile's tab to the front: opened again, or by a second launch. */
  "profile/focus": { readonly profileId: ProfileId };
  "settings/changed": Settings;
  /** Something of the app's own could not be written. */
  "app/not-saved": NotSaved;
  "menu/command": { readonly command: MenuCommand };
  "capture/changed": CaptureJob;
  /** A row of the history got its total. */
  "capture/recorded": CaptureRecord;
  "watch/changed": WatchState;
  /** A zip, folder or saved comparison that is being opened. */
  "bundle/changed": Bundle;
}

/** Name of a request. */
export type RequestChannel = keyof RequestMap;
/** Name of an event. */
export type EventChannel = keyof EventMap;
/** Arguments of a request. */
export type RequestArgs<C extends RequestChannel> = RequestMap[C]["args"];
/** Reply of a request, when it succeeds. */
export type RequestReply<C extends RequestChannel> = RequestMap[C]["reply"];
/** What a request settles to. */
export type RequestOutcome<C extends RequestChannel> = Result<
  RequestReply<C>,
  AppError
>;

/** Keys of `RequestMap` at run time; the type makes a missing one an error. */
export const REQUEST_CHANNELS = Object.keys({
  "app/facts": 0,
  "app/diagnostics": 0,
  "profile/open": 0,
  "profile/open-dialog": 0,
  "profile/open-folder": 0,
  "profile/open-sample": 0,
  "profile/upload": 0,
  "profile/open-entry": 0,
  "bundle/take": 0,
  "profile/list": 0,
  "profile/cancel": 0,
  "profile/close": 0,
  "profile/reopen": 0,
  "profile/keep": 0,
  "analysis/flame": 0,
  "analysis/top": 0,
  "analysis/neighbours": 0,
  "analysis/filtered": 0,
  "leaks/list": 0,
  "leaks/detail": 0,
  "goroutines/groups": 0,
  "goroutines/detail": 0,
  "goroutines/creators": 0,
  "rules/get": 0,
  "rules/expect": 0,
  "rules/reveal": 0,
  "compare/flame": 0,
  "compare/table": 0,
  "compare/goroutines": 0,
  "compare/trend": 0,
  "compare/save": 0,
  "request/cancel": 0,
  "settings/get": 0,
  "settings/set": 0,
  "clipboard/write-text": 0,
  "recent/list": 0,
  "recent/clear": 0,
  "session/load": 0,
  "session/save": 0,
  "capture/saved-connection": 0,
  "capture/discover": 0,
  "capture/start": 0,
  "capture/jobs": 0,
  "capture/cancel": 0,
  "capture/answer": 0,
  "capture/retry": 0,
  "capture/forget": 0,
  "capture/history": 0,
  "capture/delete": 0,
  "capture/reveal": 0,
  "capture/folder": 0,
  "capture/choose-folder": 0,
  "watch/start": 0,
  "watch/list": 0,
  "watch/stop": 0,
  "watch/snapshot": 0,
  "watch/forget": 0,
} satisfies Record<RequestChannel, 0>) as readonly RequestChannel[];

/** Keys of `EventMap` at run time. */
export const EVENT_CHANNELS = Object.keys({
  "profile/changed": 0,
  "profile/closed": 0,
  "profile/focus": 0,
  "settings/changed": 0,
  "app/not-saved": 0,
  "menu/command": 0,
  "capture/changed": 0,
  "capture/recorded": 0,
  "watch/changed": 0,
  "bundle/changed": 0,
} satisfies Record<EventChannel, 0>) as readonly EventChannel[];

type RequestFunctions = {
  readonly [C in RequestChannel]: (
    args: RequestArgs<C>,
    requestId: RequestId,
  ) => Promise<RequestOutcome<C>>;
};

type EventFunctions = {
  readonly [C in EventChannel]: (
    listener: (payload: EventMap[C]) => void,
  ) => () => void;
};

/**
 * `window.leakscope`: all the page can reach. Every function is one contract key; there is no
 * generic send.
 */
export interface Bridge extends RequestFunctions, EventFunctions {
  /**
   * Path on disk of a dropped or picked `File`; "" where it has none (then `profile/upload`).
   * Answered in the preload, which alone can read it.
   */
  readonly "file/path": (file: object) => string;
}
