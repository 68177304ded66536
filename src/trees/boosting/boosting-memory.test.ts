/** Derivatives against finite differences of the loss, and their rounding. */
import { describe, expect, it } from 'vitest';
import { Engine } from '../../engine/engine.js';
import { BoostingMemory } from './boosting-memory.js';

const STEP = 1e-4;

describe.each([2, 3, 5])('derivatives, %i classes', (classes) => {
  const rows = 7;
  const y = Int32Array.from({ length: rows }, (_, row) => row % classes);
  const weights = Float64Array.from(y, (_, row) => 0.25 + row / 4);
  const total = weights.reduce((sum, w) => sum + w, 0);
  const outputs = classes === 2 ? 1 : classes;

  /** Margins that differ from row to row and output to output. */
  async function memory(hessianScale: number): Promise<BoostingMemory> {
    const made = new BoostingMemory(
      await Engine.create('typescript-float64'),
      { y, classes, weights },
      hessianScale,
      new Float64Array(outputs),
    );
    for (let k = 0; k < outputs; k++) {
      made.margins(k).forEach((_, row, margins) => {
        margins[row] = Math.sin(3 * row + k);
      });
    }
    return made;
  }

  it('are those of the weighted sum of losses', async () => {
    const at = await memory(1);
    for (let k = 0; k < outputs; k++) {
      for (let row = 0; row < rows; row++) {
        const margins = at.margins(k);
        const start = margins[row];
        const lossAt = (shift: number) => {
          margins[row] = start + shift;
          return at.differentiate() * total;
        };
        const [below, above, here] = [lossAt(-STEP), lossAt(STEP), lossAt(0)];
        const [g, h] = at.pairs(k).subarray(2 * row, 2 * row + 2);
        expect(g).toBeCloseTo((above - below) / (2 * STEP), 6);
        expect(h).toBeCloseTo((above - 2 * here + below) / STEP ** 2, 5);
      }
    }
  });

  it('have the weights in place of second ones for least squares', async () => {
    const at = await memory(0);
    at.differentiate();
    expect(Array.from(weights, (_, row) => at.pairs(0)[2 * row + 1])).toEqual([...weights]);
  });
});

describe('sums of derivatives', () => {
  it('are exact: the same in any order', async () => {
    const rows = 5000;
    const y = Int32Array.from({ length: rows }, (_, row) => row % 2);
    const weights = Float64Array.from(y, (_, row) => 1e-3 + ((row * 7919) % 1000) / 3);
    const memory = new BoostingMemory(
      await Engine.create(),
      { y, classes: 2, weights },
      1,
      Float32Array.of(0.37),
    );
    memory.differentiate();
    const pairs = memory.pairs(0);
    let [forwards, backwards] = [0, 0];
    for (let i = 0; i < pairs.length; i += 2) {
      forwards += pairs[i];
      backwards += pairs[pairs.length - 2 - i];
    }
    expect(forwards).toBe(backwards);
    expect(pairs.every((value, i) => i % 2 === 0 || value > 0)).toBe(true);
  });
});
