/**
 * One call of a kernel with everything it reads and writes, so that the same call can be made on every
 * build and compared with the float64 oracle. Memory that belongs to no buffer is filled with a pattern
 * beforehand: a kernel that writes one element too far changes it.
 */
import type { RandomStream } from '../../../src/engine/random/random-stream.js';
import { type KernelBuild, type Kernels, loadKernels } from '../../../src/kernels/load.js';

interface ValueBuffer {
  readonly kind: 'floats' | 'doubles' | 'ints';
  readonly values: ArrayLike<number>;
  /** Whether the kernel may write here; otherwise it must leave every bit as it is. */
  readonly writable: boolean;
  /** Elements behind the values that the kernel's documentation allows it to write. */
  readonly padding: number;
}

interface Scratch {
  readonly kind: 'scratch';
  /** Exactly what the kernel's documentation asks for; the content afterwards is of no interest. */
  bytes(kernels: Kernels, bytesPerFloat: number): number;
}

export interface KernelCase {
  readonly description: string;
  readonly buffers: Readonly<Record<string, ValueBuffer | Scratch>>;
  /** Makes the call; a returned number is compared too. */
  run(kernels: Kernels, at: (buffer: string) => number): unknown;
  /** Allowed error relative to the larger of `magnitude` and the oracle's value; default 3e-6. */
  readonly tolerance?: number;
  /** Size of the terms that are summed, so that cancellation is not taken for an error; default 1. */
  readonly magnitude?: number;
}

/** The cases of some kernels that are called together; `kernels` names all that are covered by them. */
export interface KernelTest {
  readonly kernels: readonly (keyof Kernels)[];
  cases(random: RandomStream): Iterable<KernelCase>;
}

/** Sizes below, at and above the widths of vectors (4) and tiles (4, 6, 8). */
export const SIZES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 64, 65] as const;

/** Stands in outputs before the call: a kernel that adds where it should write keeps it. */
const STALE = 12345;
const PATTERN = 0xa5;
const GUARD_BYTES = 256;

export const input = (values: ArrayLike<number>, padding = 0): ValueBuffer => ({
  kind: 'floats',
  values,
  writable: false,
  padding,
});
export const inputInts = (values: ArrayLike<number>): ValueBuffer => ({
  kind: 'ints',
  values,
  writable: false,
  padding: 0,
});
export const output = (n: number, padding = 0): ValueBuffer => ({
  kind: 'floats',
  values: new Float32Array(n).fill(STALE),
  writable: true,
  padding,
});
export const outputInts = (n: number): ValueBuffer => ({
  kind: 'ints',
  values: new Int32Array(n).fill(STALE),
  writable: true,
  padding: 0,
});
export const updated = (values: ArrayLike<number>, padding = 0): ValueBuffer => ({
  kind: 'floats',
  values,
  writable: true,
  padding,
});
export const updatedInts = (values: ArrayLike<number>): ValueBuffer => ({
  kind: 'ints',
  values,
  writable: true,
  padding: 0,
});
export const inputDoubles = (values: ArrayLike<number>): ValueBuffer => ({
  kind: 'doubles',
  values,
  writable: false,
  padding: 0,
});
export const outputDoubles = (n: number): ValueBuffer => ({
  kind: 'doubles',
  values: new Float64Array(n).fill(STALE),
  writable: true,
  padding: 0,
});
export const updatedDoubles = (values: ArrayLike<number>): ValueBuffer => ({
  kind: 'doubles',
  values,
  writable: true,
  padding: 0,
});
export const scratch = (bytes: Scratch['bytes']): Scratch => ({ kind: 'scratch', bytes });

/** Standard normal numbers, already rounded to 32 bits so that every build sees the same ones. */
export function normals(random: RandomStream, n: number, scale = 1): Float32Array {
  return Float32Array.from({ length: n }, () => scale * random.normal());
}

export function integers(random: RandomStream, n: number, bound: number): Int32Array {
  return Int32Array.from({ length: n }, () => random.integer(bound));
}

/** X X^T of random points, as rows x ld. */
export function gramOf(points: Float32Array, rows: number, ld: number): Float32Array {
  const n = points.length / rows;
  const gram = new Float32Array(rows * ld);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < rows; j++) {
      let sum = 0;
      for (let c = 0; c < n; c++) sum += points[i * n + c] * points[j * n + c];
      gram[i * ld + j] = sum;
    }
  }
  return gram;
}

interface Outcome {
  readonly returned: number | undefined;
  readonly arrays: Map<string, ArrayLike<number>>;
  readonly called: Set<string>;
}

async function execute(build: KernelBuild, test: KernelCase): Promise<Outcome> {
  const { bytesPerFloat, instantiate } = await loadKernels(build);
  const instance = instantiate(1 << 16);
  const called = new Set<string>();
  const kernels = new Proxy(instance.kernels, {
    get(target, name: keyof Kernels & string) {
      called.add(name);
      return target[name];
    },
  });
  const align = (address: number) => Math.ceil(address / 64) * 64;
  const places = new Map<string, { start: number; end: number }>();
  let next = align(instance.firstFree + GUARD_BYTES);
  for (const [name, buffer] of Object.entries(test.buffers)) {
    const size = buffer.kind === 'ints' ? 4 : buffer.kind === 'doubles' ? 8 : bytesPerFloat;
    const bytes =
      buffer.kind === 'scratch'
        ? buffer.bytes(kernels, bytesPerFloat)
        : (buffer.values.length + buffer.padding) * size;
    places.set(name, { start: next, end: next + bytes });
    next = align(next + bytes + GUARD_BYTES);
  }
  instance.grow(next);

  const place = (name: string) => places.get(name) as { start: number; end: number };
  const view = (name: string, buffer: ValueBuffer) => {
    const { start } = place(name);
    if (buffer.kind === 'ints') return new Int32Array(instance.buffer(), start, buffer.values.length);
    return bytesPerFloat === 4 && buffer.kind === 'floats'
      ? new Float32Array(instance.buffer(), start, buffer.values.length)
      : new Float64Array(instance.buffer(), start, buffer.values.length);
  };
  new Uint8Array(instance.buffer()).fill(PATTERN, instance.firstFree, next);
  for (const [name, buffer] of Object.entries(test.buffers)) {
    if (buffer.kind !== 'scratch') view(name, buffer).set(buffer.values);
  }

  const result = test.run(kernels, (name) => place(name).start);
  const returned = typeof result === 'number' ? result : undefined;

  const bytes = new Uint8Array(instance.buffer());
  let from = instance.firstFree;
  for (const { start, end } of [...places.values(), { start: next, end: next }]) {
    for (let i = from; i < start; i++) {
      if (bytes[i] !== PATTERN) {
        const owner = [...places].find(([, p]) => i >= p.end && i < p.end + GUARD_BYTES);
        throw new Error(
          `${test.description} (${build}): wrote outside its buffers, at byte ${i} behind ${owner?.[0]}`,
        );
      }
    }
    from = end;
  }
  const arrays = new Map<string, ArrayLike<number>>();
  for (const [name, buffer] of Object.entries(test.buffers)) {
    if (buffer.kind === 'scratch') continue;
    const after = view(name, buffer).slice();
    if (buffer.writable) {
      arrays.set(name, after);
    } else {
      for (let i = 0; i < after.length; i++) {
        if (!Object.is(after[i], buffer.values[i])) {
          throw new Error(`${test.description} (${build}): changed its input ${name}[${i}]`);
        }
      }
    }
  }
  return { returned, arrays, called };
}

/**
 * Runs a case on the oracle and on each build. Throws an Error that says what differs; returns the names
 * of the kernels that were called.
 */
export async function checkAgainstOracle(
  builds: readonly KernelBuild[],
  test: KernelCase,
): Promise<Set<string>> {
  const oracle = await execute('typescript-float64', test);
  for (const build of builds) {
    const actual = await execute(build, test);
    expectSame(`${test.description} (${build})`, test, actual, oracle);
  }
  return oracle.called;
}

function expectSame(where: string, test: KernelCase, actual: Outcome, oracle: Outcome): void {
  const { tolerance = 3e-6, magnitude = 1 } = test;
  // The name of a value is made only for the message: there are millions of values.
  const compare = (got: number | undefined, want: number | undefined, exact: boolean, what: () => string) => {
    if (got === undefined && want === undefined) return;
    const allowed = exact ? 0 : tolerance * Math.max(magnitude, Math.abs(want ?? 0));
    // Written so that a NaN on either side fails.
    if (got !== undefined && want !== undefined && Math.abs(got - want) <= allowed) return;
    throw new Error(`${where}: ${what()} is ${got}, the oracle has ${want}, allowed is ${allowed}`);
  };
  compare(actual.returned, oracle.returned, false, () => 'the returned value');
  for (const [name, want] of oracle.arrays) {
    const got = actual.arrays.get(name) as ArrayLike<number>;
    const exact = test.buffers[name].kind === 'ints';
    for (let i = 0; i < want.length; i++) compare(got[i], want[i], exact, () => `${name}[${i}]`);
  }
}
