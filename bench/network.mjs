// Training steps and prediction of QCL-MixNet against its PyTorch reference.
import { availableParallelism } from 'node:os';
import { ParallelPredictor, QclMixNet, ThreadPool } from '../dist/index.js';
import { inTurn } from './in-turn.mjs';

const CLASSES = 6;
const ROUNDS = 9;

/** A new process for each row, because earlier work of a peer changes how its allocator behaves. */
export async function besidePeer(newPeer, ours, job) {
  const peer = newPeer();
  const result = await inTurn(ROUNDS, ours, peer && (() => peer.time(job)));
  peer?.stop();
  return result;
}

export function randomTable(rows, columns) {
  const data = new Float32Array(rows * columns).map(() => Math.random() * 2 - 1);
  const y = Array.from({ length: rows }, (_, i) => (i < CLASSES ? i : Math.floor(Math.random() * CLASSES)));
  return { X: { data, rows, columns }, y };
}

/** How the peer makes its steps: as people write them, and compiled with each number of threads. */
export const peerSteps = (/** @type {readonly number[]} */ compiledThreads) => [
  { compiled: false, threads: 1, how: '' },
  ...compiledThreads.map((threads) => ({
    compiled: true,
    threads,
    how: threads === 1 ? ', compiled' : `, compiled, threads 1 : ${threads}`,
  })),
];

/**
 * Milliseconds of a whole step (batch of 64: mixup, forward, losses, backward, AdamW): the time of `fit` divided by its
 * steps, of which there are as many as in a default training (fewer if they are long), so that the start-up counts as
 * little as it does there. Beside PyTorch as people write it, and compiled if it can be.
 */
export async function benchTraining(newPeer, { compiles }) {
  /** The ratio to reach by columns: to PyTorch as written, and compiled. */
  const targets = /** @type {Map<number, [number, number]>} */ (
    new Map([
      [16, [15, 10]],
      [64, [12, 6]],
      [278, [3, 2.5]],
      [617, [2, 1.5]],
    ])
  );
  const rows = [];
  for (const [columns, [asWritten, whenCompiled]] of targets) {
    const epochs = columns > 300 ? 40 : 100;
    const perEpoch = columns > 100 ? 4 : 8;
    const steps = epochs * perEpoch;
    const { X, y } = randomTable(64 * perEpoch, columns);
    const ours = async () => {
      const model = new QclMixNet({ epochs, validationFraction: 0 });
      const start = performance.now();
      await model.fit(X, y);
      return (performance.now() - start) / steps;
    };
    for (const { how, ...step } of peerSteps(compiles ? [1, 2] : [])) {
      const job = { kind: 'train', columns, batch: 64, repeats: Math.ceil(steps / 8), ...step };
      const result = await besidePeer(newPeer, ours, job);
      const target = step.compiled ? whenCompiled : asWritten;
      rows.push({ what: `training step, batch 64, ${columns} columns${how}`, unit: 'ms', target, ...result });
    }
  }
  return rows;
}

const parallel = (model, threads) =>
  new ParallelPredictor(model, { executor: new ThreadPool({ threads }), worthSeconds: 0 });

/**
 * Milliseconds of one call of predictProba; for the peer an evaluation forward pass without softmax. Many rows on one thread,
 * on all cores (`ParallelPredictor`) against one thread of the peer, and on all cores against as many threads of it.
 */
export async function benchPrediction(newPeer) {
  const cores = availableParallelism();
  const rows = [];
  /** Columns, rows, and for each case: our threads, the peer's threads, and the ratio to reach. */
  const cases = /** @type {[number, number, [number, number, number?][]][]} */ ([
    [16, 1, [[1, 1, 20]]],
    [617, 1, [[1, 1, 20]]],
    [
      16,
      4096,
      [
        [1, 1, 1.5],
        [cores, cores],
      ],
    ],
    [
      617,
      4096,
      [
        [1, 1],
        [cores, 1, 20],
        [cores, cores],
      ],
    ],
  ]);
  for (const [columns, batch, targets] of cases) {
    const { X, y } = randomTable(128, columns);
    const model = await new QclMixNet({ epochs: 1, validationFraction: 0 }).fit(X, y);
    const input = randomTable(batch, columns).X;
    const repeats = batch === 1 ? 1000 : 10;
    for (const [threads, peerThreads, target] of targets) {
      const predictor = threads === 1 ? model : parallel(model, threads);
      const ours = async () => {
        const start = performance.now();
        for (let i = 0; i < repeats; i++) await predictor.predictProba(input);
        return (performance.now() - start) / repeats;
      };
      const job = { kind: 'predict', columns, batch, repeats, threads: peerThreads };
      const result = await besidePeer(newPeer, ours, job);
      if (predictor instanceof ParallelPredictor) await predictor.close();
      const many = threads + peerThreads === 2 ? '' : `, threads ${threads} : ${peerThreads}`;
      rows.push({
        what: `prediction, ${batch} row${batch > 1 ? 's' : ''}, ${columns} columns${many}`,
        unit: 'ms',
        target,
        ...result,
      });
    }
  }
  return rows;
}
