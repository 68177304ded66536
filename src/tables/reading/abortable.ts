/** Makes a byte stream abortable; it pauses for the event loop, so that a signal can arrive. */
import { timeSlices } from '../../event-loop.js';

const PIECE_BYTES = 1 << 20;

/**
 * The same bytes in pieces of at most 1 MiB, with regular pauses for the event loop. Throws the signal's reason once it
 * is aborted, even while the next chunk is awaited.
 */
export async function* abortable(
  chunks: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, undefined> {
  const iterator = chunks[Symbol.asyncIterator]();
  const slices = timeSlices();
  let isDone = false;
  try {
    for (;;) {
      signal?.throwIfAborted();
      const next = await unlessAborted(iterator.next(), signal);
      if (next.done) {
        isDone = true;
        return;
      }
      for (let from = 0; from < next.value.length; from += PIECE_BYTES) {
        if (slices.due()) await slices.pause();
        signal?.throwIfAborted();
        yield next.value.subarray(from, from + PIECE_BYTES);
      }
    }
  } finally {
    // Not awaited: a source that hangs in `next` answers `return` only after that.
    if (!isDone) void iterator.return?.()?.catch(() => undefined);
  }
}

function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
