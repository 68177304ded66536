import { expect, it } from 'vitest';
import { Engine } from '../../engine/engine.js';
import { ParameterStore } from '../../engine/parameter-store.js';
import { Program } from '../../engine/program.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { circuitFeatures } from '../layers/quantum-circuit.js';

const QUBITS = 3;
const COLUMNS = 4;
const ROWS = 6;
const X = (() => {
  const random = new RandomStream(5, 'rows');
  return Float32Array.from({ length: ROWS * COLUMNS }, () => random.normal());
})();

/** The expectations of rows of X. */
async function expectations(shots: { count: number; seed: number } | undefined, from = 0, rows = ROWS) {
  const engine = await Engine.create();
  const store = new ParameterStore(engine);
  const program = new Program(engine, store, ROWS, 'inference');
  const x = program.input(COLUMNS);
  const shape = { qubits: QUBITS, layers: 2, entangler: 'cnot' } as const;
  const y = circuitFeatures('c', { ...shape, shots }).record(program, x);
  program.compile();
  store.initialize(new RandomStream(1, 'weights'));
  program.rows = rows;
  engine.floats(x.value, rows * COLUMNS).set(X.subarray(from * COLUMNS, (from + rows) * COLUMNS));
  program.forward();
  const Y = engine.floats(y.value, rows * y.columns);
  return Array.from({ length: rows * QUBITS }, (_, i) => {
    const [row, j] = [Math.floor(i / QUBITS), i % QUBITS];
    return Y[row * y.columns + COLUMNS + j];
  });
}

it('estimates the expectations, better with more shots', async () => {
  const exact = await expectations(undefined);
  for (const count of [100, 10_000]) {
    const estimated = await expectations({ count, seed: 1 });
    let deviation = 0;
    estimated.forEach((value, i) => {
      const standardError = Math.sqrt((1 - exact[i] ** 2) / count);
      expect(Math.abs(value - exact[i])).toBeLessThan(5 * standardError);
      deviation += ((value - exact[i]) / standardError) ** 2 / exact.length;
    });
    expect(deviation).toBeGreaterThan(0.2);
    expect(deviation).toBeLessThan(3);
  }
});

it('gives the differences of counts of the shots', async () => {
  for (const value of await expectations({ count: 8, seed: 1 })) {
    expect(Number.isInteger(value * 4)).toBe(true);
    expect(Math.abs(value)).toBeLessThanOrEqual(1);
  }
});

it('depends on the seed and the row alone', async () => {
  const shots = { count: 50, seed: 3 };
  const together = await expectations(shots);
  expect(await expectations(shots)).toEqual(together);
  expect(await expectations({ ...shots, seed: 4 })).not.toEqual(together);
  for (let row = 0; row < ROWS; row++) {
    expect(await expectations(shots, row, 1)).toEqual(together.slice(row * QUBITS, (row + 1) * QUBITS));
  }
});
