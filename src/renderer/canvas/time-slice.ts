/** Longest stretch of work on the UI thread before input gets its turn. */
const SLICE_MILLIS = 10;

/** Resolves in a task of its own, after waiting input and frames. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      channel.port1.close();
      resolve();
    };
    channel.port2.postMessage(null);
  });
}

/**
 * Runs a generator to its end in slices of about 10 ms. Resolves to its result, or to null as soon
 * as `isCurrent` says that nobody wants it any more. Short work finishes before the first pause.
 */
export async function runSliced<T>(
  work: Generator<void, T>,
  isCurrent: () => boolean = () => true,
): Promise<T | null> {
  let sliceEnd = performance.now() + SLICE_MILLIS;
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    if (performance.now() < sliceEnd) continue;
    await nextTask();
    if (!isCurrent()) return null;
    sliceEnd = performance.now() + SLICE_MILLIS;
  }
}
