/**
 * Tiles of sixteen columns, for engines that join registers to 256 bits, against those of eight: correct on any
 * engine, if slow, and the same to the last bit.
 */
import { describe, expect, it } from 'vitest';
import { normals } from '../../test/support/kernels/kernel-case.js';
import { Engine } from '../engine/engine.js';
import { Heap } from '../engine/heap.js';
import { RandomStream } from '../engine/random/random-stream.js';
import { expectWideRegisters, type Kernels } from './load.js';

/** [m, n, k]: tiles of six and four rows and less, of sixteen columns, eight and less, one and several blocks of k. */
const SHAPES = [
  [6, 16, 1],
  [4, 16, 9],
  [64, 64, 64],
  [64, 32, 617],
  [10, 40, 64],
  [13, 19, 130],
  [7, 23, 1025],
  [64, 16, 64],
  // B takes more than the 512 KB that are packed at once.
  [16, 251, 777],
] as const;

const narrow = new Engine(await Heap.create('fma'));
expectWideRegisters();
const wide = new Engine(await Heap.create('fma'));

/** What `run` leaves in the last of the arrays. */
function result(
  engine: Engine,
  arrays: readonly Float32Array[],
  run: (kernels: Kernels, addresses: readonly number[]) => void,
): Float32Array {
  const views = arrays.map((array) => ({ at: engine.allocateFloats(array.length), array }));
  for (const { at, array } of views) engine.floats(at, array.length).set(array);
  run(
    engine.kernels,
    views.map(({ at }) => at),
  );
  const { at, array } = views.at(-1) as (typeof views)[number];
  return Float32Array.from(engine.floats(at, array.length));
}

describe.each(SHAPES)('a product of %i x %i over %i', (m, n, k) => {
  const random = new RandomStream(1, 'wide');
  const a = normals(random, m * k);
  const b = normals(random, k * n);
  const bias = normals(random, n);
  const c = normals(random, m * n);

  it.each([
    [false, false],
    [false, true],
    [true, false],
    [true, true],
  ])('has the same bits (A transposed: %s, B transposed: %s)', (transposeA, transposeB) => {
    for (const from of ['zero', 'bias', 'C']) {
      const both = [narrow, wide].map((engine) =>
        result(engine, [a, b, bias, c], (kernels, [atA, atB, atBias, atC]) =>
          kernels.gemm(
            transposeA,
            transposeB,
            m,
            n,
            k,
            atA as number,
            transposeA ? m : k,
            atB as number,
            transposeB ? k : n,
            atC as number,
            n,
            from === 'bias' ? (atBias as number) : 0,
            from === 'C',
          ),
        ),
      );
      expect(both[0], from).not.toEqual(c);
      expect(both[1], from).toEqual(both[0]);
    }
  });

  it('has the same bits of a packed B, and of the rows with themselves', () => {
    const packed = new Float32Array(narrow.kernels.packedBFloats(n, k));
    const [products, grams] = [
      [narrow, wide].map((engine) =>
        result(engine, [a, b, bias, packed, c], (kernels, [atA, atB, atBias, atPacked, atC]) => {
          kernels.packB(false, n, k, atB as number, n, atPacked as number);
          kernels.gemmPacked(
            m,
            n,
            k,
            atA as number,
            k,
            atPacked as number,
            atC as number,
            n,
            atBias as number,
          );
        }),
      ),
      [narrow, wide].map((engine) =>
        result(engine, [a, new Float32Array(m * m)], (kernels, [atA, atC]) =>
          kernels.gramRows(m, k, atA as number, k, atC as number, m),
        ),
      ),
    ] as const;
    expect(products[1]).toEqual(products[0]);
    expect(grams[1]).toEqual(grams[0]);
  });
});
