import type { ByteBudget } from "../../base/byte-budget.ts";
import { err, ok, type Result } from "../../base/result.ts";
import type { DecodeError } from "./decode-error.ts";
import { decodeProfile, type DecodedProfile } from "./decode-profile.ts";

/** How a profile is decoded. All parts are optional. */
export interface DecodeOptions {
  /** Asked before columns grow. Default: no limit. */
  readonly budget?: ByteBudget;
  /** Polled per chunk. Default: never. */
  readonly isCancelled?: () => boolean;
  /** Columns in `SharedArrayBuffer`s, for crossing threads without a copy. Default false. */
  readonly shareMemory?: boolean;
}

/** Decodes a pprof protobuf that comes in chunks. */
export class ProfileDecoder {
  private readonly chunks: Uint8Array[] = [];
  private length = 0;

  constructor(private readonly options: DecodeOptions = {}) {}

  /** Takes the next bytes; the chunk may be reused after the call. */
  push(chunk: Uint8Array): Result<void, DecodeError> {
    if (this.options.isCancelled?.() === true)
      return err({ code: "cancelled" });
    this.chunks.push(chunk.slice());
    this.length += chunk.length;
    return ok(undefined);
  }

  /** The profile, after the last chunk. */
  finish(): Result<DecodedProfile, DecodeError> {
    const bytes = new Uint8Array(this.length);
    let at = 0;
    for (const chunk of this.chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    return decodeProfile(bytes);
  }
}
