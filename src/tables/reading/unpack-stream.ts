/**
 * Unpacks gzip or Zstandard chunk by chunk and stops if the output is out of proportion to the input: a few kilobytes of a
 * "zip bomb" can unpack to terabytes.
 */
import { InputError } from '../../errors.js';
import { ALWAYS_BYTES } from './expansion.js';

/** A decompressor as a pair of web streams. */
export interface Decompressor {
  readonly readable: ReadableStream<Uint8Array>;
  readonly writable: WritableStream<BufferSource>;
}

export interface UnpackLimits {
  /** Maximum number of unpacked bytes; default 4 GiB. */
  readonly maxExpandedBytes?: number;
  /** Maximum ratio of output to input, checked beyond `ratioFromBytes`; default 200. */
  readonly maxRatio?: number;
  /** Output up to this size is always allowed; default 64 MiB. */
  readonly ratioFromBytes?: number;
}

/** Makes the decompressors that the platform has. */
export interface Decompressors {
  /**
   * For gzip. Default: the web's DecompressionStream, which stops at the end of the first member of a file made of
   * several.
   */
  readonly decompressor?: () => Decompressor;
  /** For Zstandard. Default: such files are refused. */
  readonly zstd?: () => Decompressor;
}

/** A slice of input, of which gzip unpacks no more than 64 MiB. */
const SLICE_BYTES = 1 << 16;
const GZIP_MAGIC = [0x1f, 0x8b];
const ZSTD_MAGIC = [0x28, 0xb5, 0x2f, 0xfd];

/** Whether `head` starts like a gzip file (RFC 1952). */
export function isGzip(head: Uint8Array): boolean {
  return startsWith(head, GZIP_MAGIC);
}

/** Whether `head` starts like a Zstandard file (RFC 8878). */
export function isZstd(head: Uint8Array): boolean {
  return startsWith(head, ZSTD_MAGIC);
}

function startsWith(head: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, i) => head[i] === byte);
}

/**
 * The bytes that a packed file, which starts with `head`, holds; undefined if it is neither gzip nor Zstandard. Throws
 * `InputError` as `unpackStream`, and for a Zstandard file without a decompressor.
 */
export function unpacked(
  head: Uint8Array,
  source: AsyncIterable<Uint8Array>,
  name: string,
  options: UnpackLimits & Decompressors,
): AsyncGenerator<Uint8Array, undefined> | undefined {
  if (isGzip(head)) return gunzip(source, name, options);
  if (!isZstd(head)) return undefined;
  if (options.zstd === undefined) {
    throw new InputError(
      `${name}: Zstandard files are read by Node from version 22.15 on: use that, unpack the file (zstd -d), or pack it with gzip`,
    );
  }
  return unpackStream(source, name, 'zstd', options.zstd(), options);
}

/** The unpacked bytes of a gzip stream; throws as `unpackStream`. */
export function gunzip(
  source: AsyncIterable<Uint8Array>,
  name: string,
  options: UnpackLimits & Decompressors = {},
): AsyncGenerator<Uint8Array, undefined> {
  const stream = options.decompressor?.() ?? new DecompressionStream('gzip');
  return unpackStream(source, name, 'gzip', stream, options);
}

/**
 * What `stream` makes of the bytes of `source`. Throws `InputError` for damaged or truncated data and for output
 * beyond a limit; errors of `source` itself are rethrown.
 *
 * @param format for messages
 */
async function* unpackStream(
  source: AsyncIterable<Uint8Array>,
  name: string,
  format: string,
  stream: Decompressor,
  limits: UnpackLimits,
): AsyncGenerator<Uint8Array, undefined> {
  const { maxExpandedBytes = 2 ** 32, maxRatio = 200, ratioFromBytes = ALWAYS_BYTES } = limits;
  const reader = stream.readable.getReader();
  const feed = new Feed(source, stream.writable.getWriter());
  const fed = feed.run();
  // A failure also occurs on the reading side; without this it could count as unhandled before it is awaited.
  fed.catch(() => undefined);
  let expanded = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      expanded += value.length;
      if (expanded > maxExpandedBytes) {
        throw new InputError(
          `${name}: the ${format} data unpacks to more than the limit of ${maxExpandedBytes} bytes; raise maxExpandedBytes (--max-expanded) if you trust the file`,
        );
      }
      if (expanded > ratioFromBytes && expanded > maxRatio * feed.consumed) {
        throw new InputError(
          `${name}: ${feed.consumed} bytes of ${format} data unpack to more than ${expanded} bytes, over the limit of ${maxRatio} to 1; unpack the file yourself if you trust it`,
        );
      }
      yield value;
    }
    await fed;
  } catch (error) {
    if (feed.sourceError !== undefined) throw feed.sourceError.error;
    if (error instanceof InputError) throw error;
    throw new InputError(
      `${name}: the ${format} data is damaged or cut off (${describe(error)}); fetch the file again, or unpack it yourself`,
    );
  } finally {
    feed.stop();
    // Needed only when stopped early; cancelling a stream that has already failed fails again.
    await reader.cancel().catch(() => undefined);
  }
}

/** Passes the packed bytes to the decompressor, and records which side failed. */
class Feed {
  /** Packed bytes passed so far. */
  consumed = 0;
  sourceError: { readonly error: unknown } | undefined;
  readonly #source: AsyncIterable<Uint8Array>;
  readonly #writer: WritableStreamDefaultWriter<BufferSource>;
  #stopped = false;

  constructor(source: AsyncIterable<Uint8Array>, writer: WritableStreamDefaultWriter<BufferSource>) {
    this.#source = source;
    this.#writer = writer;
    writer.closed.catch(() => undefined);
  }

  stop(): void {
    this.#stopped = true;
  }

  async run(): Promise<void> {
    const chunks = this.#source[Symbol.asyncIterator]();
    try {
      while (!this.#stopped) {
        const next = await this.#pull(chunks);
        if (next.done) return await this.#writer.close();
        for (let from = 0; from < next.value.length && !this.#stopped; from += SLICE_BYTES) {
          // Copied, because the source may reuse the chunk's memory once the next one is requested.
          const slice = next.value.slice(from, from + SLICE_BYTES);
          this.consumed += slice.length;
          await this.#writer.write(slice);
        }
      }
    } finally {
      await chunks.return?.();
    }
  }

  async #pull(chunks: AsyncIterator<Uint8Array>): Promise<IteratorResult<Uint8Array>> {
    try {
      return await chunks.next();
    } catch (error) {
      this.sourceError = { error };
      await this.#writer.abort(error);
      throw error;
    }
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
