/** Lines of a stream of bytes, as they come. */
import { isUtf8 } from 'node:buffer';
import { ServiceError } from '../errors/service-error.js';

/** A longer line is refused: 1 MiB. */
const MOST_LINE_BYTES = 2 ** 20;
/** Lines are handed on in at most so many. */
const BLOCK_LINES = 1024;
const LINE_FEED = 0x0a;

/**
 * The lines without their ends, in blocks: those that are complete in what has arrived. Holds one line and one chunk at most.
 *
 * @throws ServiceError for a line that is too long or not UTF-8
 */
export async function* lineBlocks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  let open: Uint8Array[] = [];
  let openBytes = 0;
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(LINE_FEED);
    if (end >= 0) {
      yield* blocksOf(Buffer.concat([...open, chunk.subarray(0, end)]));
      open = [];
      openBytes = 0;
    }
    const rest = chunk.subarray(end + 1);
    if (rest.length === 0) continue;
    open.push(rest);
    openBytes += rest.length;
    if (openBytes > MOST_LINE_BYTES) {
      throw new ServiceError(
        'too_large',
        `a line has more than ${MOST_LINE_BYTES} bytes: write one JSON object per line`,
      );
    }
  }
  if (openBytes > 0) yield* blocksOf(Buffer.concat(open));
}

function* blocksOf(bytes: Buffer): Generator<string[]> {
  if (!isUtf8(bytes)) throw new ServiceError('bad_request', 'the body is not UTF-8: send JSON in UTF-8');
  const lines = bytes.toString('utf8').split('\n');
  for (let start = 0; start < lines.length; start += BLOCK_LINES) {
    yield lines.slice(start, start + BLOCK_LINES);
  }
}
