import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lineBlocks } from './line-blocks.js';

async function* chunksOf(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let start = 0;
  for (let i = 0; start < bytes.length; i++) {
    const end = start + sizes[i % sizes.length];
    yield bytes.subarray(start, end);
    start = end;
  }
}

async function linesOf(chunks: AsyncIterable<Uint8Array>): Promise<string[]> {
  const lines: string[] = [];
  for await (const block of lineBlocks(chunks)) lines.push(...block);
  return lines;
}

it('gives the same lines however the bytes are cut', async () => {
  const text = fc.array(fc.string({ unit: fc.constantFrom('a', 'ä', '👍', ' ', '\r') }), { maxLength: 30 });
  const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 });
  await fc.assert(
    fc.asyncProperty(text, sizes, async (lines, cut) => {
      const all = [...lines, 'last'];
      expect(await linesOf(chunksOf(new TextEncoder().encode(all.join('\n')), cut))).toEqual(all);
    }),
    { numRuns: 50 },
  );
});

it('refuses a line without end before it fills the memory', async () => {
  let sent = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) {
      sent++;
      yield new Uint8Array(2 ** 16).fill(0x61);
    }
  }
  await expect(linesOf(endless())).rejects.toThrow('a line has more than 1048576 bytes');
  expect(sent).toBeLessThan(20);
});
