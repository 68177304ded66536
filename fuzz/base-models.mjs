/** Small models of every classifier, to be damaged by the target `model-files`. */
import { classifiers, tableFromColumns, trainOnTable } from '../dist/index.js';
import { decodeSafetensors } from '../dist/modelfile/safetensors.js';
import { Random } from './random.mjs';

/**
 * Options that keep a model small, by classifier; one model for each entry.
 * @type {Map<string, readonly Readonly<Record<string, unknown>>[]>}
 */
const OPTIONS = new Map(
  /** @type {[string, object[]][]} */ ([
    [
      'qcl-mixnet',
      [
        { ...widths(8), snapshots: 'both' },
        { ...widths(8), folded: true },
      ],
    ],
    ['qcl-ensemble', [{ ...widths(4), folds: 2, partitions: 2, minimumSteps: 0 }]],
    ['auto', [{ folds: 2, candidates: ['logistic-regression', 'knn', 'gradient-boosting', 'svm-smote'] }]],
    ['xgboost', [{ nEstimators: 3 }]],
    ['gradient-boosting', [{ nEstimators: 3 }]],
    ['balanced-random-forest', [{ nEstimators: 3, oobScore: true }]],
    ['random-forest', [{ nEstimators: 3 }]],
    ['svm-smote', [{}, { kernel: 'linear' }]],
    ['knn', [{}, { weights: 'distance', k: 3 }]],
    ['mlp', [{ hiddenSizes: [8, 4] }]],
    ['resnet', [{ width: 8, blocks: 1 }]],
    ['gru', [{ hiddenSize: 4, sequence: 'features' }]],
    ['lstm', [{ hiddenSize: 4 }]],
    ['bigru', [{ hiddenSize: 4 }]],
    ['bilstm', [{ hiddenSize: 4, sequence: 'features' }]],
    ['cnn', [{ filters: [4, 4] }]],
    ['gat', [{ width: 8, heads: 2 }]],
    ...['gcn', 'graphsage', 'gin', 'jknet'].map((name) => /** @type {const} */ ([name, [{ width: 8 }]])),
  ]),
);

function widths(hiddenWidth) {
  return { hiddenWidth, representationWidth: 4, projectionWidth: 4, embeddingWidth: 2 };
}

/**
 * The parts of a model file.
 * @typedef {{ name: string, description: string,
 *   tensors: readonly (readonly [string, import('../dist/modelfile/tensor.js').ModelTensor])[] }} BaseModel
 */

/** @returns {Promise<BaseModel[]>} */
export async function baseModels() {
  const models = [];
  for (const { name, options } of classifiers) {
    for (const chosen of OPTIONS.get(name) ?? [{}]) {
      const classifierOptions = 'epochs' in options.shape ? { ...chosen, epochs: 2 } : chosen;
      for (const classes of [2, 3])
        models.push(await baseModel(name, trainingTable(classes), classifierOptions));
    }
  }
  const wide = { ...widths(4), epochs: 1, columnSelection: 'wide' };
  models.push(await baseModel('qcl-mixnet', wideTable(), wide));
  models.push(await baseModel('random-forest', tableOfAllKinds(), { nEstimators: 1 }, ALL_KINDS));
  return models;
}

async function baseModel(name, table, classifierOptions, overrides) {
  const { model } = await trainOnTable(table, {
    target: 'y',
    classifier: name,
    classifierOptions,
    overrides,
  });
  const { tensors, metadata } = decodeSafetensors(model.toBytes());
  return { name, description: metadata.get('description') ?? '', tensors: [...tensors] };
}

const ROWS = 40;

/** Numbers, categories and booleans, some of them missing. */
function trainingTable(classes) {
  const random = new Random(1, 'training-table', classes);
  const cells = (cell) => Array.from({ length: ROWS }, (_, row) => (random.chance(0.1) ? null : cell(row)));
  const a = Array.from({ length: ROWS }, () => random.uniform() * 6 - 3);
  return tableFromColumns([
    ['a', a],
    ['b', cells(() => Math.exp(random.uniform() * 8))],
    ['colour', cells(() => random.pick(['red', 'green', 'blue']))],
    ['flag', cells(() => random.pick(['true', 'false']))],
    ['y', a.map((value) => ['low', 'high', 'top'][Math.min(classes - 1, Math.floor((value + 3) / 2))])],
  ]);
}

/** More columns than a network with `columnSelection: wide` keeps, after those of `trainingTable`. */
function wideTable() {
  const random = new Random(2, 'wide-table', 0);
  const { columns } = trainingTable(2);
  const more = Array.from({ length: 100 }, (_, i) => ({
    kind: 'numeric',
    name: `c${i}`,
    values: Float64Array.from({ length: ROWS }, () => random.uniform()),
  }));
  return { rows: ROWS, source: 'wide', columns: [...columns, ...more] };
}

const ALL_KINDS = {
  date: ['ordered', 'sent'],
  list: ['tags'],
  text: ['review'],
  missing: ['tbd'],
  keepWords: ['unknown'],
};

/** All kinds of columns besides those of `trainingTable`: dates with a difference, lists, texts, levels, written numbers. */
function tableOfAllKinds() {
  const random = new Random(3, 'all-kinds', 0);
  const { columns } = trainingTable(2);
  const cells = (cell) =>
    Array.from({ length: ROWS }, () => (random.chance(0.1) ? random.pick([null, 'tbd', ' - ']) : cell()));
  const some = (words, separator) => words.filter(() => random.chance(0.5)).join(separator) || words[0];
  const date = (day) => new Date(Date.UTC(2020, 0, day, random.pick([6, 18]))).toISOString();
  const more = tableFromColumns([
    ['ordered', cells(() => date(random.integer(300)))],
    ['sent', cells(() => date(300 + random.integer(300)))],
    ['tags', cells(() => some(['a', 'b', 'c', 'unknown'], ';'))],
    ['review', cells(() => some(['good', 'bad', 'late', 'broken', 'cheap', 'never again'], ' '))],
    ['level', cells(() => random.pick(['low', 'medium', 'high']))],
    ['age', cells(() => random.pick(['0-9', '10-19', '20-29']))],
    ['price', cells(() => `${random.pick([1, 2, 3])}.${100 + random.integer(800)},50 €`)],
  ]);
  return { ...more, columns: [...columns, ...more.columns] };
}

const MOST = Number.MAX_VALUE;

/**
 * Rows to predict: ordinary ones, ones far from the training rows, and the limits of 64 bits.
 * @returns {readonly import('../dist/index.js').Table[]}
 */
export function tablesToPredict() {
  return [
    predictionTable([0.5, -2.5, null, 1.5], [3, null, 2000, 0]),
    predictionTable([100, -1e6, 1e12, 0], [-1, 1e9, null, -1e15]),
    predictionTable([1e38, -1e38, 1e30, -1e25], [1e35, -1e30, 1e-300, 0]),
    predictionTable([MOST, -MOST, 5e-324, -0], [1e39, 0, -MOST, MOST]),
  ];
}

/**
 * @param {(number | null)[]} a
 * @param {(number | null)[]} b
 */
function predictionTable(a, b) {
  const more = Array.from({ length: 100 }, (_, i) => /** @type {const} */ ([`c${i}`, a]));
  return tableFromColumns([
    ['a', a],
    ['b', b],
    ['colour', ['red', 'never seen', null, 'blue']],
    ['flag', ['true', null, 'perhaps', 'false']],
    ['ordered', ['2020-03-01T06:00:00Z', '0001-01-01', 'tbd', '9999-12-31T23:59']],
    ['sent', [null, '9999-12-31', '2021-01-01', '30/30/2020']],
    ['tags', ['a;d', 'a,b', 'unknown', '[z]']],
    ['review', ['good but late', 'unlike training', null, 'bad '.repeat(1000)]],
    ['level', ['high', 'lowest', null, 'low']],
    ['age', ['10-19', '30-39', '20+', null]],
    ['price', ['1.250,50 €', 'tbd', null, '-0,01 €']],
    ...more,
  ]);
}
