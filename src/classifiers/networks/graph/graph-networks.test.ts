/** What graph networks have beyond the contract of all classifiers: kept rows, heads, equal training on all builds. */
import { describe, expect, it } from 'vitest';
import { blobs } from '../../../../test/support/labelled-rows.js';
import { InputError } from '../../../errors.js';
import type { KernelBuild } from '../../../kernels/load.js';
import { classificationReport } from '../../../metrics/classification-report.js';
import { classifiers } from '../../registry.js';
import { Gat } from './gat.js';
import { Gcn } from './gcn.js';
import { Gin } from './gin.js';
import { GraphSage } from './graph-sage.js';
import { JkNet } from './jk-net.js';

const CLASSES = ['a', 'b', 'c'];
const KINDS = [Gcn, GraphSage, Gat, Gin, JkNet].map((kind) => [new kind().name, kind] as const);

describe.each(KINDS)('%s', (name, kind) => {
  const { X, y } = blobs([30, 25, 20], CLASSES);
  const fitted = (options: ConstructorParameters<typeof kind>[0], build?: KernelBuild) => {
    const classifier = new kind({ epochs: 6, validationFraction: 0, width: 16, ...options });
    return (build === undefined ? classifier : classifier.useKernels(build)).fit(X, y);
  };
  const keptOf = async (options: ConstructorParameters<typeof kind>[0]) => {
    const kept = (await fitted(options)).tensors().get('kept_rows');
    if (kept === undefined) throw new Error('nothing was kept');
    return kept;
  };

  it('has the losses of the oracle on every build', async () => {
    const options = { batchSize: 30 };
    const oracle = (await fitted(options, 'typescript-float64')).history.loss;
    expect(oracle[5]).toBeLessThan(oracle[0]);
    for (const build of ['fma', 'simd', 'typescript'] as const) {
      (await fitted(options, build)).history.loss.forEach((loss, epoch) => {
        expect(Math.abs(loss - oracle[epoch]) / oracle[epoch], `${build}, epoch ${epoch}`).toBeLessThan(1e-3);
      });
    }
  });

  it('keeps every row it trained on', async () => {
    const kept = await keptOf({});
    expect(kept.shape).toEqual([75, 3]);
    expect(kept.data).toEqual(X.data);
    expect(kept.data).not.toBe(X.data);
    expect((await keptOf({ validationFraction: 0.2 })).shape).toEqual([60, 3]);
  });

  it('keeps a stratified sample of more rows than it may, the same for a seed', async () => {
    const kept = await keptOf({ keptRows: 15 });
    expect(kept.shape).toEqual([15, 3]);
    const rowsOf = (data: ArrayLike<number>) =>
      Array.from({ length: data.length / 3 }, (_, i) =>
        Array.from(data)
          .slice(3 * i, 3 * i + 3)
          .join(),
      );
    const all = rowsOf(X.data);
    const labels = rowsOf(kept.data).map((row) => y[all.indexOf(row)]);
    expect(CLASSES.map((c) => labels.filter((label) => label === c).length)).toEqual([6, 5, 4]);
    expect((await keptOf({ keptRows: 15 })).data).toEqual(kept.data);
    expect((await keptOf({ keptRows: 15, seed: 1 })).data).not.toEqual(kept.data);
  });

  it('keeps two rows, if need be', async () => {
    expect((await keptOf({ keptRows: 2 })).shape).toEqual([2, 3]);
  });

  it('chooses the checkpoint by what it predicts afterwards, of rows in several chunks', async () => {
    const table = blobs([300, 300, 300], CLASSES, 7);
    // Some labels are wrong, so that the score tells how many of which were given.
    const labels = table.y.map(
      (label, i) => CLASSES[(CLASSES.indexOf(String(label)) + Number(i % 7 === 0)) % 3],
    );
    const classifier = new kind({ epochs: 40, width: 16 });
    await classifier.fit(X, y, { validation: { X: table.X, y: labels } });
    const predicted = await classifier.predict(table.X);
    const best = classifier.history.validationMacroF1[classifier.bestEpoch - 1];
    expect(classificationReport(labels, predicted).metrics.macroF1).toBeCloseTo(best, 12);
    expect(best).toBeGreaterThan(0.6);
  });

  it('works with fewer kept rows than neighbours', async () => {
    const classifier = await fitted({ keptRows: 3, neighbours: 9, batchSize: 30 });
    const { data } = await classifier.predictProba(X);
    for (let i = 0; i < X.rows; i++) {
      const row = data.subarray(3 * i, 3 * i + 3);
      expect(row[0] + row[1] + row[2]).toBeCloseTo(1, 5);
      const alone = { data: X.data.slice(3 * i, 3 * i + 3), rows: 1, columns: 3 };
      expect((await classifier.predictProba(alone)).data).toEqual(row.slice());
    }
  });

  it('refuses a saved state with a single kept row', async () => {
    const classifier = await fitted({});
    const json = JSON.parse(JSON.stringify(classifier.toJSON()));
    const tensors = new Map(classifier.tensors());
    const one = { dtype: 'F32', shape: [1, 3], data: X.data.slice(0, 3) } as const;
    tensors.set('kept_rows', one);
    for (const array of json.arrays) if (array.name === 'kept_rows') array.shape = [1, 3];
    const entry = classifiers.find((each) => each.name === name);
    const error = await entry?.load(json, tensors).then(
      () => new Error('loaded'),
      (e) => e as Error,
    );
    expect(error).toBeInstanceOf(InputError);
    expect(error?.message).toMatch(new RegExp(`${name}.*kept_rows`));
  });
});

describe('gat', () => {
  it('refuses heads that do not divide the width', () => {
    expect(() => new Gat({ width: 20 })).toThrow(InputError);
    expect(() => new Gat({ width: 20 })).toThrow(/heads is 8.*width of 20/);
    expect(new Gat({ width: 20, heads: 5 }).options.heads).toBe(5);
  });
});
