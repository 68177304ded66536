// A training of QCL-MixNet with copies of its parameters along the way: batches, mixup, schedule and AdamW of the classifier.

import { qclMixNetDefinition } from '../../dist/classifiers/qcl-mixnet/network.js';
import { qclMixNetOptions } from '../../dist/classifiers/qcl-mixnet/options.js';
import { Engine } from '../../dist/engine/engine.js';
import { ParameterStore } from '../../dist/engine/parameter-store.js';
import { RandomStream } from '../../dist/index.js';
import { AdamW } from '../../dist/nn/optimisers/adamw.js';
import { oneCycle } from '../../dist/nn/schedules/one-cycle.js';
import { epochOrder } from '../../dist/training/batch-order.js';
import { recordTrainingStep } from '../../dist/training/training-step.js';

const BATCH = 64;

/** @param {object} options of qcl-mixnet; the others are its defaults */
export const definitionOf = (options) => qclMixNetDefinition(qclMixNetOptions.parse(options));

/**
 * The parameters and running statistics (`ParameterStore.snapshot`) after each share of the steps in `marks`, ascending from 0 to 1.
 * @param {object} options of qcl-mixnet
 * @param {{ X: import('../../dist/index.js').Matrix, y: Int32Array, classes: number }} data
 * @param {{ steps: number, seed: number, marks: readonly number[] }} how
 */
export async function learnedPath(options, data, { steps, seed, marks }) {
  const engine = await Engine.create();
  try {
    const store = new ParameterStore(engine);
    const batch = Math.min(BATCH, data.X.rows);
    const resolved = qclMixNetOptions.parse(options);
    const mixup = {
      neighbours: resolved.mixupNeighbours,
      alpha: resolved.mixupAlpha,
      lambdaPer: resolved.mixupLambda,
      space: resolved.mixupSpace,
    };
    const step = recordTrainingStep(engine, store, qclMixNetDefinition(resolved), data, batch, {
      seed,
      mixup,
    });
    store.initialize(new RandomStream(seed, 'initial-values'));
    const optimiser = new AdamW(store, { weightDecay: resolved.weightDecay });
    const schedule = oneCycle(steps, { maximum: resolved.maximumLearningRate });
    const fillOrder = epochOrder(data.y, data.classes, 0, new RandomStream(seed, 'batches'));
    const order = new Int32Array(data.X.rows);
    const perEpoch = Math.floor(data.X.rows / batch);
    const due = marks.map((mark) => Math.round(mark * steps));
    const snapshots = [];
    for (let s = 0; s <= steps; s++) {
      for (const mark of due) if (mark === s) snapshots.push(store.snapshot());
      if (s === steps) break;
      const place = s % perEpoch;
      if (place === 0) fillOrder(order);
      step(order, place * batch, (place + 1) * batch);
      const { learningRate, beta1 } = schedule.at(s);
      optimiser.step(learningRate, beta1);
    }
    return snapshots;
  } finally {
    engine.release();
  }
}
