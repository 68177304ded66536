/**
 * The kernels and their memory, shared by all engines of a thread: WebAssembly reserves 10 GiB of addresses for each
 * memory, which a process can afford per thread but not per model.
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
  type SharedKernels,
} from '../kernels/load.js';
import { FreeRegions } from './free-regions.js';

const ALIGNMENT = 64;
/**
 * The memory grows by at least this many bytes, and by an eighth, because each growth may trigger a garbage
 * collection.
 */
const GROWTH = 2 ** 20;
/** The limit of WASM addresses. */
const MAXIMUM_BYTES = 2 ** 32 - 65536;

const aligned = (bytes: number) => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

const orphans = new FinalizationRegistry<HeapShare>((share) => share.release());

/** The heaps of this thread, by build and whether other threads can use them. */
const heaps = new Map<string, Heap>();

export class Heap {
  readonly build: KernelBuild;
  readonly bytesPerFloat: 4 | 8;
  readonly kernels: Kernels;
  readonly #instance: KernelInstance;
  readonly #free = new FreeRegions();
  /** Memory from here on is unwritten, hence zero. */
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
   * A separate heap. Default build: the fastest available.
   *
   * @throws KernelMemoryError if its memory cannot be allocated.
   */
  static async create(build?: KernelBuild): Promise<Heap> {
    return new Heap(await loadKernels(build));
  }

  /**
   * Like `create`, but returns the heap that all engines of this thread use.
   *
   * @param isShared whether other threads can use the memory as well; only if `canShareKernels`
   */
  static async ofThread(build: KernelBuild = bestKernelBuild(), isShared = false): Promise<Heap> {
    const module = await loadKernels(build, isShared);
    const key = `${build} ${isShared}`;
    const heap = heaps.get(key) ?? new Heap(module);
    heaps.set(key, heap);
    // Finalisers, which free memory of collected engines, run only when the event loop does: let it run.
    if (heap.#hasGrown) await timeSlices().pause();
    heap.#hasGrown = false;
    return heap;
  }

  /** For other threads; undefined unless the memory is shared. */
  get shared(): SharedKernels | undefined {
    return this.#instance.shared;
  }

  /** No other engine will use this heap. */
  abandon(): void {
    for (const [key, heap] of heaps) if (heap === this) heaps.delete(key);
  }

  /** The memory. Growing replaces it; views of the old one become empty or stale. */
  buffer(): ArrayBuffer {
    return this.#instance.buffer();
  }

  /** A share for `owner`: freed when it is released, or when the owner is garbage collected. */
  share(owner: object): HeapShare {
    const share = new HeapShare(this);
    orphans.register(owner, share, share);
    return share;
  }

  /** For `HeapShare`: allocates zeroed bytes for a share that already has `owned`. */
  take(bytes: number, owned: number): number {
    const start = this.#free.take(bytes) ?? this.#takeFromGrowth(bytes, owned);
    const written = Math.min(start + bytes, this.#untouched);
    if (written > start) new Uint8Array(this.buffer(), start, written - start).fill(0);
    this.#untouched = Math.max(this.#untouched, start + bytes);
    return start;
  }

  /** For `HeapShare`: frees the bytes from `start` up to `end`. */
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

/** @param bytes size of the share with the new allocation */
function usedUp(bytes: number): InputError | KernelMemoryError {
  const size = `${Math.ceil(bytes / 2 ** 20)} MiB`;
  if (bytes > MAXIMUM_BYTES) {
    return new InputError(
      `${size} are needed, but the memory of the kernels is limited to 4 GiB: use fewer columns or rows, or a smaller batch size`,
    );
  }
  return new KernelMemoryError(
    `the memory of the kernels, 4 GiB for all models and trainings of a thread, has no room for ${size}: ` +
      'use fewer models at a time, or fewer columns or rows',
  );
}

/** The part of a heap that belongs to one owner. */
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

  /** Must be called only once. */
  release(): void {
    orphans.unregister(this);
    for (const [start, end] of this.#blocks) this.heap.giveBack(start, end);
  }
}
