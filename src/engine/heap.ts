/**
 * The kernels and their memory, shared by all engines of a thread: WebAssembly reserves 10 GiB of addresses for each
 * memory, which a process can afford once a thread but not once a model.
 */
import { KernelMemoryError } from '../errors.js';
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
/** The memory grows in steps of at least so many bytes. */
const GROWTH = 2 ** 20;
/** The addresses of WASM end here. */
const MAXIMUM_BYTES = 2 ** 32 - 65536;

const aligned = (bytes: number) => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
const mebibytes = (bytes: number) => `${Math.ceil(bytes / 2 ** 20)} MiB`;

/** Those of this thread. */
const heaps = new Map<KernelBuild, WeakRef<Heap>>();
const reserved = new Set<Heap>();

export class Heap {
  readonly build: KernelBuild;
  readonly bytesPerFloat: 4 | 8;
  readonly kernels: Kernels;
  readonly #instance: KernelInstance;
  readonly #free = new FreeRegions();
  readonly #shares = new Set<HeapShare>();
  /** Nothing was written from here on: it is zero. */
  #untouched: number;
  #end: number;

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

  /** As `create`, the same heap for all of this thread. It lasts as long as anything of it is in use. */
  static async ofThread(build: KernelBuild = bestKernelBuild()): Promise<Heap> {
    const module = await loadKernels(build);
    const known = heaps.get(build)?.deref();
    if (known !== undefined) return known;
    const heap = new Heap(module);
    heaps.set(build, new WeakRef(heap));
    return heap;
  }

  /** The memory. Growing replaces it, and leaves views of the old one empty or out of date. */
  buffer(): ArrayBuffer {
    return this.#instance.buffer();
  }

  /** A share for `owner`, whose memory is taken back at the latest when the owner is garbage and memory is short. */
  share(owner: object): HeapShare {
    const share = new HeapShare(this, owner);
    this.#shares.add(share);
    return share;
  }

  /** For `HeapShare`: the address of so many zeroed bytes. */
  take(bytes: number): number {
    const start = this.#free.take(bytes) ?? this.#takeFromGarbage(bytes) ?? this.#takeFromGrowth(bytes);
    const written = Math.min(start + bytes, this.#untouched);
    if (written > start) new Uint8Array(this.buffer(), start, written - start).fill(0);
    this.#untouched = Math.max(this.#untouched, start + bytes);
    return start;
  }

  /** For `HeapShare`: makes all that it has free. */
  giveBack(share: HeapShare): void {
    this.#shares.delete(share);
    for (const [start, end] of share.blocks) this.#free.give(start, end);
  }

  #takeFromGarbage(bytes: number): number | undefined {
    for (const share of this.#shares) if (share.isOrphaned) this.giveBack(share);
    return this.#free.take(bytes);
  }

  #takeFromGrowth(bytes: number): number {
    const start = this.#free.startOfTail(this.#end);
    if (start + bytes > MAXIMUM_BYTES) throw this.#usedUp(bytes);
    this.#instance.grow(Math.min(MAXIMUM_BYTES, Math.max(start + bytes, this.#end + GROWTH)));
    this.#free.give(this.#end, this.buffer().byteLength);
    this.#end = this.buffer().byteLength;
    return this.#free.take(bytes) as number;
  }

  #usedUp(bytes: number): KernelMemoryError {
    let used = 0;
    for (const { blocks } of this.#shares) for (const [start, end] of blocks) used += end - start;
    return new KernelMemoryError(
      `more is needed than the 4 GiB that the memory of the kernels can hold: ${mebibytes(used)} are in use by the ` +
        `trainings and models of this thread, and ${mebibytes(bytes)} are asked for. Use fewer columns or rows, a smaller ` +
        'batch size, or fewer models at a time',
    );
  }
}

/** What one owner has of a heap. */
export class HeapShare {
  /** Start and end of each. */
  readonly blocks: [start: number, end: number][] = [];
  readonly #owner: WeakRef<object>;

  constructor(
    readonly heap: Heap,
    owner: object,
  ) {
    this.#owner = new WeakRef(owner);
  }

  get isOrphaned(): boolean {
    return this.#owner.deref() === undefined;
  }

  /** The address of n zeroed bytes, aligned to a cache line. */
  allocate(bytes: number): number {
    const size = aligned(Math.max(1, bytes));
    const start = this.heap.take(size);
    this.blocks.push([start, start + size]);
    return start;
  }

  release(): void {
    this.heap.giveBack(this);
  }
}

/**
 * Takes the memory of the kernels now, and keeps it for as long as this thread lives. A thread that is to train under a
 * limited address space does so at its start, and is of no use where this fails.
 *
 * @throws KernelMemoryError when the engine has no room for it.
 */
export async function reserveKernelMemory(): Promise<void> {
  reserved.add(await Heap.ofThread());
}
