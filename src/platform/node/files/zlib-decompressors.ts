/**
 * zlib as a pair of web streams. Unlike the web's own, it reads files of several members, as `cat a.gz b.gz` and bgzip
 * make them. `Duplex.toWeb` is not used: if its readable side is cancelled while data is on the way, it throws an error
 * that cannot be caught (Node 20), and the process ends.
 */
import type { Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import type { Decompressor } from '../../../tables/reading/unpack-stream.js';

export function zlibGunzip(): Decompressor {
  return asWebStreams(zlib.createGunzip());
}

/** Undefined in a Node before 22.15, which has no Zstandard. */
export const zlibZstd: (() => Decompressor) | undefined = zstdDecompressor();

function zstdDecompressor(): (() => Decompressor) | undefined {
  const { createZstdDecompress: create } = zlib as { readonly createZstdDecompress?: () => Unpacking };
  return create && (() => asWebStreams(create(), refuseFurtherFrames));
}

/** Node's stream ends with the first frame, and what follows in the same piece would be lost without an error. */
function refuseFurtherFrames({ bytesWritten }: Unpacking, given: number): void {
  if (bytesWritten < given) throw new Error('something follows its first frame');
}

type Unpacking = Transform & { readonly bytesWritten: number };

/** @param checkTaken called with the number of bytes given so far, before further ones and at the end */
function asWebStreams(
  unpacking: Unpacking,
  checkTaken: (unpacking: Unpacking, given: number) => void = () => {},
): Decompressor {
  let given = 0;
  const chunks: AsyncIterator<Uint8Array> = unpacking[Symbol.asyncIterator]();
  // Errors reach both sides through the calls below; without a listener they would end the process first.
  unpacking.on('error', () => undefined);

  /** Settles with `start`'s callback, or fails once zlib is closed, after which no callback comes. */
  const unlessClosed = (start: (done: (error?: Error | null) => void) => void): Promise<void> =>
    new Promise((resolve, reject) => {
      const closed = () => {
        // Zeros that fill up the last block, as tapes and some tools write them, are not a member: zlib ends before them.
        if (unpacking.readableEnded) resolve();
        else reject(unpacking.errored ?? new Error('stopped'));
      };
      if (unpacking.destroyed) return closed();
      unpacking.once('close', closed);
      start((error) => {
        unpacking.off('close', closed);
        if (error) reject(error);
        else resolve();
      });
    });

  return {
    readable: new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          const { done, value } = await chunks.next();
          if (done) controller.close();
          else controller.enqueue(value);
        },
        cancel: () => void unpacking.destroy(),
      },
      { highWaterMark: 0 },
    ),
    writable: new WritableStream<BufferSource>({
      write: (chunk) => {
        checkTaken(unpacking, given);
        given += chunk.byteLength;
        return unlessClosed((done) => unpacking.write(chunk, done));
      },
      close: () => {
        checkTaken(unpacking, given);
        return unlessClosed((done) => unpacking.end(() => done()));
      },
      abort: () => void unpacking.destroy(),
    }),
  };
}
