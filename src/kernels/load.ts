/**
 * Chooses and loads a build of the kernels: WASM SIMD with fused multiply-add where the engine has
 * relaxed SIMD, WASM SIMD without it elsewhere, plain TypeScript where there is no SIMD at all.
 */
import { fma, simd } from './generated/binaries.js';
import { referenceKernels } from './reference/index.js';
import type { ReferenceMemory } from './reference/memory.js';

/** The operations of the engine. Addresses are in bytes; sizes and row strides are in elements. */
export type Kernels = ReturnType<typeof referenceKernels>;

export type KernelBuild = 'fma' | 'simd' | 'typescript' | 'typescript-float64';

export interface KernelModule {
  readonly build: KernelBuild;
  readonly bytesPerFloat: 4 | 8;
  /** Makes an instance with a memory of its own of at least `bytes`. */
  instantiate(bytes: number): KernelInstance;
}

export interface KernelInstance {
  readonly kernels: Kernels;
  /** The first free address, and a view of the memory: renewed whenever the memory grows. */
  readonly firstFree: number;
  buffer(): ArrayBuffer;
  grow(bytes: number): void;
}

const PAGE = 65536;
/** WASM addresses 4 GiB; 65,536 pages is the most a memory can have. */
const MAXIMUM_PAGES = 65536;

const compiled = new Map<'fma' | 'simd', Promise<WebAssembly.Module>>();

function decode(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
}

let wideRegisters = false;

/**
 * Says, before any kernels are loaded, that the engine joins pairs of 128-bit operations into ones of 256 bits
 * (V8's revectorisation): products then go by tiles of sixteen columns, nearly twice as fast there and slower
 * anywhere else. The bits of all results stay the same.
 */
export function expectWideRegisters(): void {
  wideRegisters = true;
}

let best: KernelBuild | undefined;

/** The fastest build that this engine validates. Found once: decoding and validating take milliseconds. */
export function bestKernelBuild(): KernelBuild {
  best ??= fastestValidBuild();
  return best;
}

function fastestValidBuild(): KernelBuild {
  if (typeof WebAssembly === 'undefined') return 'typescript';
  if (WebAssembly.validate(decode(fma))) return 'fma';
  return WebAssembly.validate(decode(simd)) ? 'simd' : 'typescript';
}

/**
 * Loads a build of the kernels (default: the best for this engine). Throws the engine's CompileError
 * when a named build cannot run here.
 */
export async function loadKernels(build: KernelBuild = bestKernelBuild()): Promise<KernelModule> {
  if (build === 'typescript' || build === 'typescript-float64') return plainModule(build);
  let module = compiled.get(build);
  if (module === undefined) {
    module = WebAssembly.compile(decode(build === 'fma' ? fma : simd));
    compiled.set(build, module);
  }
  return wasmModule(build, await module);
}

function wasmModule(build: KernelBuild, module: WebAssembly.Module): KernelModule {
  return {
    build,
    bytesPerFloat: 4,
    instantiate(bytes) {
      const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE), maximum: MAXIMUM_PAGES });
      const abort = () => {
        throw new Error('a kernel aborted');
      };
      const exports = new WebAssembly.Instance(module, { env: { memory, abort } }).exports;
      (exports.useWideRegisters as (on: boolean) => void)(wideRegisters);
      return {
        kernels: exports as unknown as Kernels,
        firstFree: (exports.heapBase as () => number)(),
        buffer: () => memory.buffer as ArrayBuffer,
        grow(target) {
          const missing = Math.ceil((target - memory.buffer.byteLength) / PAGE);
          if (missing > 0) memory.grow(missing);
        },
      };
    },
  };
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
          const larger = new ArrayBuffer(Math.ceil(target / PAGE) * PAGE);
          new Uint8Array(larger).set(new Uint8Array(buffer));
          buffer = larger;
          Object.assign(memory, views(buffer));
        },
      };
    },
  };
}
