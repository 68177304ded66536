import { readFileSync } from 'node:fs';
import { deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DamagedData } from '../../damage.js';
import { unpackDeflated, unpackGzip } from './inflate.js';
import { unpackLz4, unpackLz4Block } from './lz4.js';
import { unpackSnappy } from './snappy.js';
import { unpackZstd } from './zstd.js';

const source = readFileSync(new URL(import.meta.url));

/** Bytes with repetitions near and far. */
const repetitive = fc
  .array(fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 300 })), {
    maxLength: 8,
  })
  .map(
    (parts) => new Uint8Array(Buffer.concat(parts.flatMap(([piece, times]) => new Array(times).fill(piece)))),
  );

describe('unpackGzip and unpackDeflated', () => {
  it('give back what zlib packed, at any level and in several members', () => {
    fc.assert(
      fc.property(repetitive, fc.integer({ min: 0, max: 9 }), fc.nat(), (bytes, level, cut) => {
        expect(unpackDeflated(deflateRawSync(bytes, { level }), bytes.length)).toEqual(bytes);
        const at = cut % (bytes.length + 1);
        const members = [bytes.subarray(0, at), bytes.subarray(at)].map((part) => gzipSync(part, { level }));
        expect(unpackGzip(Buffer.concat(members), bytes.length)).toEqual(bytes);
      }),
    );
    expect(unpackDeflated(deflateRawSync(source), source.length)).toEqual(new Uint8Array(source));
  });

  it('refuse codes with more words than fit', () => {
    // A block with codes of its own: all 19 code lengths are 1 bit long.
    const bits = ['1', '01', '00000', '00000', '1111', ...new Array(19).fill('100')].join('');
    const packed = new Uint8Array(20);
    [...bits].forEach((bit, i) => {
      packed[i >> 3] |= Number(bit) << (i & 7);
    });
    expect(() => unpackDeflated(packed, 10)).toThrow(/too many words/);
  });
});

describe('all codecs', () => {
  const codecs = { unpackSnappy, unpackGzip, unpackDeflated, unpackLz4, unpackLz4Block, unpackZstd };
  const zstdHead = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58];

  it.each(Object.entries(codecs))('%s: any bytes end in exactly the size or in DamagedData', (_, unpack) => {
    const head = fc.constantFrom([], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0], zstdHead);
    fc.assert(
      fc.property(head, fc.uint8Array({ maxLength: 200 }), fc.nat(3000), (start, rest, size) => {
        try {
          expect(unpack(Uint8Array.from([...start, ...rest]), size)).toHaveLength(size);
        } catch (error) {
          expect(error).toBeInstanceOf(DamagedData);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('refuse to go back before the start and beyond the size', () => {
    expect(() => unpackSnappy(Uint8Array.from([8, 0, 97, 2 + (3 << 2), 2, 0]), 8)).toThrow(
      /data before its start/,
    );
    expect(unpackSnappy(Uint8Array.from([5, 0, 97, 2 + (3 << 2), 1, 0]), 5)).toEqual(
      new Uint8Array(5).fill(97),
    );
    expect(() => unpackSnappy(Uint8Array.from([5, 0, 97, 2 + (3 << 2), 1, 0]), 4)).toThrow(
      /longer than announced/,
    );
    expect(() => unpackSnappy(Uint8Array.from([5, 0, 97]), 5)).toThrow(/shorter than announced/);
    // A literal whose length has the highest bit set sent another reader backwards.
    expect(() => unpackSnappy(Uint8Array.from([5, 63 << 2, 0xfb, 0xff, 0xff, 0xff]), 5)).toThrow(DamagedData);
    expect(() => unpackLz4Block(Uint8Array.from([0x1f, 97, 2, 0, 255]), 300)).toThrow(/cut off/);
  });

  it('refuse a Zstandard block whose sequences make more than its bits tell', () => {
    // No literals, 98,047 sequences, one symbol for each code, all of them long: a block of 20 bytes.
    const block = [0, 255, 0xff, 0xff, 0x54, 35, 2, 52, 1];
    const packed = Uint8Array.from([...zstdHead, 1 | (2 << 1) | (block.length << 3), 0, 0, ...block]);
    expect(() => unpackZstd(packed, 2 ** 20)).toThrow(DamagedData);
  });
});
