/**
 * Chooses and loads a build of the kernels: WASM SIMD with fused multiply-add if the engine has relaxed SIMD,
 * otherwise WASM SIMD without it, or plain TypeScript if there is no SIMD.
 */
import { KernelMemoryError } from '../errors.js';
import { fma, simd } from './generated/binaries.js';
import { referenceKernels } from './reference/index.js';
import type { ReferenceMemory } from './reference/memory.js';

/** The operations of the engine. Addresses are in bytes; sizes and row strides are in elements. */
export type Kernels = ReturnType<typeof referenceKernels>;

export type KernelBuild = 'fma' | 'simd' | 'typescript' | 'typescript-float64';

export interface KernelModule {
  readonly build: KernelBuild;
  readonly bytesPerFloat: 4 | 8;
  /**
   * Makes an instance with its own memory of at least `bytes`.
   *
   * @throws KernelMemoryError if the memory cannot be allocated.
   */
  instantiate(bytes: number): KernelInstance;
}

/** What another thread needs to use the same kernels on the same memory (`joinKernels`); can be sent by `postMessage`. */
export interface SharedKernels {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
}

export interface KernelInstance {
  readonly kernels: Kernels;
  /** Undefined unless the memory is shared. */
  readonly shared?: SharedKernels;
  /** The first address not used by the kernels themselves. */
  readonly firstFree: number;
  /** The memory; a new buffer after each growth. A `SharedArrayBuffer` if it is shared. */
  buffer(): ArrayBuffer;
  /**
   * Grows to `bytes` or more; new memory is zero.
   *
   * @throws KernelMemoryError if the memory cannot grow.
   */
  grow(bytes: number): void;
}

const PAGE = 65536;
/** The WASM limit of 4 GiB. */
const MAXIMUM_PAGES = 65536;

/** Bit of the flags of a memory in a module. */
const SHARED = 2;

type Binary = typeof fma;

const compiled = new Map<string, Promise<WebAssembly.Module>>();

function decode({ base64, memoryFlags }: Binary, isShared = false): Uint8Array<ArrayBuffer> {
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  if (isShared) bytes[memoryFlags] |= SHARED;
  return bytes;
}

let wideRegisters = false;

/**
 * Declares, before any kernels are loaded, that the engine joins pairs of 128-bit operations into 256-bit ones (V8's
 * revectorisation): products then use tiles of sixteen columns, nearly twice as fast there and slower elsewhere.
 * Results are bit for bit the same.
 */
export function expectWideRegisters(): void {
  wideRegisters = true;
}

let best: KernelBuild | undefined;

/** The fastest build that this engine validates. Cached, because decoding and validating take milliseconds. */
export function bestKernelBuild(): KernelBuild {
  best ??= fastestValidBuild();
  return best;
}

function fastestValidBuild(): KernelBuild {
  if (typeof WebAssembly === 'undefined') return 'typescript';
  if (WebAssembly.validate(decode(fma))) return 'fma';
  return WebAssembly.validate(decode(simd)) ? 'simd' : 'typescript';
}

/** Whether this engine has memories that several threads use. */
export function canShareKernels(): boolean {
  return bestKernelBuild() !== 'typescript' && typeof SharedArrayBuffer === 'function';
}

/**
 * Loads a build of the kernels (default: the best for this engine). Throws the engine's CompileError if the requested
 * build is not supported.
 *
 * @param isShared whether instances have a memory that other threads can use; only if `canShareKernels`
 */
export async function loadKernels(
  build: KernelBuild = bestKernelBuild(),
  isShared = false,
): Promise<KernelModule> {
  if (build === 'typescript' || build === 'typescript-float64') return plainModule(build);
  const key = `${build} ${isShared}`;
  let module = compiled.get(key);
  if (module === undefined) {
    module = WebAssembly.compile(decode(build === 'fma' ? fma : simd, isShared));
    compiled.set(key, module);
  }
  return wasmModule(build, await module, isShared);
}

/**
 * The kernels of another thread, on its memory. They may be called while that thread's run if they write to different
 * places; those with memory of their own (matrix products) may not.
 */
export function joinKernels({ module, memory }: SharedKernels): Kernels {
  return instantiate(module, memory).kernels;
}

function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory) {
  const abort = () => {
    throw new Error('a kernel aborted');
  };
  const exports = new WebAssembly.Instance(module, { env: { memory, abort } }).exports;
  (exports.useWideRegisters as (on: boolean) => void)(wideRegisters);
  return {
    kernels: exports as unknown as Kernels,
    firstFree: (exports.heapBase as () => number)(),
  };
}

function wasmModule(build: KernelBuild, module: WebAssembly.Module, isShared: boolean): KernelModule {
  return {
    build,
    bytesPerFloat: 4,
    instantiate(bytes) {
      const memory = newMemory(Math.ceil(bytes / PAGE), isShared);
      return {
        ...instantiate(module, memory),
        shared: isShared ? { module, memory } : undefined,
        buffer: () => memory.buffer as ArrayBuffer,
        grow(target) {
          const missing = Math.ceil((target - memory.buffer.byteLength) / PAGE);
          if (missing > 0) orOutOfMemory(target, () => memory.grow(missing));
        },
      };
    },
  };
}

/**
 * V8 reserves 10 GiB of addresses for each memory, however small, to avoid bounds checks: too many for a process with
 * a limited address space, although almost none of them are ever used.
 */
function newMemory(pages: number, shared: boolean): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: MAXIMUM_PAGES, shared });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new KernelMemoryError(
      'cannot allocate the memory of the kernels, for which WebAssembly reserves 10 GiB of addresses in each ' +
        'thread (most of them are never used): raise the limit of the address space (`ulimit -v`) or use fewer threads',
      { cause: error },
    );
  }
}

function orOutOfMemory<T>(bytes: number, grow: () => T): T {
  try {
    return grow();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new KernelMemoryError(
      `the memory of the kernels cannot grow to ${Math.ceil(bytes / 2 ** 20)} MiB: use fewer columns or rows, ` +
        'a smaller batch size or fewer threads, or a machine with more memory',
      { cause: error },
    );
  }
}

function plainModule(build: 'typescript' | 'typescript-float64'): KernelModule {
  const wide = build === 'typescript-float64';
  const views = (buffer: ArrayBuffer) => ({
    floats: wide ? new Float64Array(buffer) : new Float32Array(buffer),
    ints: new Int32Array(buffer),
    doubles: new Float64Array(buffer),
  });
  return {
    build,
    bytesPerFloat: wide ? 8 : 4,
    instantiate(bytes) {
      let buffer = new ArrayBuffer(Math.ceil(bytes / PAGE) * PAGE);
      const memory: ReferenceMemory = { ...views(buffer), shift: wide ? 3 : 2 };
      return {
        kernels: referenceKernels(memory),
        firstFree: 64,
        buffer: () => buffer,
        grow(target) {
          if (target <= buffer.byteLength) return;
          const larger = orOutOfMemory(target, () => new ArrayBuffer(Math.ceil(target / PAGE) * PAGE));
          new Uint8Array(larger).set(new Uint8Array(buffer));
          buffer = larger;
          Object.assign(memory, views(buffer));
        },
      };
    },
  };
}
