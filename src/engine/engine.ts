/** The kernels, and memory for one training or one fitted model: a share of this thread's heap, released as a whole. */
import type { KernelBuild, Kernels } from '../kernels/load.js';
import { Heap, type HeapShare } from './heap.js';

export class Engine {
  readonly build: KernelBuild;
  readonly bytesPerFloat: 4 | 8;
  #share: HeapShare | undefined;

  /** Uses a separate heap; `create` uses that of the thread. */
  constructor(heap: Heap) {
    this.build = heap.build;
    this.bytesPerFloat = heap.bytesPerFloat;
    this.#share = heap.share(this);
  }

  /**
   * Loads the kernels (default: the fastest available build).
   *
   * @throws KernelMemoryError if their memory cannot be allocated.
   */
  static async create(build?: KernelBuild): Promise<Engine> {
    return new Engine(await Heap.ofThread(build));
  }

  /** Releases all memory. Neither the engine nor anything that uses its addresses can be used afterwards. */
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

  /** The address of n zeroed 64-bit floats, in every build. */
  allocateDoubles(n: number): number {
    return this.allocateBytes(n * 8);
  }

  /** The address of n zeroed 32-bit integers. */
  allocateInts(n: number): number {
    return this.allocateBytes(n * 4);
  }

  /** @throws InputError if more is needed than WASM can address; KernelMemoryError if other engines leave too little */
  allocateBytes(bytes: number): number {
    return this.#live().allocate(bytes);
  }

  /**
   * A view of n floats. Like every view it is valid until the next allocation by any engine of the thread, hence
   * never beyond an `await`.
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

  /** A view of n 64-bit floats, in every build; valid as `floats`. */
  doubles(address: number, n: number): Float64Array {
    return new Float64Array(this.#buffer(), address, n);
  }

  #buffer(): ArrayBuffer {
    return this.#live().heap.buffer();
  }

  #live(): HeapShare {
    if (this.#share === undefined) throw new Error('this engine has been released');
    return this.#share;
  }
}
