import { describe, expect, it } from 'vitest';
import { blobs } from '../../../test/support/labelled-rows.js';
import { portfolio } from '../ensembles/auto/portfolio.js';
import { classifiers } from '../registry.js';
import type { FitOptions } from './classifier.js';
import { effectNotices, type FitSetting } from './option-effects.js';

type Options = Readonly<Record<string, unknown>>;

const entryOf = (name: string) => {
  const entry = classifiers.find((each) => each.name === name);
  if (entry === undefined) throw new Error(`no ${name}`);
  return entry;
};
const noticesOf = (name: string, options: Options, setting: FitSetting = {}) =>
  effectNotices(entryOf(name), { fits: [{ options, setting }] });

const SETTINGS: readonly FitSetting[] = (['given', 'held out', 'none'] as const).flatMap((validation) =>
  [2, 3].map((classes) => ({ validation, classes })),
);

describe.each(classifiers.map((entry) => ({ name: entry.name, entry })))('$name', ({ name, entry }) => {
  it('has no notice with default and improved options, and rules of its own options only', () => {
    for (const setting of SETTINGS) {
      expect(noticesOf(name, {}, setting)).toEqual([]);
      expect(noticesOf(name, entry.options.parse({}), setting)).toEqual([]);
      expect(noticesOf(name, entry.improved ?? {}, setting)).toEqual([]);
    }
    const named = (entry.rules ?? []).flatMap(({ options }) => options);
    expect(Object.keys(entry.options.shape)).toEqual(expect.arrayContaining(named));
  });
});

it('none of the candidates of auto has an option without effect', () => {
  for (const { entry, options } of portfolio) expect(noticesOf(entry.name, options)).toEqual([]);
});

describe('what has no effect', () => {
  const { X, y } = blobs([24, 20, 14], ['a', 'b', 'c'], 3);
  const net = { epochs: 2 };
  const small = { epochs: 3, hiddenSizes: [4] };
  const trees = { nEstimators: 4 };
  const probabilities = async (name: string, options: Options, fit: FitOptions = {}) =>
    (await (await entryOf(name).create(options).fit(X, y, fit)).predictProba(X)).data;

  /** A classifier, options, some that have no effect beside them, and options with which they have one. */
  const cases: readonly [string, Options, Options, Options?, FitOptions?][] = [
    ['qcl-mixnet', net, { qubits: 3, circuitLayers: 1, entangler: 'cz' }, { quantum: 'circuit' }],
    ['qcl-mixnet', net, { shots: 20 }, { quantum: 'circuit', qubits: 2 }],
    ['qcl-mixnet', { ...net, without: ['quantum'] }, { quantum: 'circuit', qubits: 2 }, { without: [] }],
    ['qcl-mixnet', { ...net, without: ['quantum'] }, { thetaInitial: 'uniform' }, { without: [] }],
    ['qcl-mixnet', { ...net, quantum: 'none' }, { thetaInitial: 'uniform' }, { quantum: 'layers' }],
    [
      ...(['qcl-mixnet', { ...net, without: ['mixup'] }] as const),
      { mixupAlpha: 2, mixupNeighbours: 1, mixupLambda: 'batch', mixupSchedule: 'learned' },
      { without: [] },
    ],
    ['qcl-mixnet', { ...net, without: ['mixup'] }, { mixupRows: 'all' }, { without: [], batchSize: 16 }],
    ['qcl-mixnet', { ...net, without: ['mixup'] }, { mixupSpace: 'embedding' }, { without: [] }],
    ['qcl-mixnet', net, { neighbourSearch: 'approximate' }],
    [
      ...(['qcl-mixnet', { ...net, lossAlpha: 0 }] as const),
      { focalGamma: 1, intraWeight: 2, interWeight: 2, intraForm: 'mse', centroidInitial: 'zeros' },
      { lossAlpha: 0.5 },
    ],
    ['qcl-mixnet', { ...net, lossAlpha: 1 }, { temperature: 1, margin: 1 }, { lossAlpha: 0.5 }],
    [
      ...(['qcl-mixnet', { ...net, lossAlpha: 1 }] as const),
      { minerEpsilon: 0.5, tripletDistance: 'squared', tripletEmbedding: 'raw', tripletReduction: 'sum' },
      { lossAlpha: 0.5 },
    ],
    ['qcl-mixnet', { ...net, lossAlpha: 1 }, { contrastiveReduction: 'sum' }, { lossAlpha: 0.5 }],
    ['qcl-mixnet', { ...net, intraWeight: 0 }, { intraForm: 'mse' }, { intraWeight: 1 }],
    [
      'qcl-mixnet',
      { ...net, intraWeight: 0, interWeight: 0 },
      { centroidInitial: 'zeros' },
      { intraWeight: 1 },
    ],
    [
      ...(['qcl-mixnet', { ...net, metricSpace: 'logits' }] as const),
      { projectionWidth: 4, embeddingWidth: 4 },
      { metricSpace: 'embedding' },
    ],
    ['qcl-mixnet', net, { learningRate: 0.1 }, { schedule: 'constant' }],
    ['mlp', small, { maximumLearningRate: 0.1, scheduleStep: 'epoch' }, { schedule: 'one-cycle' }],
    ['mlp', { ...small, validationFraction: 0 }, { refit: true, snapshots: 'both' }],
    ['mlp', { ...small, refit: true }, { snapshots: 'last' }],
    ['mlp', small, { validationFraction: 0.4, refit: true }, undefined, { validation: { X, y } }],
    ['mlp', small, { validationFraction: 0.4, refit: true }, undefined, { validation: 'none' }],
    ['mlp', small, { snapshots: 'both' }, undefined, { validation: 'none' }],
    ['xgboost', trees, { validationFraction: 0.5 }, { earlyStoppingRounds: 1 }],
    ['xgboost', { ...trees, method: 'exact' }, { maxBin: 2 }],
    ['xgboost', trees, { baseScore: 0.9 }],
    ['boosting', trees, { validationFraction: 0.5 }],
    ['gradient-boosting', trees, { validationFraction: 0.5, tol: 1 }, { nIterNoChange: 1 }],
    ['random-forest', { ...trees, bootstrap: false }, { oobScore: true }],
    ['svm-smote', { kernel: 'linear' }, { gamma: 3 }, { kernel: 'rbf' }],
    [
      'qcl-ensemble',
      { ...net, folds: 2, partitions: 1, minimumSteps: 0 },
      { qubits: 3 },
      { quantum: 'circuit' },
    ],
  ];

  it.each(cases)('%s %o: %o', async (name, base, idle, active, fit = {}) => {
    const said: string[] = [];
    const onWarning = (message: string) => said.push(message);
    const found = await probabilities(name, { ...base, ...idle }, { ...fit, onWarning });
    expect(found).toEqual(await probabilities(name, base, fit));
    for (const [option, value] of Object.entries(idle))
      expect(said.join('\n')).toContain(`${option}=${value}`);
    for (const notice of said)
      expect(notice).toMatch(/^.*=.* (has|have) no effect: .*; .*, or leave (it|them) out$/);

    expect(
      await probabilities(name, { ...base, ...idle }, { ...fit, onWarning, warnsOfOptions: false }),
    ).toEqual(found);
    expect(said).toHaveLength(new Set(said).size);
    if (active === undefined) return;
    const options = { ...base, ...idle, ...active };
    expect(noticesOf(name, options)).toEqual([]);
    expect(await probabilities(name, options)).not.toEqual(await probabilities(name, { ...base, ...active }));
  });
});

describe('the notices', () => {
  it('put options with the same reason together', () => {
    expect(noticesOf('qcl-mixnet', { shots: 100, qubits: 6, learningRate: 0.1 })).toEqual([
      expect.stringMatching(/^learningRate=0\.1 has no effect: .*schedule=constant/),
      'qubits=6 and shots=100 have no effect: only quantum=circuit has a circuit; set quantum=circuit, or leave them out',
    ]);
  });

  it('say of fixed weights of learned ones that they are a start, unless they are 0', () => {
    const learned = { lossWeights: 'learned' };
    expect(noticesOf('qcl-mixnet', { ...learned, lossAlpha: 0.7, intraWeight: 0.2, interWeight: 0 })).toEqual(
      [
        'intraWeight=0.2 and lossAlpha=0.7 have only the effect of a start: lossWeights=learned changes the weights of the ' +
          'loss terms from there while it trains; set lossWeights=fixed, or leave them out',
      ],
    );
    expect(noticesOf('qcl-mixnet', { ...learned, lossAlpha: 1 })).toEqual([]);
  });

  it('are about options that have no effect in any candidate', () => {
    const of = (candidates: readonly Options[], names?: readonly string[]) =>
      effectNotices(entryOf('qcl-mixnet'), { fits: candidates.map((options) => ({ options })), names });
    expect(of([{ qubits: 6 }, { qubits: 6, quantum: 'circuit' }])).toEqual([]);
    expect(of([{ qubits: 6 }, { qubits: 4 }, { qubits: 8 }])).toEqual([
      expect.stringMatching(/^qubits has no effect/),
    ]);
    expect(of([{ qubits: 6, shots: 5 }], ['shots'])).toEqual([expect.stringMatching(/^shots=5 has/)]);
  });

  it('know the candidates of auto that are fitted more often', () => {
    const of = (quality: string, ...candidates: string[]) => noticesOf('auto', { quality, candidates });
    expect(of('fast', 'knn', 'qcl-ensemble')).toEqual([expect.stringMatching(/^quality=fast has no effect/)]);
    expect(of('best', 'knn')).toHaveLength(1);
    expect(of('best', 'knn', 'qcl-ensemble')).toEqual([]);
  });
});
