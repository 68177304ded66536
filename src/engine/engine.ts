/**
 * One memory and the kernels that work on it. Memory is handed out once and never given back: an engine
 * lives as long as one training or one fitted model.
 */
import { InputError } from '../errors.js';
import { type KernelBuild, type KernelInstance, type Kernels, loadKernels } from '../kernels/load.js';

const ALIGNMENT = 64;
/** Growing in steps of this many bytes keeps the copies of the plain build few. */
const GROWTH = 1 << 20;
/** The addresses of WASM end here. */
const MAXIMUM_BYTES = 2 ** 32 - 65536;

export class Engine {
  readonly build: KernelBuild;
  readonly bytesPerFloat: 4 | 8;
  readonly kernels: Kernels;
  readonly #instance: KernelInstance;
  #next: number;
  #end: number;

  private constructor(build: KernelBuild, bytesPerFloat: 4 | 8, instance: KernelInstance) {
    this.build = build;
    this.bytesPerFloat = bytesPerFloat;
    this.kernels = instance.kernels;
    this.#instance = instance;
    this.#next = Math.ceil(instance.firstFree / ALIGNMENT) * ALIGNMENT;
    this.#end = instance.buffer().byteLength;
  }

  /** Loads the kernels (default: the fastest build this engine can run) with a memory of their own. */
  static async create(build?: KernelBuild): Promise<Engine> {
    const module = await loadKernels(build);
    return new Engine(module.build, module.bytesPerFloat, module.instantiate(GROWTH));
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

  /** Throws `InputError` when the memory that WASM can address is used up. */
  allocateBytes(bytes: number): number {
    const address = this.#next;
    const next = address + Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
    if (next > MAXIMUM_BYTES) {
      throw new InputError(
        `more is needed than the 4 GiB that the memory of the kernels can hold (${next} bytes): use fewer columns or rows, or a smaller batch size`,
      );
    }
    if (next > this.#end) {
      this.#instance.grow(Math.min(MAXIMUM_BYTES, next + GROWTH));
      this.#end = this.#instance.buffer().byteLength;
    }
    this.#next = next;
    return address;
  }

  /** A view of n floats; valid until the next allocation. */
  floats(address: number, n: number): Float32Array | Float64Array {
    const buffer = this.#instance.buffer();
    return this.bytesPerFloat === 4
      ? new Float32Array(buffer, address, n)
      : new Float64Array(buffer, address, n);
  }

  /** A view of n integers; valid until the next allocation. */
  ints(address: number, n: number): Int32Array {
    return new Int32Array(this.#instance.buffer(), address, n);
  }

  /** A view of n bytes; valid until the next allocation. */
  bytes(address: number, n: number): Uint8Array {
    return new Uint8Array(this.#instance.buffer(), address, n);
  }

  /** A view of n 64-bit floats, whatever the build; valid until the next allocation. */
  doubles(address: number, n: number): Float64Array {
    return new Float64Array(this.#instance.buffer(), address, n);
  }
}
