/** The parts of t-SNE: affinities, forces, their gradient, and the first layout. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../engine/random/random-stream.js';
import { timeSlices } from '../event-loop.js';
import type { Matrix } from '../matrix.js';
import { exactNeighbours } from '../neighbours/row-neighbours.js';
import { conditionalAffinities, jointAffinities } from './affinities.js';
import { initialLayout } from './initial-layout.js';
import { LayoutGradient } from './layout-gradient.js';
import { principalScores } from './principal-scores.js';
import { Repulsion } from './repulsion.js';

const slices = timeSlices();

function normalRows(rows: number, columns: number, deviation = (_column: number) => 1): Matrix {
  const random = new RandomStream(5, 'rows');
  const data = Float32Array.from(
    { length: rows * columns },
    (_, i) => deviation(i % columns) * random.normal(),
  );
  return { data, rows, columns };
}

function normalLayout(points: number, scale: number): Float64Array {
  const random = new RandomStream(6, 'layout');
  return Float64Array.from({ length: 2 * points }, () => scale * random.normal());
}

/** Sums over all pairs. */
function allPairs(layout: ArrayLike<number>): { forces: number[]; normalizer: number } {
  const forces = new Array<number>(layout.length).fill(0);
  let normalizer = 0;
  for (let i = 0; i < layout.length; i += 2) {
    for (let j = 0; j < layout.length; j += 2) {
      if (i === j) continue;
      const dx = layout[i] - layout[j];
      const dy = layout[i + 1] - layout[j + 1];
      const q = 1 / (1 + dx * dx + dy * dy);
      normalizer += q;
      forces[i] += q * q * dx;
      forces[i + 1] += q * q * dy;
    }
  }
  return { forces, normalizer };
}

function repulsion(layout: Float64Array, theta: number): Repulsion {
  const result = new Repulsion(layout.length / 2, theta);
  result.start(layout);
  // In two parts, as the steps between two looks at the clock do it.
  result.compute(0, 1);
  result.compute(1, layout.length / 2);
  return result;
}

describe('exactNeighbours', () => {
  it('finds the nearest others in order, the lower of equally near rows first', async () => {
    const X = { data: Float32Array.of(0, 10, 1, 10, 3), rows: 5, columns: 1 };
    const { indices, squared } = await exactNeighbours(X, 2);
    expect([...indices]).toEqual([2, 4, 3, 4, 0, 4, 1, 4, 2, 0]);
    expect([...squared]).toEqual([1, 9, 0, 49, 1, 4, 0, 49, 4, 9]);
  });
});

describe('affinities', () => {
  it.each([2, 5, 30])('have the perplexity %d in every row', async (perplexity) => {
    // Rows of very different density.
    const X = normalRows(100, 3);
    X.data.subarray(0, 150).forEach((value, i) => {
      X.data[i] = 1 + value / 1e4;
    });
    const neighbours = await exactNeighbours(X, 99);
    const p = await conditionalAffinities(neighbours, perplexity, slices);
    for (let i = 0; i < 100; i++) {
      const row = p.subarray(i * 99, (i + 1) * 99);
      expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
      const entropy = row.reduce((sum, value) => (value > 0 ? sum - value * Math.log(value) : sum), 0);
      expect(Math.exp(entropy) / perplexity).toBeCloseTo(1, 4);
    }
  });

  it('are symmetric, sum to 1 and join both directions', async () => {
    const X = normalRows(40, 2);
    const neighbours = await exactNeighbours(X, 6);
    const conditional = await conditionalAffinities(neighbours, 2, slices);
    const dense = Array.from({ length: 40 }, () => new Array<number>(40).fill(0));
    neighbours.indices.forEach((j, e) => {
      const i = Math.floor(e / 6);
      dense[i][j] += conditional[e] / 80;
      dense[j][i] += conditional[e] / 80;
    });
    const { starts, targets, values } = await jointAffinities(neighbours, 2, slices);
    const seen = Array.from({ length: 40 }, () => new Array<number>(40).fill(0));
    for (let i = 0; i < 40; i++) {
      for (let e = starts[i]; e < starts[i + 1]; e++) {
        expect(seen[i][targets[e]]).toBe(0);
        seen[i][targets[e]] = values[e];
      }
    }
    dense.forEach((row, i) => {
      row.forEach((value, j) => {
        expect(seen[i][j]).toBeCloseTo(value, 14);
      });
    });
    expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
  });

  it('are even among rows that are equally far', async () => {
    const X = { data: new Float32Array(8), rows: 8, columns: 1 };
    const p = await conditionalAffinities(await exactNeighbours(X, 4), 2, slices);
    expect([...p]).toEqual(new Array(32).fill(0.25));
  });
});

describe('Repulsion', () => {
  it('is the sum over all pairs for theta 0, whatever coincides', () => {
    const coordinate = fc.oneof(
      fc.integer({ min: -2, max: 2 }),
      fc.double({ min: -50, max: 50, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(coordinate, coordinate), { minLength: 2, maxLength: 80 }), (points) => {
        const layout = Float64Array.from(points.flat());
        const exact = allPairs(layout);
        const { forces, normalizer } = repulsion(layout, 0);
        expect(normalizer / exact.normalizer).toBeCloseTo(1, 5);
        exact.forces.forEach((force, i) => {
          expect(Math.abs(forces[i] - force)).toBeLessThan(1e-3);
        });
      }),
    );
  });

  it('keeps crowds of equal points apart from others exactly', () => {
    const layout = new Float64Array(200).fill(1);
    layout.fill(4, 100);
    const { forces, normalizer } = repulsion(layout, 0);
    // 50 at a distance of sqrt(18), 49 at the same place.
    expect(normalizer).toBeCloseTo(100 * (49 + 50 / 19), 8);
    expect(forces[0]).toBeCloseTo((50 * -3) / 19 ** 2, 10);
    expect(forces[199]).toBeCloseTo((50 * 3) / 19 ** 2, 10);
  });

  it.each([0.001, 1, 30])('is close to it for theta 0.5, points spread over %d', (scale) => {
    const layout = normalLayout(500, scale);
    const exact = allPairs(layout);
    const { forces, normalizer } = repulsion(layout, 0.5);
    expect(Math.abs(normalizer / exact.normalizer - 1)).toBeLessThan(0.01);
    const size = Math.hypot(...exact.forces);
    const error = Math.hypot(...exact.forces.map((force, i) => force - forces[i]));
    expect(error / size).toBeLessThan(0.02);
    expect(error).toBeGreaterThan(0);
  });
});

describe('LayoutGradient', () => {
  it('is the slope of the divergence', async () => {
    const affinities = await jointAffinities(await exactNeighbours(normalRows(30, 4), 12), 4, slices);
    const gradient = new LayoutGradient(affinities, 0);
    const layout = normalLayout(30, 2);
    const divergenceWith = async (i: number, change: number) => {
      const moved = layout.slice();
      moved[i] += change;
      await gradient.compute(moved, 1, slices);
      return gradient.divergence(moved);
    };
    await gradient.compute(layout, 1, slices);
    const values = gradient.values.slice();
    for (let i = 0; i < layout.length; i++) {
      const slope = ((await divergenceWith(i, 1e-5)) - (await divergenceWith(i, -1e-5))) / 2e-5;
      expect(Math.abs(values[i] - slope)).toBeLessThan(1e-7);
    }
    // Exaggeration multiplies the attraction alone: the change is linear in it.
    await gradient.compute(layout, 3, slices);
    const tripled = gradient.values.slice();
    await gradient.compute(layout, 2, slices);
    gradient.values.forEach((value, i) => {
      expect(value).toBeCloseTo((values[i] + tripled[i]) / 2, 12);
    });
  });
});

describe('principalScores', () => {
  it('are the columns of largest variance, where columns are not correlated', async () => {
    const X = normalRows(400, 5, (column) => [1, 8, 1, 3, 0.5][column]);
    const scores = await principalScores(X, slices);
    const correlation = (axis: number, column: number) => {
      let [product, squares, others] = [0, 0, 0];
      for (let i = 0; i < X.rows; i++) {
        const value = X.data[i * X.columns + column];
        product += scores[2 * i + axis] * value;
        squares += scores[2 * i + axis] ** 2;
        others += value ** 2;
      }
      return product / Math.sqrt(squares * others);
    };
    expect(correlation(0, 1)).toBeGreaterThan(0.99);
    expect(correlation(1, 3)).toBeGreaterThan(0.97);
    let common = 0;
    for (let i = 0; i < scores.length; i += 2) common += scores[i] * scores[i + 1];
    expect(Math.abs(common / X.rows)).toBeLessThan(1e-3);
  });
});

describe('initialLayout', () => {
  const deviations = (layout: Float64Array) =>
    [0, 1].map((axis) => {
      const values = layout.filter((_, i) => i % 2 === axis);
      return Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);
    });

  it('has a deviation of 1e-4 along the first axis', async () => {
    const X = normalRows(200, 3, (column) => [1, 100, 10][column]);
    const [first, second] = deviations(await initialLayout(X, 'pca', 1, slices));
    expect(first).toBeCloseTo(1e-4, 10);
    expect(second).toBeCloseTo(1e-5, 5);
  });

  it.each([
    ['a single column', normalRows(200, 1)],
    ['equal rows', { data: new Float32Array(600).fill(3), rows: 200, columns: 3 }],
  ])('never leaves the points of %s on a line', async (_, X) => {
    for (const deviation of deviations(await initialLayout(X, 'pca', 1, slices))) {
      expect(deviation).toBeGreaterThan(8e-5);
      expect(deviation).toBeLessThan(1.2e-4);
    }
  });
});
