/**
 * The kernels and their memory, shared by all engines of a thread: WebAssembly reserves 10 GiB of addresses for each
 * memory, which a process can afford once a thread but not once a model.
 */
import { InputError, KernelMemoryError } from '../errors.js';
import { timeSlices } from '../event-loop.js';
import {
  bestKernelBuild,
  type KernelBuild,
  type KernelInstance,
  type KernelModule,
  type Kernels,
  loadKernels,
} from '../kernels/load.js';
import { FreeRegions } from './free-regions.js';

const ALIGNMENT = 64;
/** The memory grows by at least so many bytes, and by an eighth: engines see each growth as a reason to collect garbage. */
const GROWTH = 2 ** 20;
/** The addresses of WASM end here. */
const MAXIMUM_BYTES = 2 ** 32 - 65536;

const aligned = (bytes: number) => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

const orphans = new FinalizationRegistry<HeapShare>((share) => share.release());

/** Those of this thread. */
const heaps = new Map<KernelBuild, Heap>();

export class Heap {
  readonly build: KernelBuild;
  readonly bytesPerFloat: 4 | 8;
  readonly kernels: Kernels;
  readonly #instance: KernelInstance;
  readonly #free = new FreeRegions();
  /** Nothing was written from here on: it is zero. */
  #untouched: number;
  #end: number;
  #hasGrown = false;

  private constructor({ build, bytesPerFloat, instantiate }: KernelModule) {
    this.build = build;
    this.bytesPerFloat = bytesPerFloat;
    this.#instance = instantiate(GROWTH);
    this.kernels = this.#instance.kernels;
    this.#untouched = aligned(this.#instance.firstFree);
    this.#end = this.buffer().byteLength;
    this.#free.give(this.#untouched, this.#end);
  }

  /**
   * A heap of one's own, where that of the thread will not do. Default build: the fastest that runs here.
   *
   * @throws KernelMemoryError when the engine has no room for its memory.
   */
  static async create(build?: KernelBuild): Promise<Heap> {
    return new Heap(await loadKernels(build));
  }

  /** As `create`, the same heap for all of this thread, which keeps it. */
  static async ofThread(build: KernelBuild = bestKernelBuild()): Promise<Heap> {
    const module = await loadKernels(build);
    const heap = heaps.get(build) ?? new Heap(module);
    heaps.set(build, heap);
    // What garbage had is given back in turns of the event loop, which a chain of short fits would never come to.
    if (heap.#hasGrown) await timeSlices().pause();
    heap.#hasGrown = false;
    return heap;
  }

  /** The memory. Growing replaces it, and leaves views of the old one empty or out of date. */
  buffer(): ArrayBuffer {
    return this.#instance.buffer();
  }

  /** A share for `owner`: given back when it is released, or at last when the owner is garbage. */
  share(owner: object): HeapShare {
    const share = new HeapShare(this);
    orphans.register(owner, share, share);
    return share;
  }

  /** For `HeapShare`: the address of so many zeroed bytes, for one that has `owned` already. */
  take(bytes: number, owned: number): number {
    const start = this.#free.take(bytes) ?? this.#takeFromGrowth(bytes, owned);
    const written = Math.min(start + bytes, this.#untouched);
    if (written > start) new Uint8Array(this.buffer(), start, written - start).fill(0);
    this.#untouched = Math.max(this.#untouched, start + bytes);
    return start;
  }

  /** For `HeapShare`: makes the bytes from `start` up to `end` free. */
  giveBack(start: number, end: number): void {
    this.#free.give(start, end);
  }

  #takeFromGrowth(bytes: number, owned: number): number {
    const start = this.#free.startOfTail(this.#end);
    if (start + bytes > MAXIMUM_BYTES) throw usedUp(owned + bytes);
    this.#instance.grow(
      Math.min(MAXIMUM_BYTES, Math.max(start + bytes, this.#end + GROWTH, (this.#end * 9) / 8)),
    );
    this.#free.give(this.#end, this.buffer().byteLength);
    this.#end = this.buffer().byteLength;
    this.#hasGrown = true;
    return this.#free.take(bytes) as number;
  }
}

/** @param bytes that one share would have */
function usedUp(bytes: number): InputError | KernelMemoryError {
  const size = `${Math.ceil(bytes / 2 ** 20)} MiB`;
  if (bytes > MAXIMUM_BYTES) {
    return new InputError(
      `more is needed than the 4 GiB that the memory of the kernels can hold (${size}): use fewer columns or rows, or a smaller batch size`,
    );
  }
  return new KernelMemoryError(
    `the memory of the kernels, 4 GiB for all models and trainings of a thread, has no room for one of ${size}: ` +
      'use fewer at a time, or use fewer columns or rows',
  );
}

/** What one owner has of a heap. */
export class HeapShare {
  readonly #blocks: [start: number, end: number][] = [];
  #bytes = 0;

  constructor(readonly heap: Heap) {}

  /** The address of n zeroed bytes, aligned to a cache line. */
  allocate(bytes: number): number {
    const size = aligned(Math.max(1, bytes));
    const start = this.heap.take(size, this.#bytes);
    this.#blocks.push([start, start + size]);
    this.#bytes += size;
    return start;
  }

  /** To be called once. */
  release(): void {
    orphans.unregister(this);
    for (const [start, end] of this.#blocks) this.heap.giveBack(start, end);
  }
}
