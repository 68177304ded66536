import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { failure } from '../../../test/support/reading.js';
import { readTable } from './read-table.js';
import { gunzip, type UnpackLimits } from './unpack-stream.js';

const csv = `a,b\n${Array.from({ length: 20_000 }, (_, i) => `${i},${Math.imul(i, 2654435761)}`).join('\n')}\n`;

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array, undefined> {
  const reused = new Uint8Array(size);
  for (let at = 0; at < bytes.length; at += size) {
    const piece = bytes.subarray(at, at + size);
    reused.set(piece);
    yield reused.subarray(0, piece.length);
  }
}

async function unpackedLength(source: AsyncIterable<Uint8Array>, limits?: UnpackLimits): Promise<number> {
  let length = 0;
  for await (const chunk of gunzip(source, 'x.gz', limits)) length += chunk.length;
  return length;
}

describe('gunzip', () => {
  it('reads a gzipped table like the plain one, known by its bytes and not by its name', async () => {
    const packed = gzipSync(csv);
    const plain = await readTable(new TextEncoder().encode(csv));
    expect(await readTable(packed)).toEqual(plain);
    expect(await readTable(inPieces(packed, 17))).toEqual(plain);
  });

  it('refuses truncated and corrupt data', async () => {
    const packed = gzipSync(csv);
    expect(await failure(readTable(packed.subarray(0, packed.length - 20), { name: 't.csv.gz' }))).toMatch(
      /^t\.csv\.gz: the gzip data is damaged or cut off/,
    );
    const corrupt = Uint8Array.from(packed);
    corrupt.fill(0xff, 2000, 2100);
    expect(await failure(readTable(corrupt))).toMatch(/damaged or cut off/);
    expect(await failure(readTable(new Uint8Array([0x1f, 0x8b])))).toMatch(/damaged or cut off/);
  });

  it('stops a bomb at the cap on its size', async () => {
    const bomb = gzipSync(new Uint8Array(1 << 23).fill(65));
    expect(await failure(unpackedLength(inPieces(bomb, 4096), { maxExpandedBytes: 1 << 20 }))).toMatch(
      /x\.gz: .*limit of 1048576 bytes/,
    );
    expect(await failure(readTable(bomb, { maxExpandedBytes: 1 << 20 }))).toMatch(/raise maxExpandedBytes/);
  });

  it('stops a bomb at the cap on its ratio, and lets the same ratio pass below the threshold', async () => {
    const bomb = gzipSync(new Uint8Array(1 << 23).fill(65));
    const refused = unpackedLength(inPieces(bomb, 4096), { ratioFromBytes: 1 << 20 });
    expect(await failure(refused)).toMatch(/over the limit of 200 to 1/);
    expect(await unpackedLength(inPieces(bomb, 4096), { ratioFromBytes: 1 << 24 })).toBe(1 << 23);
  });

  it("passes the source's own error on", async () => {
    async function* failing() {
      yield gzipSync(csv).subarray(0, 100);
      throw new RangeError('the network went away');
    }
    await expect(unpackedLength(failing())).rejects.toThrow(new RangeError('the network went away'));
  });

  it('lets go of the source when the reader of the table stops early', async () => {
    let released = false;
    const packed = gzipSync(`a,b\n1,2\n3\n${Array.from({ length: 1e5 }, (_, i) => `${i}\n`).join('')}`);
    async function* endless() {
      try {
        for (let from = 0; ; from = (from + 64) % packed.length) yield packed.subarray(from, from + 64);
      } finally {
        released = true;
      }
    }
    expect(await failure(readTable(endless()))).toMatch(/line 3: expected 2 cells/);
    await expect.poll(() => released).toBe(true);
  });
});
