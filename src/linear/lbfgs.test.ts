import { describe, expect, it } from 'vitest';
import { lbfgs } from './lbfgs.js';
import type { Objective } from './objective.js';

/** 100 (y - x^2)^2 + (1 - x)^2: a bent valley with its minimum, 0, at (1, 1). */
const rosenbrock: Objective = {
  size: 2,
  async evaluate([x, y], gradient) {
    gradient[0] = -400 * x * (y - x * x) - 2 * (1 - x);
    gradient[1] = 200 * (y - x * x);
    return 100 * (y - x * x) ** 2 + (1 - x) ** 2;
  },
};

/** Half the sum of scale_i (x_i - 1)^2, scales from 1 to 1000. */
const scales = Float64Array.from({ length: 30 }, (_, i) => 10 ** ((3 * i) / 29));
const stretched: Objective = {
  size: scales.length,
  async evaluate(point, gradient, signal) {
    signal?.throwIfAborted();
    let value = 0;
    point.forEach((x, i) => {
      gradient[i] = scales[i] * (x - 1);
      value += 0.5 * scales[i] * (x - 1) ** 2;
    });
    return value;
  },
};

describe('lbfgs', () => {
  it('finds the minimum of the Rosenbrock function, never rising', async () => {
    const values: number[] = [];
    const { point, stop, iterations } = await lbfgs(rosenbrock, {
      tolerance: 1e-8,
      maxIterations: 200,
      onIteration: (iteration, value) => {
        values.push(value);
        expect(iteration).toBe(values.length);
      },
    });
    expect(stop).toBe('converged');
    expect(iterations).toBe(values.length);
    expect(point[0]).toBeCloseTo(1, 6);
    expect(point[1]).toBeCloseTo(1, 6);
    values.slice(1).forEach((value, i) => {
      expect(value).toBeLessThanOrEqual(values[i]);
    });
  });

  it('takes a step for a quadratic function of which it is told the curvature', async () => {
    const options = { tolerance: 1e-6, maxIterations: 1000 };
    const plain = await lbfgs(stretched, options);
    const told = await lbfgs(stretched, {
      ...options,
      preconditioner: async () => (vector) => {
        for (let i = 0; i < vector.length; i++) vector[i] /= scales[i];
      },
    });
    expect(plain.stop).toBe('converged');
    expect(plain.iterations).toBeGreaterThan(10);
    expect(told.iterations).toBe(1);
    for (const { point } of [plain, told]) for (const x of point) expect(x).toBeCloseTo(1, 5);
  });

  it('stops after the most iterations', async () => {
    const { stop, iterations } = await lbfgs(rosenbrock, { tolerance: 1e-8, maxIterations: 3 });
    expect([stop, iterations]).toEqual(['iterations', 3]);
  });

  it('does nothing where it starts at the minimum', async () => {
    const flat: Objective = { size: 3, evaluate: async (_, gradient) => gradient.fill(0).length };
    expect(await lbfgs(flat, { tolerance: 0, maxIterations: 10 })).toMatchObject({
      stop: 'converged',
      iterations: 0,
      value: 3,
    });
  });

  it('says so when rounding hides every decrease', async () => {
    // Its gradient promises what its values do not keep.
    const uphill: Objective = {
      size: 1,
      evaluate: async ([x], gradient) => {
        gradient[0] = -1;
        return Math.abs(x);
      },
    };
    expect((await lbfgs(uphill, { tolerance: 1e-3, maxIterations: 10 })).stop).toBe('precision');
  });

  it('keeps the last whole iteration when the signal is aborted', async () => {
    const controller = new AbortController();
    const { stop, iterations, point } = await lbfgs(stretched, {
      tolerance: 1e-9,
      maxIterations: 1000,
      signal: controller.signal,
      onIteration: (iteration) => {
        if (iteration === 4) controller.abort(new Error('enough'));
      },
    });
    const alone = await lbfgs(stretched, { tolerance: 1e-9, maxIterations: 4 });
    expect([stop, iterations]).toEqual(['aborted', 4]);
    expect(point).toEqual(alone.point);
  });

  it('passes on what the objective throws', async () => {
    const broken: Objective = {
      size: 1,
      evaluate: async () => {
        throw new Error('broken');
      },
    };
    await expect(lbfgs(broken, { tolerance: 1, maxIterations: 1 })).rejects.toThrow('broken');
  });
});
