/** The mini-batch loop, watched through a small network that notes every batch it is given. */
import { describe, expect, it } from 'vitest';
import { blobs } from '../../test/support/labelled-rows.js';
import { Engine } from '../engine/engine.js';
import { ParameterStore } from '../engine/parameter-store.js';
import { macroF1 } from '../metrics/macro-f1.js';
import { sequential } from '../nn/layers/composition.js';
import { linear } from '../nn/layers/linear.js';
import { focalLoss } from '../nn/losses/focal-loss.js';
import type { FitProgress } from './fit-progress.js';
import type { NetworkDefinition } from './network-definition.js';
import { NetworkPredictor } from './network-predictor.js';
import { type TrainingOptions, trainNetwork } from './train-network.js';
import type { TrainingData } from './training-data.js';

interface Batch {
  readonly x: number[];
  readonly labels: number[];
  readonly weights: number[];
}

/** Logistic regression that writes down its batches. */
function watched(batches: Batch[] = []): NetworkDefinition {
  return {
    inference: (_, classes) => sequential([linear('a', classes)]),
    record(program, x, targets, classes) {
      const { engine } = program;
      program.record({
        forward: () => () => {
          const { rows } = program;
          batches.push({
            x: Array.from(engine.floats(x.value, rows * x.columns)),
            labels: Array.from(engine.ints(targets.labels, rows)),
            weights: Array.from(engine.floats(targets.weights, rows)),
          });
        },
      });
      const logits = linear('a', classes).record(program, x);
      const term = focalLoss(program, logits, targets, { gamma: 0, scale: 1 });
      return { value: () => term.value };
    },
  };
}

const OPTIONS: TrainingOptions = {
  epochs: 3,
  batchSize: 4,
  seed: 1,
  weightDecay: 0,
  schedule: () => ({ at: () => ({ learningRate: 0.05, beta1: 0.9 }) }),
};

/** One column that holds the row's number; labels and weights can be told from it. */
function numberedRows(rows: number, weights?: (row: number) => number): TrainingData {
  const data = Float32Array.from({ length: rows }, (_, i) => i);
  return {
    X: { data, rows, columns: 1 },
    y: Int32Array.from(data, (i) => i % 3),
    weights: weights && Float64Array.from(data, weights),
    classes: 3,
  };
}

async function train(
  data: TrainingData,
  options: Partial<TrainingOptions> = {},
  definition?: NetworkDefinition,
) {
  const engine = await Engine.create();
  const store = new ParameterStore(engine);
  const batches: Batch[] = [];
  const network = definition ?? watched(batches);
  const result = await trainNetwork(engine, store, network, data, { ...OPTIONS, ...options });
  return { engine, store, result, batches };
}

/** Three clouds: rows to learn from and rows that choose the checkpoint. */
function cloudData(): TrainingData {
  const [{ X, y }, held] = [1, 2].map((seed) => blobs([20, 20, 20], [0, 1, 2], seed));
  const validation = { X: held.X, y: Int32Array.from(held.y as number[]) };
  return { X, y: Int32Array.from(y as number[]), classes: 3, validation };
}

describe('batches', () => {
  it.each([
    { rows: 10, batchSize: 4, sizes: [4, 4, 2] },
    { rows: 8, batchSize: 4, sizes: [4, 4] },
    { rows: 3, batchSize: 64, sizes: [3] },
    { rows: 2, batchSize: 2, sizes: [2] },
  ])('hold each of $rows rows once an epoch', async ({ rows, batchSize, sizes }) => {
    const { batches } = await train(numberedRows(rows), { batchSize });
    expect(batches.map((b) => b.x.length)).toEqual([...sizes, ...sizes, ...sizes]);
    for (let epoch = 0; epoch < 3; epoch++) {
      const seen = batches.slice(epoch * sizes.length, (epoch + 1) * sizes.length).flatMap((b) => b.x);
      expect(seen.sort((a, b) => a - b)).toEqual(Array.from({ length: rows }, (_, i) => i));
    }
  });

  it('makes exactly as many steps as asked, and cuts the last epoch short', async () => {
    const steps: number[] = [];
    const schedule: TrainingOptions['schedule'] = (total) => {
      steps.push(total);
      return { at: (step) => ({ learningRate: 0.05 + 0 * steps.push(step), beta1: 0.9 }) };
    };
    const { result, batches } = await train(numberedRows(12), { exactSteps: 5, schedule });
    expect(batches.length).toBe(5);
    expect(steps).toEqual([5, 0, 1, 2, 3, 4]);
    expect([result.bestEpoch, result.stepsPerEpoch]).toEqual([2, 3]);
    expect(result.history.loss.length).toBe(2);
  });

  it('leave out a last batch of one row, another row each epoch', async () => {
    const { batches } = await train(numberedRows(9), { epochs: 12 });
    expect(new Set(batches.map((b) => b.x.length))).toEqual(new Set([4]));
    const left = new Set<number>();
    for (let epoch = 0; epoch < 12; epoch++) {
      const seen = new Set(batches.slice(epoch * 2, epoch * 2 + 2).flatMap((b) => b.x));
      expect(seen.size).toBe(8);
      for (let i = 0; i < 9; i++) if (!seen.has(i)) left.add(i);
    }
    expect(left.size).toBeGreaterThan(2);
  });

  it('come in another order each epoch', async () => {
    const { batches } = await train(numberedRows(40), { batchSize: 40 });
    const orders = new Set(batches.map((b) => b.x.join()));
    expect(orders.size).toBe(3);
  });

  it('carry the labels and weights of their rows; the weights of a batch sum to 1', async () => {
    const weight = (row: number) => 1 + row;
    const { batches } = await train(numberedRows(10, weight));
    for (const { x, labels, weights } of batches) {
      expect(labels).toEqual(x.map((i) => i % 3));
      const total = x.reduce((sum, i) => sum + weight(i), 0);
      weights.forEach((w, i) => {
        expect(w).toBeCloseTo(weight(x[i]) / total, 6);
      });
    }
  });

  it('weigh their rows alike without weights', async () => {
    const { batches } = await train(numberedRows(10));
    for (const { weights } of batches)
      expect(weights).toEqual(weights.map(() => Math.fround(1 / weights.length)));
  });

  it('without any weight have no loss', async () => {
    const { batches, result } = await train(numberedRows(10, () => 0));
    expect(new Set(batches.flatMap((b) => b.weights))).toEqual(new Set([0]));
    expect(result.history.loss).toEqual([0, 0, 0]);
  });
});

describe('mixup', () => {
  const mixup = { neighbours: 2, alpha: 2, lambdaPer: 'sample', space: 'input' } as const;

  it('shows the network mixed rows under their own labels', async () => {
    const { batches } = await train(numberedRows(30), { mixup, batchSize: 30 });
    for (const { x, labels } of batches) {
      expect(x.filter((v) => !Number.isInteger(v)).length).toBeGreaterThan(20);
      // Neighbours are at most two numbers away, and lambda is at least a half.
      x.forEach((v, i) => {
        const origins = [-1, 0, 1].map((step) => Math.round(v) + step).filter((o) => Math.abs(o - v) <= 1);
        expect(origins.map((o) => ((o % 3) + 3) % 3)).toContain(labels[i]);
      });
    }
  });

  it('looks for neighbours in the embedding when asked to', async () => {
    const batches: Batch[] = [];
    let recorded = 0;
    const definition: NetworkDefinition = {
      ...watched(batches),
      embedding: (program, x) => {
        recorded++;
        return linear('a', 3).record(program, x);
      },
    };
    await train(numberedRows(12), { mixup: { ...mixup, space: 'embedding' } }, definition);
    expect(recorded).toBe(1);
    expect(batches.flatMap((b) => b.x).some((v) => !Number.isInteger(v))).toBe(true);
    await train(numberedRows(12), { mixup }, definition);
    expect(recorded).toBe(1);
  });
});

describe('schedule', () => {
  it('is asked once for all steps and followed step by step', async () => {
    const asked: number[][] = [];
    const steps: number[] = [];
    await train(numberedRows(10), {
      schedule: (total, perEpoch) => {
        asked.push([total, perEpoch]);
        return {
          at(step) {
            steps.push(step);
            return { learningRate: 0.01, beta1: 0.9 };
          },
        };
      },
    });
    expect(asked).toEqual([[9, 3]]);
    expect(steps).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('are at least minimumSteps and at most maximumSteps in whole epochs, and one epoch', async () => {
    const epochsWith = async (options: Partial<TrainingOptions>) =>
      (await train(numberedRows(8), { epochs: 3, batchSize: 4, ...options })).result.history.loss.length;
    expect(await epochsWith({ maximumSteps: 5 })).toBe(2);
    expect(await epochsWith({ maximumSteps: 1 })).toBe(1);
    expect(await epochsWith({ maximumSteps: 100 })).toBe(3);
    expect(await epochsWith({ minimumSteps: 10 })).toBe(5);
    expect(await epochsWith({ minimumSteps: 10, maximumSteps: 8 })).toBe(4);
  });

  it('counts no step for a batch that is left out', async () => {
    const asked: number[][] = [];
    const schedule: TrainingOptions['schedule'] = (...counts) => {
      asked.push(counts);
      return OPTIONS.schedule(...counts);
    };
    await train(numberedRows(9), { schedule });
    expect(asked).toEqual([[6, 2]]);
  });

  it('moves nothing at a rate of 0', async () => {
    const schedule: TrainingOptions['schedule'] = () => ({ at: () => ({ learningRate: 0, beta1: 0.9 }) });
    const still = await train(numberedRows(10), { schedule });
    const stillLonger = await train(numberedRows(10), { schedule, epochs: 9 });
    expect(stillLonger.store.snapshot()).toEqual(still.store.snapshot());
    expect((await train(numberedRows(10))).store.snapshot()).not.toEqual(still.store.snapshot());
  });
});

describe('checkpoint', () => {
  /** Trains with a copy of the parameters after every epoch. */
  async function trainCopying(data: TrainingData, options: Partial<TrainingOptions> = {}) {
    const engine = await Engine.create();
    const store = new ParameterStore(engine);
    const copies: ArrayLike<number>[] = [];
    const events: FitProgress[] = [];
    const result = await trainNetwork(engine, store, watched(), data, {
      ...OPTIONS,
      batchSize: 16,
      ...options,
      onProgress: (event) => {
        copies.push(store.snapshot());
        events.push(event);
        options.onProgress?.(event);
      },
    });
    return { engine, store, result, copies, events };
  }

  it('is the epoch with the best macro F1 on the validation rows', async () => {
    const data = cloudData();
    // So slow that the score grows over the epochs, and so long that it then stays.
    const schedule: TrainingOptions['schedule'] = () => ({ at: () => ({ learningRate: 0.03, beta1: 0.9 }) });
    const { engine, store, result, copies } = await trainCopying(data, { epochs: 12, schedule });
    const { validationMacroF1 } = result.history;
    const best = Math.max(...validationMacroF1);
    expect(best).toBeGreaterThan(validationMacroF1[0]);
    expect(validationMacroF1[result.bestEpoch - 1]).toBe(best);
    expect(store.snapshot()).toEqual(copies[result.bestEpoch - 1]);
    const predictor = new NetworkPredictor(engine, store, watched().inference(3, 3), 3);
    await predictor.refresh();
    const { X, y } = data.validation as NonNullable<TrainingData['validation']>;
    const argmax = await predictor.repeatedArgmax(X);
    expect(macroF1(y, await argmax(), 3)).toBe(best);
  });

  it('is the last epoch without validation rows', async () => {
    const { validation: _, ...data } = cloudData();
    const { store, result, copies, events } = await trainCopying(data, { epochs: 5 });
    expect(result).toMatchObject({ bestEpoch: 5, aborted: false });
    expect(result.history.validationMacroF1).toEqual([]);
    expect(result.history.loss).toHaveLength(5);
    expect(events.map((e) => e.validationMacroF1)).toEqual(new Array(5).fill(undefined));
    expect(store.snapshot()).toEqual(copies[4]);
    expect(copies[4]).not.toEqual(copies[3]);
  });

  it('has an entry of the history and an event for each epoch', async () => {
    const { result, events } = await trainCopying(cloudData(), { epochs: 7 });
    expect(result.history.loss).toEqual(events.map((e) => e.loss));
    expect(result.history.validationMacroF1).toEqual(events.map((e) => e.validationMacroF1));
    expect(events).toHaveLength(7);
    expect(result.history.loss[6]).toBeLessThan(result.history.loss[0]);
  });

  it('is the best so far when the training is stopped', async () => {
    const controller = new AbortController();
    const { store, result, copies } = await trainCopying(cloudData(), {
      epochs: 100,
      signal: controller.signal,
      onProgress: ({ epoch }) => {
        if (epoch === 4) controller.abort();
      },
    });
    expect(result.aborted).toBe(true);
    expect(result.history.loss).toHaveLength(4);
    expect(store.snapshot()).toEqual(copies[result.bestEpoch - 1]);
  });

  it('is epoch 0, the initial values, when stopped before the first epoch was complete', async () => {
    const { result, store } = await train(cloudData(), { signal: AbortSignal.abort() });
    expect(result).toMatchObject({
      bestEpoch: 0,
      aborted: true,
      history: { loss: [], validationMacroF1: [] },
    });
    const still: TrainingOptions['schedule'] = () => ({ at: () => ({ learningRate: 0, beta1: 0.9 }) });
    const untrained = await train(cloudData(), { epochs: 1, schedule: still });
    expect(store.snapshot()).toEqual(untrained.store.snapshot());
  });

  // Without turns of the event loop the timer would never come, and the test would run into its timeout.
  it('lets timers through, so that a long training can be stopped', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 1);
    const { result } = await train(cloudData(), { epochs: 1_000_000_000, signal: controller.signal });
    expect(result.aborted).toBe(true);
  });
});

describe('seeds', () => {
  it('repeat every bit', async () => {
    const [first, again] = [await train(cloudData()), await train(cloudData())];
    expect(again.store.snapshot()).toEqual(first.store.snapshot());
    expect(again.result).toEqual(first.result);
    expect(again.batches).toEqual(first.batches);
  });

  it('change the initial values and the batches', async () => {
    const [first, other] = [await train(cloudData()), await train(cloudData(), { seed: 2 })];
    expect(other.store.snapshot()).not.toEqual(first.store.snapshot());
    expect(other.batches[0].x).not.toEqual(first.batches[0].x);
  });
});

describe('mixup with all rows', () => {
  const mixup = { neighbours: 1, alpha: 0.4, lambdaPer: 'sample', space: 'input', table: 'auto' } as const;

  it('mixes a row with its nearest in the table, whichever rows are in the batch', async () => {
    const { batches } = await train(numberedRows(40), { batchSize: 2, mixup });
    const rows = batches.flatMap(({ x, labels }) => x.map((value, i) => ({ value, label: labels[i] })));
    expect(rows.length).toBe(120);
    for (const { value, label } of rows) {
      // The nearest of row i is row i - 1, that of row 0 row 1; at least half of the mixture is the row itself.
      const row = value <= 0.5 ? 0 : Math.ceil(value);
      expect(row === 0 || value >= row - 0.5).toBe(true);
      expect(label).toBe(row % 3);
    }
    expect(rows.filter(({ value }) => !Number.isInteger(value)).length).toBeGreaterThan(60);
  });

  it.each(['exact', 'approximate'] as const)('gives the same bits for a seed (%s)', async (table) => {
    const runs = await Promise.all(
      [1, 1, 2].map((seed) => train(cloudData(), { seed, mixup: { ...mixup, neighbours: 5, table } })),
    );
    const [first, again, other] = runs.map(({ batches }) => batches);
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it('stops while neighbours are searched', async () => {
    const signal = AbortSignal.abort();
    const { result } = await train(numberedRows(300), { mixup, signal });
    expect(result).toMatchObject({ aborted: true, bestEpoch: 0 });
  });
});
