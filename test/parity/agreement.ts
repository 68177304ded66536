/** Comparison with golden vectors, and small programs to compare. */
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { Engine } from '../../src/engine/engine.js';
import { ParameterStore } from '../../src/engine/parameter-store.js';
import { Program, type Tensor } from '../../src/engine/program.js';
import type { KernelBuild } from '../../src/kernels/load.js';

export const golden = JSON.parse(readFileSync(new URL('./fixtures/golden.json', import.meta.url), 'utf8'));

export const builds: KernelBuild[] = ['fma', 'simd', 'typescript', 'typescript-float64'];

/** Nested arrays of numbers, row by row. */
export const flat = (nested: unknown): number[] =>
  Array.isArray(nested) ? nested.flatMap(flat) : [Number(nested)];

/**
 * Within 1e-4 relative (1e-6 absolute near zero, times `scale`) in 32 bits; 1e-9 in 64. `scale` is the
 * size of the terms that cancel where a value is zero: rounding leaves a share of it, not of the result.
 */
export function expectClose(
  actual: ArrayLike<number> | number,
  wanted: unknown,
  build: KernelBuild,
  what = '',
  scale = 1,
): void {
  const a = typeof actual === 'number' ? [actual] : Array.from(actual);
  const b = flat(wanted);
  expect(a.length, what).toBe(b.length);
  const [relative, absolute] = build === 'typescript-float64' ? [1e-9, 1e-10] : [1e-4, 1e-6 * scale];
  b.forEach((value, i) => {
    const allowed = Math.max(relative * Math.abs(value), absolute);
    expect(Math.abs(a[i] - value), `${what}[${i}]: ${a[i]} for ${value}`).toBeLessThanOrEqual(allowed);
  });
}

export interface Bench {
  readonly engine: Engine;
  readonly store: ParameterStore;
  readonly program: Program;
  readonly input: (values: unknown, columns: number) => Tensor;
  readonly read: (address: number, n: number) => Float32Array | Float64Array;
  readonly write: (address: number, values: unknown) => void;
  /** Label addresses and equal weights for the loss operations. */
  readonly targets: (y: number[]) => { labels: number; weights: number };
}

/** A program for `rows` rows on a build; inputs have gradients. */
export async function bench(
  build: KernelBuild,
  rows: number,
  mode: 'training' | 'inference' = 'training',
): Promise<Bench> {
  const engine = await Engine.create(build);
  const store = new ParameterStore(engine);
  const program = new Program(engine, store, rows, mode);
  const write = (address: number, values: unknown) => {
    const list = flat(values);
    engine.floats(address, list.length).set(list);
  };
  return {
    engine,
    store,
    program,
    write,
    read: (address, n) => engine.floats(address, n).slice(),
    input(values, columns) {
      const tensor = program.input(columns, true);
      write(tensor.value, values);
      return tensor;
    },
    targets(y) {
      const labels = engine.allocateInts(rows);
      const weights = engine.allocateFloats(rows);
      engine.ints(labels, y.length).set(y);
      engine.floats(weights, y.length).fill(1 / y.length);
      return { labels, weights };
    },
  };
}
