/** Variational circuits against PennyLane, and their gradients against the parameter-shift rule. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { KernelBuild } from '../../src/kernels/load.js';
import { quantumCircuit } from '../../src/nn/layers/quantum-circuit.js';
import type { Entangler } from '../../src/nn/quantum/circuit-shape.js';
import { bench, builds } from './agreement.js';

interface GoldenCircuit {
  readonly qubits: number;
  readonly layers: number;
  readonly entangler: Entangler;
  readonly rows: number;
  readonly angles: readonly number[];
  readonly weights: readonly number[];
  readonly gradZ: readonly number[];
  readonly z: readonly number[];
  readonly gradAngles: readonly number[];
  readonly gradWeights: readonly number[];
}

const { cases } = JSON.parse(readFileSync(new URL('./fixtures/circuits.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly GoldenCircuit[];
};
const named = cases.map(
  (each) => [`${each.qubits} qubits, ${each.layers} layers, ${each.entangler}`, each] as const,
);

async function simulated(build: KernelBuild, golden: GoldenCircuit) {
  const { rows, qubits, layers, entangler } = golden;
  const b = await bench(build, rows);
  const angles = b.input(golden.angles, qubits);
  const z = quantumCircuit('c', { qubits, layers, entangler }).record(b.program, angles);
  b.program.compile();
  const weights = b.store.parameter('c.weights', [layers, qubits, 2], () => {});
  b.write(weights.value, golden.weights);
  const forward = () => {
    b.program.forward();
    return Array.from(b.read(z.value, rows * qubits));
  };
  return {
    forward,
    backward() {
      const values = forward();
      b.write(z.gradient, golden.gradZ);
      b.program.backward();
      return {
        values,
        ofAngles: Array.from(b.read(angles.gradient, rows * qubits)),
        ofWeights: Array.from(b.read(weights.gradient, weights.size)),
      };
    },
    /** The sum of gradZ * z with one number moved. */
    lossAt(of: 'angles' | 'weights', i: number, shift: number): number {
      const address = of === 'angles' ? angles.value : weights.value;
      const values = [...golden[of]];
      values[i] += shift;
      b.write(address, values);
      const loss = forward().reduce((sum, value, k) => sum + golden.gradZ[k] * value, 0);
      b.write(address, golden[of]);
      return loss;
    },
  };
}

function expectWithin(found: readonly number[], wanted: readonly number[], tolerance: number, what: string) {
  expect(found).toHaveLength(wanted.length);
  found.forEach((value, i) => {
    expect(Math.abs(value - wanted[i]), `${what}[${i}]: ${value}, not ${wanted[i]}`).toBeLessThan(tolerance);
  });
}

describe.each(builds)('against PennyLane, %s', (build) => {
  const tolerance = build === 'typescript-float64' ? 1e-10 : 3e-5;
  it.each(named)('%s', async (_, golden) => {
    const found = (await simulated(build, golden)).backward();
    expectWithin(found.values, golden.z, tolerance, 'z');
    expectWithin(found.ofAngles, golden.gradAngles, tolerance, 'gradient of the angles');
    expectWithin(found.ofWeights, golden.gradWeights, tolerance, 'gradient of the weights');
  });
});

describe('the parameter-shift rule', () => {
  it.each(named.filter(([, { qubits }]) => qubits <= 6))('%s', async (_, golden) => {
    const circuit = await simulated('typescript-float64', golden);
    const { ofAngles, ofWeights } = circuit.backward();
    const shifted = (of: 'angles' | 'weights') =>
      golden[of].map(
        (_, i) => (circuit.lossAt(of, i, Math.PI / 2) - circuit.lossAt(of, i, -Math.PI / 2)) / 2,
      );
    expectWithin(ofAngles, shifted('angles'), 1e-10, 'angles');
    expectWithin(ofWeights, shifted('weights'), 1e-10, 'weights');
  });
});
