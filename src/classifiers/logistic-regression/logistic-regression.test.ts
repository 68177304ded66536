import { describe, expect, it } from 'vitest';
import { blobs } from '../../../test/support/labelled-rows.js';
import type { Matrix } from '../../matrix.js';
import { LogisticRegression } from './logistic-regression.js';

const three = blobs([40, 35, 30], ['a', 'b', 'c'], 4, 4);

describe('logistic regression', () => {
  it('has one vector of coefficients for two classes, and one a class for more', async () => {
    const two = blobs([20, 20], [0, 1]);
    const shapeOf = async (table: typeof two) =>
      (await new LogisticRegression().fit(table.X, table.y)).tensors().get('coefficients')?.shape;
    expect(await shapeOf(two)).toEqual([1, 3]);
    expect(await shapeOf(three)).toEqual([3, 4]);
  });

  it('gives the shares of the features in the coefficients', async () => {
    const model = await new LogisticRegression().fit(three.X, three.y);
    const shares = model.importances();
    expect(shares.length).toBe(4);
    expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 6);
    // The clouds stand at three of the four axes.
    expect(Math.min(...shares.subarray(0, 3))).toBeGreaterThan(4 * shares[3]);
    const constant: Matrix = { data: new Float32Array(8), rows: 4, columns: 2 };
    const flat = await new LogisticRegression().fit(constant, ['a', 'b', 'a', 'b']);
    expect([...flat.importances()]).toEqual([0, 0]);
    const single = await new LogisticRegression().fit(constant, ['a', 'a', 'a', 'a']);
    expect([...single.importances()]).toEqual([0, 0]);
  });

  it('reaches the tolerance, or says that it did not', async () => {
    const model = await new LogisticRegression().fit(three.X, three.y);
    expect(model.converged).toBe(true);
    expect(model.iterations).toBeGreaterThan(1);
    const short = await new LogisticRegression({ maxIterations: 1 }).fit(three.X, three.y);
    expect([short.converged, short.iterations]).toEqual([false, 1]);
    const loaded = await LogisticRegression.load(short.toJSON(), short.tensors());
    expect([loaded.converged, loaded.iterations]).toEqual([false, 1]);
  });

  it('converges without a penalty to speak of, on collinear features and on features of any scale', async () => {
    const { X, y } = three;
    const data = new Float32Array(X.rows * 6);
    for (let i = 0; i < X.rows; i++) {
      const [a, b] = [X.data[4 * i], X.data[4 * i + 1]];
      data.set([a, b, a + b, 1, 1e4 * a, 1e-4 * b], 6 * i);
    }
    for (const C of [1, 1e6]) {
      const model = await new LogisticRegression({ C, tolerance: 1e-3 }).fit(
        { data, rows: X.rows, columns: 6 },
        y,
      );
      expect(model.converged).toBe(true);
    }
  });

  it('keeps the last iterate when it is aborted', async () => {
    const controller = new AbortController();
    const model = new LogisticRegression();
    const fit = model.fit(three.X, three.y, {
      signal: controller.signal,
      onProgress: ({ unit, epoch }) => {
        expect(unit).toBe('iteration');
        if (epoch === 2) controller.abort(new Error('enough'));
      },
    });
    await expect(fit).rejects.toThrow('enough');
    expect(model.iterations).toBe(2);
    expect(model.converged).toBe(false);
    const same = await new LogisticRegression({ maxIterations: 2 }).fit(three.X, three.y);
    expect(model.tensors()).toEqual(same.tensors());
  });
});
