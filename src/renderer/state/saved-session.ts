/** What is written down of the open tabs, and how it is read back. Pure; see `session.ts`. */
import {
  comparisonSettingsFrom,
  type ComparisonSettings,
} from "#contract/comparison-file.ts";
import type { OpenProfile } from "#contract/open-profile.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import { filtersFromUnknown } from "#contract/view-filters.ts";
import {
  currentView,
  newTabHistory,
  type TabHistory,
  type TabView,
} from "./tab-view.ts";
import type { ViewId } from "./view-id.ts";

/** Where a tab's file is found again; dropped bytes can't be. */
export type SavedSource =
  | {
      readonly type: "file";
      readonly path: string;
      /** Name within the zip at `path`. */
      readonly entry?: string;
    }
  | { readonly type: "sample"; readonly name: string };

/** What a tab was compared with, and how. */
export interface SavedComparison {
  /** `sourceKey` of the other profile. */
  readonly other: string;
  /** The tab's profile is the base. */
  readonly isBase: boolean;
  readonly settings: ComparisonSettings;
}

/** What the leaks of a tab are judged against. */
export interface SavedLeaks {
  /** `none`, `earlier` (snapshots in the file itself), or the `sourceKey` of a file. */
  readonly base: string;
  /** False: not joined with another file of the same moment. */
  readonly isJoined: boolean;
}

/** One tab. */
export interface SavedTab {
  readonly source: SavedSource;
  readonly view: TabView;
  readonly comparison: SavedComparison | null;
  /** null: as it is for a file that is opened fresh. */
  readonly leaks: SavedLeaks | null;
}

/** What is known of a tab beside its view; null for nothing chosen. */
export interface TabChoices {
  readonly comparisonOf: (id: ProfileId) => SavedComparison | null;
  readonly leaksOf: (id: ProfileId) => SavedLeaks | null;
}

/** All tabs in their order; `active` is the index of the one in front, -1 for none. */
export interface SavedTabs {
  readonly tabs: readonly SavedTab[];
  readonly active: number;
}

/** Format of the text. Changes: 1 = first. */
const VERSION = 1;
const MAX_TABS = 100;

const VIEW_IDS: readonly ViewId[] = [
  "leaks",
  "goroutines",
  "flame",
  "top",
  "tree",
  "callers",
  "compare",
];

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function isTexts(value: unknown): value is string[] {
  return (
    Array.isArray(value) &&
    (value as unknown[]).every((item) => typeof item === "string")
  );
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function zoomFrom(value: unknown): TabView["zoom"] {
  const { layout, start, end, path } = fieldsOf(value);
  return typeof layout === "string" &&
    typeof start === "number" &&
    typeof end === "number" &&
    isTexts(path)
    ? { layout, start, end, path }
    : null;
}

function focusFrom(value: unknown): TabView["focus"] {
  const { layout, box, path } = fieldsOf(value);
  return typeof layout === "string" && typeof box === "number" && isTexts(path)
    ? { layout, box, path }
    : null;
}

function comparedZoomFrom(value: unknown): TabView["comparedZoom"] {
  const { tree, zoom } = fieldsOf(value);
  const { path, start, end } = fieldsOf(zoom);
  return typeof tree === "string" &&
    Array.isArray(path) &&
    path.length < 10_000 &&
    (path as unknown[]).every((node) => Number.isInteger(node)) &&
    typeof start === "number" &&
    typeof end === "number"
    ? { tree, zoom: { path: path as number[], start, end } }
    : undefined;
}

function indexFrom(value: unknown): number | undefined {
  return typeof value === "number" && Number.isInteger(value) && value >= 0
    ? value
    : undefined;
}

function viewFrom(value: unknown): TabView {
  const fields = fieldsOf(value);
  const search = fieldsOf(fields.search);
  const fresh = currentView(
    newTabHistory(
      VIEW_IDS.find((id) => id === fields.view) ?? "flame",
      indexFrom(fields.sampleTypeIndex) ?? 0,
    ),
  );
  return {
    ...fresh,
    inverted: fields.inverted === true,
    filters: filtersFromUnknown(fields.filters) ?? [],
    zoom: zoomFrom(fields.zoom),
    focus: focusFrom(fields.focus),
    search: {
      text: typeof search.text === "string" ? search.text : "",
      isRegex: search.isRegex === true,
      matchCase: search.matchCase === true,
    },
    highlightedName: textOrNull(fields.highlightedName),
    calledName: textOrNull(fields.calledName),
    comparedZoom: comparedZoomFrom(fields.comparedZoom),
  };
}

function comparisonFrom(value: unknown): SavedComparison | null {
  const { other, isBase, settings } = fieldsOf(value);
  const known = comparisonSettingsFrom(settings);
  return typeof other === "string" && known !== undefined
    ? {
        other,
        isBase: isBase === true,
        settings: known,
      }
    : null;
}

function leaksFrom(value: unknown): SavedLeaks | null {
  const { base, isJoined } = fieldsOf(value);
  return typeof base === "string"
    ? { base, isJoined: isJoined !== false }
    : null;
}

function sourceFrom(value: unknown): SavedSource | undefined {
  const { type, path, name, entry } = fieldsOf(value);
  if (type === "file" && typeof path === "string") {
    return typeof entry === "string" ? { type, path, entry } : { type, path };
  }
  if (type === "sample" && typeof name === "string") return { type, name };
  return undefined;
}

/** Names a source; equal for the tab that was saved and the one that is opened again. */
export function sourceKey(source: OpenProfile["source"]): string {
  return source.type === "file"
    ? `file:${source.path}${source.entry === undefined ? "" : `\n${source.entry}`}`
    : `${source.type}:${source.name}`;
}

/** The tabs as text. Those of dropped bytes, and those still without a view, are left out. */
export function sessionText(
  profiles: readonly OpenProfile[],
  histories: ReadonlyMap<ProfileId, TabHistory>,
  activeId: ProfileId | null,
  choices: TabChoices,
): string {
  const kept = profiles.flatMap(({ id, source }) => {
    const history = histories.get(id);
    if (history === undefined || source.type === "bytes") return [];
    const saved: SavedSource =
      source.type === "file"
        ? { type: "file", path: source.path, entry: source.entry }
        : { type: "sample", name: source.name };
    const comparison = choices.comparisonOf(id) ?? undefined;
    const leaks = choices.leaksOf(id) ?? undefined;
    const view = currentView(history);
    return [{ id, tab: { source: saved, view, comparison, leaks } }];
  });
  return JSON.stringify({
    version: VERSION,
    tabs: kept.map(({ tab }) => tab).slice(0, MAX_TABS),
    active: kept.findIndex(({ id }) => id === activeId),
  });
}

/** The tabs of a text; what is damaged is left out, a damaged text is no tabs. */
export function tabsFromText(text: string): SavedTabs {
  let parsed: Fields;
  try {
    parsed = fieldsOf(JSON.parse(text));
  } catch {
    // Nothing saved yet, or cut off: a fresh start.
    return { tabs: [], active: -1 };
  }
  if (parsed.version !== VERSION || !Array.isArray(parsed.tabs)) {
    return { tabs: [], active: -1 };
  }
  const tabs = (parsed.tabs as unknown[]).slice(0, MAX_TABS).flatMap((item) => {
    const source = sourceFrom(fieldsOf(item).source);
    return source === undefined
      ? []
      : [
          {
            source,
            view: viewFrom(fieldsOf(item).view),
            comparison: comparisonFrom(fieldsOf(item).comparison),
            leaks: leaksFrom(fieldsOf(item).leaks),
          },
        ];
  });
  const active = indexFrom(parsed.active) ?? -1;
  return { tabs, active: active < tabs.length ? active : -1 };
}
