import { describe, expect, it } from 'vitest';
import { readTable } from './read-table.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const reason = new Error('enough');

/** Chunks of a table that aborts `controller` once three of them are out, and then goes on. */
async function* aborting(controller: AbortController, chunk: Uint8Array, count: { chunks: number }) {
  for (; count.chunks < 1000; count.chunks++) {
    if (count.chunks === 3) controller.abort(reason);
    yield chunk;
  }
}

describe('readTable with a signal', () => {
  it.each([
    ['csv', '1,2\n'],
    ['jsonl', '{"a":1}\n'],
    ['parquet', 'PAR1'],
  ] as const)('stops between two chunks: %s', async (format, chunk) => {
    const controller = new AbortController();
    const count = { chunks: 0 };
    const source = aborting(controller, bytes(chunk.repeat(100)), count);
    const reading = readTable(source, { format, signal: controller.signal });
    await expect(reading).rejects.toBe(reason);
    expect(count.chunks).toBe(3);
  });

  it('reads nothing where it is aborted already', async () => {
    const reading = readTable(bytes('a\n1\n'), { signal: AbortSignal.abort(reason) });
    await expect(reading).rejects.toBe(reason);
  });

  it('stops while it waits for a chunk that never comes, and lets go of the source', async () => {
    const controller = new AbortController();
    let isCancelled = false;
    const stream = new ReadableStream<Uint8Array>({
      start: (source) => source.enqueue(bytes('a,b\n'.repeat(100))),
      pull: () => new Promise(() => setTimeout(() => controller.abort(reason), 1)),
      cancel: () => {
        isCancelled = true;
      },
    });
    await expect(readTable(stream, { signal: controller.signal })).rejects.toBe(reason);
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(isCancelled).toBe(true);
  });

  it('lets a timer of the same thread stop it in the middle of bytes that are all there', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 0);
    const table = bytes(`a,b\n${'0.123456,0.25\n'.repeat(2_000_000)}`);
    await expect(readTable(table, { signal: controller.signal })).rejects.toBe(reason);
  });
});
