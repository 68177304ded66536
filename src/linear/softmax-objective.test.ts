import { describe, expect, it } from 'vitest';
import { normals } from '../../test/support/kernels/kernel-case.js';
import { Engine } from '../engine/engine.js';
import { RandomStream } from '../engine/random/random-stream.js';
import { bestKernelBuild } from '../kernels/load.js';
import { SoftmaxObjective, type SoftmaxProblem } from './softmax-objective.js';
import { softmaxPreconditioner } from './softmax-preconditioner.js';

const random = new RandomStream(3, 'softmax');

function problem(rows: number, columns: number, classes: number, weighted: boolean): SoftmaxProblem {
  return {
    X: { data: normals(random, rows * columns), rows, columns },
    y: Int32Array.from({ length: rows }, (_, i) => (i * 7) % classes),
    weights: weighted ? Float64Array.from({ length: rows }, (_, i) => (i % 5) / 2) : undefined,
    classes,
    penalty: 0.3,
  };
}

/** The formula, row by row. */
function plainLoss({ X, y, weights, classes, penalty }: SoftmaxProblem, point: Float64Array): number {
  const width = X.columns + 1;
  let loss = 0;
  for (let i = 0; i < X.rows; i++) {
    const logits = Array.from({ length: classes }, (_, c) => {
      const vector = classes === 2 ? c - 1 : c;
      if (vector < 0) return 0;
      let sum = point[vector * width + X.columns];
      for (let j = 0; j < X.columns; j++) sum += point[vector * width + j] * X.data[i * X.columns + j];
      return sum;
    });
    const sum = logits.reduce((total, z) => total + Math.exp(z), 0);
    loss += (weights ? weights[i] : 1) * (Math.log(sum) - logits[y[i]]);
  }
  const squares = point.reduce((sum, w, i) => (i % width < X.columns ? sum + w * w : sum), 0);
  return loss + 0.5 * penalty * squares;
}

const problems: [string, SoftmaxProblem][] = [
  ['two classes', problem(50, 3, 2, false)],
  ['three classes, several blocks', problem(700, 36, 3, true)],
  ['six classes, one row in the last block', problem(193, 4, 6, false)],
  ['more columns than rows', problem(5, 40, 4, true)],
];

describe.each([bestKernelBuild(), 'simd', 'typescript'] as const)('SoftmaxObjective (%s)', (build) => {
  it.each(problems)('is the formula and has its gradient: %s', async (_, given) => {
    const objective = new SoftmaxObjective(await Engine.create(build), given);
    const point = Float64Array.from(normals(random, objective.size, 0.3));
    const gradient = new Float64Array(objective.size);
    const value = await objective.evaluate(point, gradient);
    const expected = plainLoss(given, point);
    expect(Math.abs(value - expected)).toBeLessThan(1e-12 * expected);
    const step = 1e-5;
    for (let i = 0; i < point.length; i += 1 + (point.length >> 5)) {
      const moved = (by: number) => plainLoss(given, point.with(i, point[i] + by));
      const slope = (moved(step) - moved(-step)) / (2 * step);
      expect(Math.abs(gradient[i] - slope), `variable ${i}`).toBeLessThan(1e-6 * Math.max(1, expected));
    }
  });
});

describe('softmaxPreconditioner', () => {
  it.each(problems)('inverts the change of the gradient about zero within a class: %s', async (_, given) => {
    const engine = await Engine.create();
    const objective = new SoftmaxObjective(engine, given);
    const precondition = await softmaxPreconditioner(engine, given);
    const width = given.X.columns + 1;
    const move = new Float64Array(objective.size);
    move.set(normals(random, width, 1e-4));
    const [above, below] = [new Float64Array(objective.size), new Float64Array(objective.size)];
    await objective.evaluate(move, above);
    await objective.evaluate(
      move.map((x) => -x),
      below,
    );
    const change = new Float64Array(objective.size);
    for (let i = 0; i < width; i++) change[i] = (above[i] - below[i]) / 2;
    precondition(change);
    for (let i = 0; i < width; i++) expect(change[i]).toBeCloseTo(move[i], 8);
  });
});
