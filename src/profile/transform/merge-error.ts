import type { ValueType } from "../profile.ts";

/** Why profiles can't be merged or compared. */
export type MergeError =
  /** No sample type (by name) is in all of them. */
  | {
      readonly code: "no-common-sample-types";
      readonly sampleTypes: readonly (readonly ValueType[])[];
    }
  /** Period types differ in name, or in units that don't convert. */
  | {
      readonly code: "incompatible-period-types";
      readonly first: ValueType;
      readonly second: ValueType;
    }
  /** A sample type has units that don't convert, or their number or names differ. */
  | {
      readonly code: "incompatible-sample-types";
      readonly first: readonly ValueType[];
      readonly second: readonly ValueType[];
    };
