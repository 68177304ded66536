/** Expectations as a quantum computer gives them: estimated from a number of measurements of all qubits. */
import type { Program, Tensor } from '../../engine/program.js';
import { RandomStream } from '../../engine/random/random-stream.js';

export interface ShotOptions {
  /** Measurements of each row. */
  readonly count: number;
  readonly seed: number;
}

export interface ShotSampler {
  /** Address of maximumRows x 2^qubits probabilities of the measured numbers, to be filled before `sample`. */
  readonly probabilities: number;
  /** Replaces the expectations of the current rows by estimates. */
  readonly sample: () => void;
}

/**
 * The outcomes of a row depend on the seed and on the values of that row in `source` only, so that a prediction is the
 * same whatever rows are predicted together.
 */
export function shotSampler(
  program: Program,
  source: Tensor,
  z: Tensor,
  qubits: number,
  { count, seed }: ShotOptions,
): ShotSampler {
  const { engine } = program;
  const outcomes = 2 ** qubits;
  const probabilities = engine.allocateFloats(program.maximumRows * outcomes);
  const words = (source.columns * engine.bytesPerFloat) / 4;
  const cumulative = new Float64Array(outcomes);
  const sample = () => {
    const { rows } = program;
    const P = engine.floats(probabilities, rows * outcomes);
    const Z = engine.floats(z.value, rows * qubits);
    const bits = engine.ints(source.value, rows * words);
    for (let row = 0; row < rows; row++) {
      const random = new RandomStream(seed, `shots ${hashOf(bits.subarray(row * words, (row + 1) * words))}`);
      let total = 0;
      for (let k = 0; k < outcomes; k++) {
        total += P[row * outcomes + k];
        cumulative[k] = total;
      }
      const ones = new Int32Array(qubits);
      for (let shot = 0; shot < count; shot++) {
        const outcome = firstAbove(cumulative, random.uniform() * total);
        for (let j = 0; j < qubits; j++) ones[j] += (outcome >> j) & 1;
      }
      for (let j = 0; j < qubits; j++) Z[row * qubits + j] = 1 - (2 * ones[j]) / count;
    }
  };
  return { probabilities, sample };
}

/** The first index whose value is above x, at most the last one. */
function firstAbove(ascending: Float64Array, x: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] > x) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** FNV-1a over 32-bit words, twice with different starts. */
function hashOf(words: Int32Array): string {
  let a = 0x811c9dc5;
  let b = 0x01234567;
  for (const word of words) {
    a = Math.imul(a ^ word, 0x01000193);
    a ^= a >>> 15;
    b = Math.imul(b ^ word, 0x85ebca6b);
    b ^= b >>> 13;
  }
  return `${a >>> 0} ${b >>> 0}`;
}
