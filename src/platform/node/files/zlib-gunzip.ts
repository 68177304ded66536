/**
 * zlib as a pair of web streams. Unlike the web's own, it reads files of several members, as `cat a.gz b.gz` and bgzip
 * make them. `Duplex.toWeb` is not used: if its readable side is cancelled while data is on the way, it throws an error
 * that cannot be caught (Node 20), and the process ends.
 */
import { createGunzip } from 'node:zlib';
import type { GzipDecompressor } from '../../../tables/reading/gunzip.js';

export function zlibGunzip(): GzipDecompressor {
  const gunzip = createGunzip();
  const chunks: AsyncIterator<Uint8Array> = gunzip[Symbol.asyncIterator]();
  // Errors reach both sides through the calls below; without a listener they would end the process first.
  gunzip.on('error', () => undefined);

  /** Settles with `start`'s callback, or fails once zlib is closed, after which no callback comes. */
  const unlessClosed = (start: (done: (error?: Error | null) => void) => void): Promise<void> =>
    new Promise((resolve, reject) => {
      const closed = () => {
        // Zeros that fill up the last block, as tapes and some tools write them, are not a member: zlib ends before them.
        if (gunzip.readableEnded) resolve();
        else reject(gunzip.errored ?? new Error('stopped'));
      };
      if (gunzip.destroyed) return closed();
      gunzip.once('close', closed);
      start((error) => {
        gunzip.off('close', closed);
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
        cancel: () => void gunzip.destroy(),
      },
      { highWaterMark: 0 },
    ),
    writable: new WritableStream<BufferSource>({
      write: (chunk) => unlessClosed((done) => gunzip.write(chunk, done)),
      close: () => unlessClosed((done) => gunzip.end(() => done())),
      abort: () => void gunzip.destroy(),
    }),
  };
}
