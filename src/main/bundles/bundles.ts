import { readFile, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { err, type Result } from "#base/result.ts";
import type { AppError, FileError } from "#contract/app-error.ts";
import type { Bundle } from "#contract/bundle.ts";
import {
  comparisonFromText,
  MAX_COMPARISON_BYTES,
  type ComparisonFile,
  type ComparisonSide,
} from "#contract/comparison-file.ts";
import type { OpenProfile } from "#contract/open-profile.ts";
import type { ProfileId } from "#contract/profile-id.ts";
import type { Emit, ProfileStore } from "../profiles/profile-store.ts";
import { kindOfPath, type PathKind } from "./kind-of-path.ts";
import { listFolder, listZip } from "./list-files.ts";

/** Failures of files that simply are something else; a damaged profile keeps its tab and says so. */
const FOREIGN: ReadonlySet<AppError["code"]> = new Set<AppError["code"]>([
  "not-a-profile",
  "empty-file",
]);

/** What a bundle needs of the rest of main. */
export interface BundleParts {
  readonly profiles: () => ProfileStore;
  readonly emit: Emit;
  /** A bundle that could be opened is one to be found again. */
  readonly onOpened: (path: string) => void;
}

interface Entry {
  bundle: Bundle;
  readonly nameOf: ReadonlyMap<ProfileId, string>;
  readonly waiting: Set<ProfileId>;
}

/** Opens what is dropped, picked or named: files as they are, zips, folders and saved comparisons as bundles. */
export class Bundles {
  private readonly entries: Entry[] = [];
  private lastId = 0;
  /** Bundles named on the command line, until the page that is to show them takes them. */
  private untaken: Map<number, Bundle> | null = new Map();

  constructor(private readonly parts: BundleParts) {}

  /** What came before the page listened; it is told of everything later. */
  take(): Bundle[] {
    const bundles = [...(this.untaken?.values() ?? [])];
    this.untaken = null;
    return bundles;
  }

  /** As `ProfileStore.openPaths`, which it calls for files. Never rejects. */
  async openPaths(paths: readonly string[]): Promise<ProfileId[]> {
    const kinds = await Promise.all(paths.map(kindOfPath));
    const files = paths.filter((_, i) => kinds[i] === "file");
    const opened = await this.parts.profiles().openPaths(files);
    for (const [i, path] of paths.entries()) {
      if (kinds[i] === "file") continue;
      opened.push(...(await this.openBundle(path, kinds[i])));
    }
    return opened;
  }

  /** To be told of every change of a profile. */
  onProfile({ id, state }: OpenProfile): void {
    if (state.status === "loading") return;
    for (const entry of this.entries) {
      if (!entry.waiting.delete(id)) continue;
      if (state.status === "failed" && FOREIGN.has(state.error.code)) {
        const path = entry.nameOf.get(id) ?? "";
        this.skip(entry, id, { path, error: state.error });
      }
      this.tell(entry);
    }
  }

  /** To be told of every profile that is closed. */
  onClosed(id: ProfileId): void {
    for (const entry of this.entries) {
      if (!entry.bundle.profileIds.includes(id)) continue;
      entry.bundle = { ...entry.bundle, profileIds: without(entry.bundle, id) };
      if (entry.waiting.delete(id)) this.tell(entry);
    }
  }

  private skip(entry: Entry, id: ProfileId, skipped: FileError): void {
    const { bundle } = entry;
    entry.bundle = {
      ...bundle,
      profileIds: without(bundle, id),
      skipped: [...bundle.skipped, skipped],
    };
    // After the news that it failed, which is still on its way.
    queueMicrotask(() => this.parts.profiles().close(id));
  }

  private async openBundle(
    path: string,
    kind: Exclude<PathKind, "file">,
  ): Promise<readonly ProfileId[]> {
    if (kind === "comparison") return this.openComparison(path);
    const listed = await (kind === "zip" ? listZip(path) : listFolder(path));
    if (!listed.ok) return this.fail(path, kind, listed.error);
    const { names, leftOut } = listed.value;
    const store = this.parts.profiles();
    const ids =
      kind === "zip"
        ? await Promise.all(names.map((name) => store.openEntry(path, name)))
        : await store.openPaths(names.map((name) => join(path, name)));
    const bundle = this.newBundle(path, kind);
    this.add({ ...bundle, profileIds: ids, leftOut }, names);
    if (kind === "zip") this.parts.onOpened(path);
    return ids;
  }

  private async openComparison(path: string): Promise<readonly ProfileId[]> {
    const read = await readComparison(path);
    if (!read.ok) return this.fail(path, "comparison", read.error);
    const { base, current, view } = read.value;
    const sides = [base, current].map((side) => ({
      ...side,
      path: resolve(dirname(path), side.path),
    }));
    const missing = await missingOf(sides);
    if (missing.length > 0) {
      return this.fail(path, "comparison", {
        code: "comparison-files-missing",
        paths: missing,
      });
    }
    const store = this.parts.profiles();
    const ids: ProfileId[] = [];
    for (const { path: file, entry } of sides) {
      if (entry === undefined) ids.push(...(await store.openPaths([file])));
      else ids.push(await store.openEntry(file, entry));
    }
    const bundle = this.newBundle(path, "comparison");
    const comparison = { baseId: ids[0], currentId: ids[1], view };
    this.add({ ...bundle, profileIds: ids, comparison }, []);
    this.parts.onOpened(path);
    return ids;
  }

  private newBundle(path: string, kind: Bundle["kind"]): Bundle {
    this.lastId += 1;
    return {
      id: this.lastId,
      kind,
      name: basename(path),
      path,
      isDone: false,
      profileIds: [],
      skipped: [],
      leftOut: 0,
      error: null,
      comparison: null,
    };
  }

  private fail(path: string, kind: Bundle["kind"], error: AppError): [] {
    const bundle = { ...this.newBundle(path, kind), isDone: true, error };
    this.publish(bundle);
    return [];
  }

  private add(bundle: Bundle, names: readonly string[]): void {
    const states = new Map(
      this.parts
        .profiles()
        .list()
        .map(({ id, state }) => [id, state.status]),
    );
    const entry: Entry = {
      bundle,
      nameOf: new Map(bundle.profileIds.map((id, i) => [id, names[i] ?? ""])),
      waiting: new Set(
        bundle.profileIds.filter((id) => states.get(id) === "loading"),
      ),
    };
    this.entries.push(entry);
    this.tell(entry);
  }

  private publish(bundle: Bundle): void {
    if (this.untaken === null) this.parts.emit("bundle/changed", bundle);
    else this.untaken.set(bundle.id, bundle);
  }

  private tell(entry: Entry): void {
    const isDone = entry.waiting.size === 0;
    entry.bundle = { ...entry.bundle, isDone };
    this.publish(entry.bundle);
    if (isDone) this.entries.splice(this.entries.indexOf(entry), 1);
  }
}

function without({ profileIds }: Bundle, id: ProfileId): ProfileId[] {
  return profileIds.filter((other) => other !== id);
}

async function readComparison(
  path: string,
): Promise<Result<ComparisonFile, AppError>> {
  try {
    const { size } = await stat(path);
    if (size > MAX_COMPARISON_BYTES) {
      return err({
        code: "bad-comparison-file",
        problem: "not-a-comparison",
        field: "",
      });
    }
    return comparisonFromText(await readFile(path, "utf8"));
  } catch (error) {
    if (!(error instanceof Error) || !("code" in error)) throw error;
    return err({ code: "not-readable", reason: String(error.code) });
  }
}

async function missingOf(sides: readonly ComparisonSide[]): Promise<string[]> {
  const found = await Promise.all(
    sides.map(({ path }) =>
      stat(path).then(
        (stats) => stats.isFile(),
        () => false,
      ),
    ),
  );
  return sides.filter((_, i) => !found[i]).map(({ path }) => path);
}
