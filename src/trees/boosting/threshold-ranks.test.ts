import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Engine } from '../../engine/engine.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { rankMatrix } from '../binning/bin-matrix.js';
import { EnsembleBuilder } from '../ensemble.js';
import { growTree } from '../growing/grow-tree.js';
import { addTrees } from './boosted-trees.js';
import { MarginKernel } from './margin-kernel.js';

const value = fc.oneof(
  fc.integer({ min: 0, max: 5 }).map((i) => 1.7e12 + i),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constant(Number.NaN),
);

it('the kernel finds the leaves of 64-bit thresholds that walking finds', async () => {
  const rows = fc.array(fc.tuple(value, value), { minLength: 4, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(rows, rows, async (known, others) => {
      const matrix = (of: [number, number][]) => ({
        data: Float64Array.from(of.flat()),
        rows: of.length,
        columns: 2,
      });
      const X = matrix(known);
      const y = Int32Array.from(known, (_, row) => row % 2);
      const all = Int32Array.from(known.keys());
      const builder = new EnsembleBuilder();
      for (const kind of ['gini', 'entropy'] as const) {
        const { tree } = await growTree(
          rankMatrix(X),
          all,
          { kind, y, classes: 2 },
          {},
          new RandomStream(1, 'tree'),
        );
        builder.add(tree);
      }
      const ensemble = builder.finish();
      expect(ensemble.form).toBe('values');
      // The leaves' numbers, so that no two agree.
      const leaves = Float32Array.from({ length: builder.leaves }, (_, leaf) => leaf + 1);
      const kernel = new MarginKernel(await Engine.create(), ensemble, leaves, 2, 2);
      // Also values that lie at the thresholds, and those of other rows.
      const thresholds = Array.from(ensemble.arrays.threshold, (t): [number, number] => [t, t]);
      const asked = matrix([...known, ...others, ...thresholds]);
      const byKernel = new Float32Array(2 * asked.rows);
      const byWalking = new Float32Array(2 * asked.rows);
      kernel.add(asked, byKernel);
      addTrees(ensemble, leaves, asked, byWalking, 2, 0);
      expect(byKernel).toEqual(byWalking);
    }),
    { numRuns: 60, seed: 1 },
  );
});
