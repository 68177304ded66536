/**
 * The kernels, and memory for one training or one fitted model: a share of the heap of this thread, which is given back
 * as a whole.
 */
import type { KernelBuild, Kernels } from '../kernels/load.js';
import { Heap, type HeapShare } from './heap.js';

export class Engine {
  readonly build: KernelBuild;
  readonly bytesPerFloat: 4 | 8;
  #share: HeapShare | undefined;

  /** On a heap of one's own; `create` takes that of the thread. */
  constructor(heap: Heap) {
    this.build = heap.build;
    this.bytesPerFloat = heap.bytesPerFloat;
    this.#share = heap.share(this);
  }

  /**
   * Loads the kernels (default: the fastest build that runs here).
   *
   * @throws KernelMemoryError when there is no room for their memory.
   */
  static async create(build?: KernelBuild): Promise<Engine> {
    return new Engine(await Heap.ofThread(build));
  }

  /** Gives all memory back. The engine cannot be used any more, nor what was made of its addresses. */
  release(): void {
    this.#share?.release();
    this.#share = undefined;
  }

  get kernels(): Kernels {
    return this.#live().heap.kernels;
  }

  /** The address of n zeroed floats, aligned to a cache line. */
  allocateFloats(n: number): number {
    return this.allocateBytes(n * this.bytesPerFloat);
  }

  /** The address of n zeroed 64-bit floats, whatever the floats of the build are. */
  allocateDoubles(n: number): number {
    return this.allocateBytes(n * 8);
  }

  /** The address of n zeroed 32-bit integers. */
  allocateInts(n: number): number {
    return this.allocateBytes(n * 4);
  }

  /**
   * @throws InputError when more is needed than WASM can address, KernelMemoryError when there is no room for it beside
   *   what other engines have.
   */
  allocateBytes(bytes: number): number {
    return this.#live().allocate(bytes);
  }

  /**
   * A view of n floats. Like every view it is valid until the next allocation by any engine of the thread, so never
   * beyond an `await`.
   */
  floats(address: number, n: number): Float32Array | Float64Array {
    const buffer = this.#buffer();
    return this.bytesPerFloat === 4
      ? new Float32Array(buffer, address, n)
      : new Float64Array(buffer, address, n);
  }

  /** A view of n integers; valid as `floats`. */
  ints(address: number, n: number): Int32Array {
    return new Int32Array(this.#buffer(), address, n);
  }

  /** A view of n bytes; valid as `floats`. */
  bytes(address: number, n: number): Uint8Array {
    return new Uint8Array(this.#buffer(), address, n);
  }

  /** A view of n 64-bit floats, whatever the build; valid as `floats`. */
  doubles(address: number, n: number): Float64Array {
    return new Float64Array(this.#buffer(), address, n);
  }

  #buffer(): ArrayBuffer {
    return this.#live().heap.buffer();
  }

  #live(): HeapShare {
    if (this.#share === undefined) throw new Error('this engine has given its memory back');
    return this.#share;
  }
}
