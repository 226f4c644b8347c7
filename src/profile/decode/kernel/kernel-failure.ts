import type { DecodeError, MalformedReason } from "../decode-error.ts";

/** Reasons by the numbers of tools/decoder-kernel/assembly/failure.ts. */
const REASONS: readonly MalformedReason[] = [
  "truncated-message",
  "bad-varint",
  "bad-wire-type",
  "length-past-end",
  "no-sample-type",
  "string-table-first-not-empty",
  "string-index-out-of-range",
  "zero-id",
  "duplicate-id",
  "unknown-location",
  "unknown-function",
  "value-count-mismatch",
];
const CONCATENATED = 12;

/** Reasons whose detail says nothing. */
const WITHOUT_DETAIL: ReadonlySet<MalformedReason> = new Set<MalformedReason>([
  "truncated-message",
  "bad-varint",
  "no-sample-type",
  "string-table-first-not-empty",
  "zero-id",
]);

/** Thrown by the host functions of the kernel to leave it; never leaves the decoder. */
export class KernelFailure extends Error {
  override readonly name = "KernelFailure";

  constructor(readonly decodeError: DecodeError) {
    super(decodeError.code);
  }
}

/** The error for what the kernel says of itself. */
export function kernelFailure(
  number: number,
  offset: number,
  detail: bigint,
  limitBytes: number,
): KernelFailure {
  if (number === CONCATENATED) {
    return new KernelFailure({ code: "concatenated-profiles", offset });
  }
  const reason = REASONS.at(number);
  if (reason === undefined) {
    const neededBytes = Number(BigInt.asUintN(64, detail));
    return new KernelFailure({ code: "over-budget", neededBytes, limitBytes });
  }
  return new KernelFailure({
    code: "malformed-profile",
    reason,
    offset,
    detail: WITHOUT_DETAIL.has(reason)
      ? ""
      : BigInt.asUintN(64, detail).toString(),
  });
}
