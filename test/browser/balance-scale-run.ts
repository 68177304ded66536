/**
 * The work that Node and the browser are compared on. Node imports this file, the page and its worker get
 * it bundled; `qcl-mixnet` is the built package in both, each by its own entry.
 */
import {
  type Classifier,
  classifiers,
  detectNovelty,
  type Executor,
  explainModel,
  explainRows,
  extractTarget,
  type KernelBuild,
  type Matrix,
  modelCard,
  Preparation,
  predictTable,
  QclMixNet,
  reportMarkdown,
  similarRows,
  slices,
  smallestChange,
  TableClassifier,
  trainOnTable,
  watchTable,
} from 'qcl-mixnet';
import { balanceScale } from '../../src/paper/datasets/balance-scale.js';

const TARGET = 'target';

/** Arrays of plain numbers and text, so that they cross from the page to the test unchanged. */
export interface ClassifierRun {
  readonly kernelBuild: unknown;
  /** The JSON part of the model: options, classes, losses and scores of every epoch. */
  readonly state: string;
  readonly tensors: readonly { readonly name: string; readonly bytes: number[] }[];
  /** The bytes of the probabilities, so that a difference in one bit shows. */
  readonly probabilities: number[];
}

/** Trains on all of balance_scale with one build of the kernels and predicts it. */
export async function runClassifier(build: KernelBuild, seed: number): Promise<ClassifierRun> {
  const { X, y } = preparedBalanceScale();
  const classifier = await new QclMixNet({ seed, epochs: 30 }).useKernels(build).fit(X, y);
  return describeRun(classifier, X);
}

/** The same with a support vector machine; how often a timer fired tells whether it had the thread to itself. */
export async function runSvm(
  seed: number,
  executor: Executor,
): Promise<{ readonly run: ClassifierRun; readonly turns: number }> {
  const { X, y } = preparedBalanceScale();
  const entry = classifiers.find(({ name }) => name === 'svm-smote');
  const classifier = entry?.create({ seed }) as Classifier;
  let turns = 0;
  const timer = setInterval(() => {
    turns++;
  }, 1);
  await classifier.fit(X, y, { executor }).finally(() => clearInterval(timer));
  return { run: await describeRun(classifier, X), turns };
}

/** Classifiers that search neighbours approximately. */
export async function runApproximate(seed: number): Promise<ClassifierRun[]> {
  const { X, y } = preparedBalanceScale();
  const neighbourSearch = 'approximate';
  const runs: ClassifierRun[] = [];
  for (const [name, options] of [
    ['knn', { neighbourSearch }],
    ['qcl-mixnet', { neighbourSearch, mixupRows: 'all', epochs: 3, seed }],
  ] as const) {
    const classifier = classifiers.find((entry) => entry.name === name)?.create(options) as Classifier;
    await classifier.fit(X, y);
    runs.push(await describeRun(classifier, X));
  }
  return runs;
}

async function describeRun(classifier: Classifier, X: Matrix): Promise<ClassifierRun> {
  const state = classifier.toJSON();
  return {
    kernelBuild: (state.model as { kernelBuild?: unknown }).kernelBuild,
    state: JSON.stringify(state),
    tensors: Array.from(classifier.tensors(), ([name, { data }]) => ({ name, bytes: bytesOf(data) })),
    probabilities: bytesOf((await classifier.predictProba(X)).data),
  };
}

export interface PipelineRun {
  readonly model: number[];
  readonly macroF1: number;
  readonly probabilities: number[];
}

/** The whole way with the build chosen here: table, model file, the file read again, predictions. */
export async function runPipeline(seed: number): Promise<PipelineRun> {
  const table = balanceScale();
  const { model, report } = await trainOnTable(table, { target: TARGET, classifier: 'qcl-mixnet', seed });
  const bytes = model.toBytes();
  const loaded = await TableClassifier.fromBytes(bytes, { name: 'model' });
  const { probabilities } = await predictTable(loaded, table);
  return {
    model: Array.from(bytes),
    macroF1: report.metrics.macroF1,
    probabilities: bytesOf(probabilities.data),
  };
}

/** What a model says of its predictions and of a table, as JSON: p-values are as exact as the logarithm of the platform. */
export async function runExplanations(seed: number): Promise<string> {
  const table = balanceScale();
  const { model } = await trainOnTable(table, {
    target: TARGET,
    classifier: 'boosting',
    classifierOptions: { nEstimators: 20 },
    seed,
  });
  const rows = [0, 300];
  const found = {
    explained: await explainRows(model, table, { rows }),
    similar: await similarRows(model, table, { rows }),
    change: await smallestChange(model, table, { row: 0, vary: ['left-weight', 'right-distance'] }),
    whole: await explainModel(model, table),
    novelty: await detectNovelty(model, table, { rows }),
    sets: (await predictTable(model, table, { coverage: 0.9 })).sets,
    drift: await watchTable(model, table),
    slices: await slices(model, table, { by: 'left-weight' }),
    card: reportMarkdown(modelCard(model)),
  };
  const rounded = (_: string, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(9)) : value;
  return JSON.stringify(found, rounded);
}

/** How often a timer of the page fired up to each epoch of a training. */
export async function countTimerTurns(epochs: number): Promise<number[]> {
  const { X, y } = preparedBalanceScale();
  let turns = 0;
  const timer = setInterval(() => {
    turns++;
  }, 1);
  const atEpochs: number[] = [];
  try {
    await new QclMixNet({ epochs }).fit(X, y, { onProgress: () => atEpochs.push(turns) });
  } finally {
    clearInterval(timer);
  }
  return atEpochs;
}

function preparedBalanceScale() {
  const table = balanceScale();
  const rows = Int32Array.from({ length: table.rows }, (_, row) => row);
  const X = Preparation.fit(table, rows, TARGET).prepare(table).matrix;
  return { X, y: extractTarget(table, TARGET).labels };
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): number[] {
  return Array.from(new Uint8Array(buffer, byteOffset, byteLength));
}
