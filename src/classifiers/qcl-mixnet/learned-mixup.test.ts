import { describe, expect, it } from 'vitest';
import { blobs } from '../../../test/support/labelled-rows.js';
import type { FitOptions, FitProgress } from '../contract/classifier.js';
import { QclEnsemble } from '../ensembles/qcl-ensemble/qcl-ensemble.js';
import type { QclMixNetOptions } from './options.js';
import { QclMixNet } from './qcl-mixnet.js';

const LEARNED = { mixupSchedule: 'learned', epochs: 12 } as const;
const { X, y } = blobs([60, 30, 16], ['a', 'b', 'c'], 1);

const fitted = (options: QclMixNetOptions, fit: FitOptions = {}) =>
  new QclMixNet({ ...LEARNED, ...options }).fit(X, y, fit);

/** The number of epochs of each class. */
const epochsOf = ({ mixupSchedule }: QclMixNet) =>
  mixupSchedule?.classes.map(({ epochs }) => epochs?.flat().reduce((sum, count) => sum + count, 0));

describe('mixupSchedule=learned', () => {
  it('chooses a setting for each class in each epoch', async () => {
    const model = await fitted({ validationFraction: 0.1 });
    expect(model.mixupSchedule?.settings[0]).toEqual({ alpha: 0.4, neighbours: 5 });
    expect(model.mixupSchedule?.settings).toHaveLength(6);
    expect(model.mixupSchedule?.classes.map(({ label }) => label)).toEqual(['a', 'b', 'c']);
    expect(epochsOf(model)).toEqual([12, 12, 12]);
    // Each of the six settings is tried once in seven epochs.
    const { epochs = [] } = model.mixupSchedule?.classes[0] ?? {};
    expect(epochs.map((period) => period.reduce((sum, count) => sum + count, 0))).toEqual([3, 3, 3, 3]);
    expect(epochs[0].map((_, arm) => epochs.some((period) => period[arm] > 0))).toEqual(
      new Array(6).fill(true),
    );
  });

  it.each([
    ['two classes', { sizes: [40, 20], options: {} }],
    ['a class with one row', { sizes: [40, 30, 1], options: {} }],
    ['partners among all rows', { sizes: [40, 20, 12], options: { mixupRows: 'all' } }],
    ['partners in the embedding', { sizes: [40, 20, 12], options: { mixupSpace: 'embedding' } }],
    ['a lambda for a batch', { sizes: [40, 20, 12], options: { mixupLambda: 'batch' } }],
    ['folding and both snapshots', { sizes: [40, 20], options: { folded: true, snapshots: 'both' } }],
    ['selected columns', { sizes: [40, 20], columns: 120, options: { columnSelection: 'wide' } }],
    ['one neighbour and a large alpha', { sizes: [40, 20], options: { mixupNeighbours: 1, mixupAlpha: 3 } }],
    ['a circuit', { sizes: [40, 20], options: { quantum: 'circuit', qubits: 2 } }],
  ] as const)('works with %s, and is the same for the same seed', async (_, { sizes, options, ...rest }) => {
    const labels = ['a', 'b', 'c'].slice(0, sizes.length);
    const columns = 'columns' in rest ? rest.columns : undefined;
    const rows = blobs([...sizes], labels, 2, columns);
    const [one, same, other] = await Promise.all(
      [1, 1, 2].map((seed) => new QclMixNet({ ...LEARNED, ...options, seed }).fit(rows.X, rows.y)),
    );
    expect(one.mixupSchedule?.classes[0].epochs).toBeDefined();
    expect(same.mixupSchedule).toEqual(one.mixupSchedule);
    expect(await same.predictProba(rows.X)).toEqual(await one.predictProba(rows.X));
    expect(other.mixupSchedule).not.toEqual(one.mixupSchedule);
  });

  it.each([
    [
      'no class has ten rows',
      { sizes: [9, 9], groups: false },
      /no class has the 10 rows that it needs, validation rows not counted/,
    ],
    ['its rows are one group', { sizes: [40, 9], groups: true }, /are of one group or time/],
  ])('says that the fixed schedule was used if %s', async (_, { sizes, groups }, reason) => {
    const rows = blobs([...sizes], ['a', 'b'], 1);
    const said: string[] = [];
    const fit = {
      ...(groups && { groups: rows.y.map((label, i) => (label === 'a' ? 0 : 1 + i)) }),
      validation: 'none',
      onWarning: (message: string) => said.push(message),
    } as const;
    const model = await new QclMixNet(LEARNED).fit(rows.X, rows.y, fit);
    expect(said).toEqual([
      expect.stringMatching(/^mixupSchedule=learned has no effect, and the fixed schedule was used: /),
    ]);
    expect(said[0]).toMatch(reason);
    expect(model.mixupSchedule).toBeUndefined();
    const fixed = await new QclMixNet({ ...LEARNED, mixupSchedule: 'fixed' }).fit(rows.X, rows.y, fit);
    expect(await model.predictProba(rows.X)).toEqual(await fixed.predictProba(rows.X));
    expect(said).toHaveLength(1);
  });

  it('has an ensemble say what all its networks say', async () => {
    const saidOf = async (sizes: number[]) => {
      const said: string[] = [];
      const rows = blobs(sizes, ['a', 'b'], 1);
      const options = { ...LEARNED, epochs: 2, minimumSteps: 0, folds: 2, partitions: 1 };
      await new QclEnsemble(options).fit(rows.X, rows.y, { onWarning: (message) => said.push(message) });
      return said;
    };
    expect(await saidOf([16, 16])).toEqual([expect.stringMatching(/no class has the 10 rows/)]);
    expect(await saidOf([30, 16])).toEqual([]);
  });

  it('keeps the fixed setting for a class with fewer than ten rows', async () => {
    const rows = blobs([40, 9, 1], ['a', 'b', 'c'], 1);
    const model = await new QclMixNet({ ...LEARNED, validationFraction: 0 }).fit(rows.X, rows.y);
    expect(epochsOf(model)).toEqual([12, undefined, undefined]);
  });

  it('is fixed mixup if no class has ten rows', async () => {
    const rows = blobs([9, 9, 9], ['a', 'b', 'c'], 1);
    const [learned, fixed] = await Promise.all(
      (['learned', 'fixed'] as const).map((mixupSchedule) =>
        new QclMixNet({ ...LEARNED, mixupSchedule, validationFraction: 0 }).fit(rows.X, rows.y),
      ),
    );
    expect(learned.mixupSchedule).toBeUndefined();
    expect(await learned.predictProba(rows.X)).toEqual(await fixed.predictProba(rows.X));
  });

  it('is no mixup without mixup', async () => {
    const [learned, fixed] = await Promise.all(
      (['learned', 'fixed'] as const).map((mixupSchedule) => fitted({ mixupSchedule, without: ['mixup'] })),
    );
    expect(learned.mixupSchedule).toBeUndefined();
    expect(await learned.predictProba(X)).toEqual(await fixed.predictProba(X));
  });

  it('never looks at validation rows', async () => {
    // Under the protocol paper they are test rows.
    const fresh = blobs([10, 10, 10], ['a', 'b', 'c'], 9);
    const [one, other] = await Promise.all([
      fitted({}, { validation: fresh }),
      fitted({}, { validation: { X: fresh.X, y: fresh.y.toReversed() } }),
    ]);
    expect(other.history.validationMacroF1).not.toEqual(one.history.validationMacroF1);
    expect(other.history.loss).toEqual(one.history.loss);
    expect(other.mixupSchedule).toEqual(one.mixupSchedule);
  });

  it.each([
    ['refit', { refit: true }, {}],
    ['validation none', {}, { validation: 'none' }],
    ['validationFraction 0', { validationFraction: 0 }, {}],
  ] as const)('trains on all rows by the learned schedule in the end: %s', async (_, options, fit) => {
    const reports: FitProgress[] = [];
    const model = await fitted(options, { ...fit, onProgress: (report) => reports.push(report) });
    expect(reports.length).toBeGreaterThan(12);
    expect(epochsOf(model)).toEqual([12, 12, 12]);
    expect(await model.predictProba(X)).not.toEqual(
      await (await fitted({ ...options, mixupSchedule: 'fixed' }, fit)).predictProba(X),
    );
    const again = await fitted(options, fit);
    expect(await again.predictProba(X)).toEqual(await model.predictProba(X));
  });

  it('makes all epochs on all rows without validation rows', async () => {
    const reports: FitProgress[] = [];
    await fitted({}, { validation: 'none', onProgress: (report) => reports.push(report) });
    expect(reports).toHaveLength(24);
    expect(reports[23]).toMatchObject({ epoch: 24, epochs: 24, bestEpoch: 24, earlier: 12 });
    expect(reports[11].earlier).toBeUndefined();
  });

  it.each([
    [
      1,
      [expect.stringMatching(/has no effect.*fixed schedule was used: only the epochs.*set epochs above 1/)],
    ],
    [2, []],
  ])('of %i epochs: says if nothing can be learned', async (epochs, expected) => {
    const said: string[] = [];
    await fitted({ epochs }, { validation: 'none', onWarning: (message) => said.push(message) });
    expect(said).toEqual(expected);
  });

  it('keeps the first network if the signal stops the training on all rows', async () => {
    const stop = new AbortController();
    const onProgress = ({ epoch }: FitProgress) => {
      if (epoch === 14) stop.abort(new Error('enough'));
    };
    const model = new QclMixNet({ ...LEARNED, validationFraction: 0 });
    await expect(model.fit(X, y, { signal: stop.signal, onProgress })).rejects.toThrow('enough');
    expect(epochsOf(model)).toEqual([12, 12, 12]);
  });

  it('is saved with the model', async () => {
    const model = await fitted({});
    const json = JSON.parse(JSON.stringify(model.toJSON()));
    const loaded = await QclMixNet.load(json, model.tensors());
    expect(loaded.mixupSchedule).toEqual(model.mixupSchedule);
    expect((await fitted({ mixupSchedule: 'fixed' })).toJSON()).not.toHaveProperty('model.mixup');
  });

  it.each([
    [
      'of other classes',
      (mixup: { classes: unknown[] }) => mixup.classes.pop(),
      /settings of mixup for 2 of 3 classes/,
    ],
    [
      'of other settings',
      (mixup: { arms: unknown[] }) => mixup.arms.pop(),
      /a number of epochs for each setting/,
    ],
  ])('refuses a file with a schedule %s', async (_, damage, message) => {
    const model = await fitted({});
    const json = JSON.parse(JSON.stringify(model.toJSON()));
    damage(json.model.mixup);
    await expect(QclMixNet.load(json, model.tensors())).rejects.toThrow(message);
  });

  it('is undefined for a single class', async () => {
    const single = await new QclMixNet(LEARNED).fit(X, new Array(X.rows).fill('a'));
    expect(single.mixupSchedule).toBeUndefined();
  });
});
