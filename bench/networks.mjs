// Training steps of the deep baselines against the same networks in PyTorch on one thread.
import { classifiers } from '../dist/index.js';
import { besidePeer, peerSteps, randomTable } from './network.mjs';

const DENSE = new Map([
  [16, 8],
  [617, 1.2],
]);
/** By network and number of columns: the ratio to PyTorch to reach, for a step of 64 rows. */
const TARGETS = new Map([
  ...['mlp', 'resnet', 'gru', 'lstm', 'bigru', 'bilstm'].map((name) => /** @type {const} */ ([name, DENSE])),
  [
    'cnn',
    new Map([
      [64, 1.5],
      [617, 1],
    ]),
  ],
]);

export const benchNetworks = (newPeer, { compiles }) => benchSteps(newPeer, TARGETS, compiles);

/** Milliseconds of a whole step (batch of 64: forward, loss, backward, AdamW) of each of `networks`, as in `benchTraining`. */
export async function benchSteps(newPeer, networks, compiles = false) {
  const rows = [];
  for (const [network, targets] of networks) {
    const { create } = classifiers.find(({ name }) => name === network);
    for (const [columns, target] of targets) {
      const epochs = columns > 100 ? 20 : 100;
      const perEpoch = network === 'cnn' ? 2 : 8;
      const steps = epochs * perEpoch;
      const { X, y } = randomTable(64 * perEpoch, columns);
      const ours = async () => {
        const model = create({ epochs, validationFraction: 0 });
        const start = performance.now();
        await model.fit(X, y);
        return (performance.now() - start) / steps;
      };
      for (const { how, ...step } of peerSteps(compiles ? [1] : [])) {
        const job = { network, columns, batch: 64, repeats: Math.ceil(steps / 8), ...step };
        const result = await besidePeer(() => newPeer('networks-peer.py'), ours, job);
        rows.push({
          what: `${network} step, batch 64, ${columns} columns${how}`,
          unit: 'ms',
          target: step.compiled ? undefined : target,
          ...result,
        });
      }
    }
  }
  return rows;
}
