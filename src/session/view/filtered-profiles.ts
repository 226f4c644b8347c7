import { err, ok, type Result } from "#base/result.ts";
import {
  applyFilters,
  compileFilters,
  type FilterName,
} from "#analysis/filter/apply-filters.ts";
import { numLabelUnits } from "#analysis/report/label-units.ts";
import type { AppError } from "#contract/app-error.ts";
import {
  filterExpressions,
  filtersKey,
  type ViewFilters,
} from "#contract/view-filters.ts";
import type { Profile } from "#profile/profile.ts";
import type { ByteLru } from "./byte-lru.ts";
import { columnBytes } from "./column-bytes.ts";

/** A profile after filters. */
export interface FilteredProfile {
  readonly profile: Profile;
  /** Filters that met nothing. */
  readonly unmatched: readonly FilterName[];
  /** Names the filters; "" where none is on and the profile is the whole one. */
  readonly key: string;
}

/** A profile through filters: made once and kept as the budget says. */
export class FilteredProfiles {
  private readonly whole: FilteredProfile;
  private readonly wholeBytes: number;

  constructor(
    profile: Profile,
    private readonly kept: ByteLru<unknown>,
  ) {
    this.whole = { profile, unmatched: [], key: "" };
    this.wholeBytes = columnBytes(profile);
  }

  /** `cancelled` where `isWanted` says no on the way. */
  get(
    filters: ViewFilters,
    isWanted: () => boolean,
  ): Result<FilteredProfile, AppError> {
    const key = filtersKey(filters);
    if (key === "") return ok(this.whole);
    const keptKey = `filtered/${key}`;
    const known = this.kept.get(keptKey) as FilteredProfile | undefined;
    if (known !== undefined) return ok(known);
    const made = this.make(filters, key, isWanted);
    if (made.ok) this.kept.set(keptKey, made.value, this.bytesOf(made.value));
    return made;
  }

  private make(
    filters: ViewFilters,
    key: string,
    isWanted: () => boolean,
  ): Result<FilteredProfile, AppError> {
    const { profile } = this.whole;
    const compiled = compileFilters(
      filterExpressions(filters),
      numLabelUnits(profile),
    );
    if (!compiled.ok) {
      const { filter, pattern, message } = compiled.error;
      return err({ code: "bad-filter", filter, pattern, reason: message });
    }
    const filtered = applyFilters(profile, compiled.value, isWanted);
    return isWanted() ? ok({ ...filtered, key }) : err({ code: "cancelled" });
  }

  /** What it holds beside the columns it shares with the whole profile. */
  private bytesOf({ profile }: FilteredProfile): number {
    const both = columnBytes([this.whole.profile, profile]);
    return both - this.wholeBytes;
  }
}
