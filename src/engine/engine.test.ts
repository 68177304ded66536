import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { InputError, KernelMemoryError } from '../errors.js';
import { Engine } from './engine.js';
import { Heap } from './heap.js';

const BUILDS = ['fma', 'simd', 'typescript', 'typescript-float64'] as const;
const MIB = 2 ** 20;

afterEach(() => vi.restoreAllMocks());

describe.each(BUILDS)('engines of the %s build', (build) => {
  it('share one memory and one instance of the kernels', async () => {
    const [one, other] = [await Engine.create(build), await Engine.create(build)];
    expect(other.kernels).toBe(one.kernels);
    expect(other.bytes(0, 1).buffer).toBe(one.bytes(0, 1).buffer);
    expect(other.allocateFloats(1)).not.toBe(one.allocateFloats(1));
  });

  it('have zeros at aligned addresses, also where others have written', async () => {
    const heap = await Heap.create(build);
    const neighbour = new Engine(heap);
    const kept = neighbour.allocateInts(5);
    neighbour.ints(kept, 5).set([1, 2, 3, 4, 5]);
    const addresses = new Set<number>();
    for (let round = 0; round < 3; round++) {
      const engine = new Engine(heap);
      for (const n of [1, 100, 0, 77_777]) {
        const views = [
          engine.floats(engine.allocateFloats(n), n),
          engine.doubles(engine.allocateDoubles(n), n),
          engine.ints(engine.allocateInts(n), n),
          engine.bytes(engine.allocateBytes(n), n),
        ];
        // Those of before a growth are not valid any more.
        for (const view of views.filter(({ buffer }) => buffer === heap.buffer())) {
          addresses.add(view.byteOffset);
          expect(view.byteOffset % 64).toBe(0);
          expect(view.every((value) => value === 0)).toBe(true);
          view.fill(7);
        }
      }
      engine.release();
    }
    // What was given back is what was given out again.
    expect(addresses.size).toBeLessThan(20);
    expect([...neighbour.ints(kept, 5)]).toEqual([1, 2, 3, 4, 5]);
  });

  it('keep what they hold while the memory grows for another', async () => {
    const heap = await Heap.create(build);
    const [one, other] = [new Engine(heap), new Engine(heap)];
    const address = one.allocateFloats(1000);
    one.floats(address, 1000).fill(1.5);
    const before = heap.buffer();
    other.allocateBytes(before.byteLength);
    expect(heap.buffer()).not.toBe(before);
    expect(one.floats(address, 1000).every((value) => value === 1.5)).toBe(true);
    expect(one.kernels.dot(1000, address, address)).toBe(2250);
  });

  it('cannot be used after their release', async () => {
    const engine = await Engine.create(build);
    const address = engine.allocateFloats(4);
    engine.release();
    engine.release();
    for (const use of [
      () => engine.kernels,
      () => engine.allocateFloats(1),
      () => engine.floats(address, 4),
      () => engine.ints(address, 4),
      () => engine.bytes(address, 4),
      () => engine.doubles(address, 4),
    ]) {
      expect(use).toThrow('has been released');
    }
  });

  it('do not let the memory grow by what is dropped without a release', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const heap = await Heap.create(build);
    const use = () => new Engine(heap).allocateBytes(4 * MIB);
    for (let i = 0; i < 20; i++) {
      use();
      collectGarbage();
      // Finalizers run in turns of the event loop.
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    expect(heap.buffer().byteLength).toBeLessThan(24 * MIB);
  });
});

describe('a memory that is not to be had', () => {
  it('is refused by name: beyond what WebAssembly addresses', async () => {
    const engine = new Engine(await Heap.create('simd'));
    for (const bytes of [2 ** 32, 2 ** 53, Number.POSITIVE_INFINITY]) {
      expect(() => engine.allocateBytes(bytes)).toThrow(InputError);
      expect(() => engine.allocateBytes(bytes)).toThrow(/4 GiB.*fewer columns/);
    }
    engine.allocateBytes(64);
  });

  it('is refused by name: what others have', async () => {
    const heap = await Heap.create('simd');
    const [one, other] = [new Engine(heap), new Engine(heap)];
    one.allocateBytes(3 * 2 ** 30);
    expect(() => other.allocateBytes(2 * 2 ** 30)).toThrow(KernelMemoryError);
    expect(() => other.allocateBytes(2 * 2 ** 30)).toThrow(/no room for 2048 MiB/);
    one.release();
    other.allocateBytes(MIB);
  });

  it('is refused by name: where there are no addresses left', async () => {
    vi.spyOn(WebAssembly, 'Memory').mockImplementation(function memory() {
      throw new RangeError('WebAssembly.Memory(): could not allocate memory');
    } as never);
    await expect(Heap.create('simd')).rejects.toThrow(KernelMemoryError);
    await expect(Heap.create('simd')).rejects.toThrow(/10 GiB of addresses.*ulimit -v/);
  });

  it('is refused by name: where the engine grows no further', async () => {
    const engine = new Engine(await Heap.create('simd'));
    vi.spyOn(WebAssembly.Memory.prototype, 'grow').mockImplementation(() => {
      throw new RangeError('WebAssembly.Memory.grow(): Unable to grow instance memory');
    });
    expect(() => engine.allocateBytes(100 * MIB)).toThrow(KernelMemoryError);
    expect(() => engine.allocateBytes(100 * MIB)).toThrow(/cannot grow to 10\d MiB/);
    vi.restoreAllMocks();
    engine.allocateBytes(100 * MIB);
  });

  it('is one for all engines', async () => {
    await Engine.create();
    const memory = vi.spyOn(WebAssembly, 'Memory');
    await Engine.create();
    expect(memory).not.toHaveBeenCalled();
  });
});
