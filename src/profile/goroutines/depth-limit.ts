/**
 * Whether a goroutine profile's stack of `frameCount` frames was cut by the runtime: at 32 before Go
 * 1.23, at 128 from then on (leak-signatures.md section 7). Its root-most frame is not the entry.
 */
export function isDepthLimit(frameCount: number): boolean {
  return frameCount === 32 || frameCount === 128;
}
