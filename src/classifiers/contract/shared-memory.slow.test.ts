/**
 * All classifiers at once on the one memory of this thread. Every pause lets the others work, makes the memory grow now
 * and then, and puts blocks of NaN into its gaps. Nothing of it may reach a result, and no kernel may write beyond what
 * its training has.
 */
import { expect, it, vi } from 'vitest';
import { knownOptions } from '../../../test/support/known-options.js';
import { blobs } from '../../../test/support/labelled-rows.js';
import { Engine } from '../../engine/engine.js';
import { Heap } from '../../engine/heap.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import type { KernelBuild } from '../../kernels/load.js';
import { knn } from '../knn/knn.js';
import { logisticRegression } from '../logistic-regression/logistic-regression.js';
import { gat } from '../networks/graph/gat.js';
import { cnn } from '../networks/sequential/cnn.js';
import { gru } from '../networks/sequential/recurrent.js';
import { qclMixNet } from '../qcl-mixnet/qcl-mixnet.js';
import { classifiers } from '../registry.js';
import { svmSmote } from '../svm-smote/svm-smote.js';
import { gradientBoosting } from '../tree-models/gradient-boosting/gradient-boosting.js';
import { xgboost } from '../tree-models/xgboost/xgboost.js';
import type { ClassifierEntry } from './classifier-entry.js';

const shared = vi.hoisted(() => ({ onPause: () => {}, build: 'fma' as KernelBuild }));

vi.mock('../../event-loop.js', async (original) => ({
  ...(await original<typeof import('../../event-loop.js')>()),
  timeSlices: () => ({ due: () => true, pause: async () => shared.onPause() }),
}));

vi.mock('../../kernels/load.js', async (original) => ({
  ...(await original<typeof import('../../kernels/load.js')>()),
  bestKernelBuild: () => shared.build,
}));

const MOST_GROWTHS = 20;
const FILL = 0xff;

/** Engines that come and go. */
class Rivals {
  growths = 0;
  readonly #random = new RandomStream(1, 'rivals');
  readonly #rivals: { engine: Engine; blocks: [address: number, bytes: number][] }[] = [];

  constructor(private readonly heap: Heap) {}

  readonly disturb = () => {
    const random = this.#random;
    const engine = new Engine(this.heap);
    const sizes = Array.from({ length: 4 }, () => 1 + random.integer(3000));
    const blocks = sizes.map((bytes): [number, number] => [engine.allocateBytes(bytes), bytes]);
    for (const [address, bytes] of blocks) engine.bytes(address, bytes).fill(FILL);
    this.#rivals.push({ engine, blocks });
    if (this.#rivals.length > 20) this.#end(random.integer(this.#rivals.length));
    if (this.growths < MOST_GROWTHS && random.uniform() < 0.1) this.#grow();
  };

  end(): void {
    while (this.#rivals.length > 0) this.#end(0);
  }

  #end(index: number): void {
    const [{ engine, blocks }] = this.#rivals.splice(index, 1);
    for (const [address, bytes] of blocks) {
      expect(engine.bytes(address, bytes).every((byte) => byte === FILL)).toBe(true);
    }
    engine.release();
  }

  #grow(): void {
    const engine = new Engine(this.heap);
    const before = this.heap.buffer();
    while (this.heap.buffer() === before) engine.allocateBytes(2 ** 18);
    engine.release();
    this.growths++;
  }
}

const table = blobs([50, 40, 30], ['a', 'b', 'c'], 1, 4);
const validation = blobs([20, 20, 20], ['a', 'b', 'c'], 2, 4);
const fresh = blobs([400, 250, 150], ['a', 'b', 'c'], 3, 4);

interface Case {
  readonly entry: ClassifierEntry;
  readonly options?: Readonly<Record<string, unknown>>;
}

/** Weights and more than one row a leaf take the grower that sorts. */
const sorting = { entry: gradientBoosting, options: { minSamplesLeaf: 2, classWeight: 'balanced' } };
const embedding = { entry: qclMixNet, options: { mixupSpace: 'embedding', snapshots: 'both' } };
const every: Case[] = [...classifiers.map((entry) => ({ entry })), sorting, embedding];
/** Of the slow build one of each kind. */
const kinds = [xgboost, logisticRegression, knn, svmSmote, gru, cnn, gat].map((entry) => ({ entry }));

async function outcome({ entry, options: own }: Case) {
  const options = knownOptions(entry, { epochs: 3, nEstimators: 4, batchSize: 32, ...own });
  const fitted = await entry.create(options).fit(table.X, table.y, { validation });
  const [json, tensors] = [fitted.toJSON(), fitted.tensors()];
  const loaded = await entry.load(json, tensors);
  const asked = [fitted, loaded, fitted].map((classifier) => classifier.predictProba(fresh.X));
  return { name: entry.name, json, tensors: new Map(tensors), probabilities: await Promise.all(asked) };
}

it.each([
  ['fma', every],
  ['typescript', [...kinds, sorting, embedding]],
] as const)(
  'they learn and predict the same bits as alone (%s build)',
  async (build, cases) => {
    shared.build = build;
    const alone = [];
    for (const each of cases) alone.push(await outcome(each));
    const rivals = new Rivals(await Heap.ofThread());
    shared.onPause = rivals.disturb;
    const together = await Promise.all(cases.map(outcome)).finally(() => {
      shared.onPause = () => {};
    });
    rivals.end();
    expect(rivals.growths).toBeGreaterThan(MOST_GROWTHS / 2);
    for (const [i, { name }] of alone.entries()) expect(together[i], name).toEqual(alone[i]);
  },
  300_000,
);
