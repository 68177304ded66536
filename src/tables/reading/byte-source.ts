/** Converts every kind of input to a stream of byte chunks. */
import { InputError } from '../../errors.js';

/** A file's bytes, a fetch body, a browser's File, or any async iterable of byte chunks. */
export type ByteSource = Uint8Array | AsyncIterable<Uint8Array> | ReadableStream<Uint8Array> | Blob;

const PIECE_BYTES = 1 << 20;

/**
 * The chunks of any source; each must be consumed before the next one is requested, so that its memory can be reused. Throws `InputError` for anything else, and for chunks that are not bytes. A stream is cancelled
 * once `signal` is aborted, even while it is silent.
 */
export async function* byteChunks(
  source: ByteSource,
  name: string,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, undefined> {
  for await (const chunk of rawChunks(source, name, signal)) {
    if (!(chunk instanceof Uint8Array)) {
      throw new InputError(
        `${name}: the stream gives ${typeof chunk} chunks; give bytes (Uint8Array), without an encoding set`,
      );
    }
    if (chunk.length > 0) yield chunk;
  }
}

function rawChunks(source: ByteSource, name: string, signal?: AbortSignal): AsyncIterable<Uint8Array> {
  if (source instanceof Uint8Array) return pieces(source);
  if (typeof Blob !== 'undefined' && source instanceof Blob) return streamChunks(source.stream(), signal);
  if (typeof source === 'object' && source !== null) {
    // Not every browser supports iteration of a ReadableStream, so it is read by its reader.
    if ('getReader' in source) return streamChunks(source, signal);
    if (Symbol.asyncIterator in source) return source;
  }
  throw new InputError(
    `${name}: cannot read from a ${typeof source}; give a Uint8Array, a Blob, a ReadableStream or an async iterable of bytes`,
  );
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array, undefined> {
  for (let from = 0; from < bytes.length; from += PIECE_BYTES) yield bytes.subarray(from, from + PIECE_BYTES);
}

async function* streamChunks(
  stream: ReadableStream<Uint8Array>,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, undefined> {
  const reader = stream.getReader();
  const cancel = () => void reader.cancel(signal?.reason).catch(() => undefined);
  signal?.addEventListener('abort', cancel, { once: true });
  let finished = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      finished = done;
      if (done) return;
      yield value;
    }
  } finally {
    signal?.removeEventListener('abort', cancel);
    if (!finished) await reader.cancel().catch(() => undefined);
    reader.releaseLock();
  }
}

/** The first bytes of a stream, at least `wanted` unless it is shorter, and the whole stream again. */
export async function peek(
  chunks: AsyncIterable<Uint8Array>,
  wanted: number,
): Promise<{ head: Uint8Array; all: AsyncIterable<Uint8Array> }> {
  const iterator = chunks[Symbol.asyncIterator]();
  let head = new Uint8Array(0);
  while (head.length < wanted) {
    const { done, value } = await iterator.next();
    if (done) break;
    head = concatenate([head, value], head.length + value.length);
  }
  async function* all(): AsyncGenerator<Uint8Array, undefined> {
    try {
      if (head.length > 0) yield head;
      for (;;) {
        const { done, value } = await iterator.next();
        if (done) return;
        yield value;
      }
    } finally {
      await iterator.return?.();
    }
  }
  return { head, all: all() };
}

/** All bytes of a stream in one array. Throws `InputError` beyond `most` bytes. */
export async function collectBytes(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  most: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > most) {
      throw new InputError(
        `${name}: the file is larger than the memory limit of ${most} bytes; raise memoryLimitBytes (--memory-limit)`,
      );
    }
    parts.push(chunk.slice());
  }
  return concatenate(parts, length);
}

function concatenate(parts: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
