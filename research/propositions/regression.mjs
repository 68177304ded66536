// Least squares of a network by the project's own engine: AdamW with a one-cycle schedule, batches in random order.

import { Engine } from '../../dist/engine/engine.js';
import { ParameterStore } from '../../dist/engine/parameter-store.js';
import { Program } from '../../dist/engine/program.js';
import { RandomStream } from '../../dist/index.js';
import { AdamW } from '../../dist/nn/optimisers/adamw.js';
import { oneCycle } from '../../dist/nn/schedules/one-cycle.js';

const BATCH = 128;

/** Records (1 / rows) sum (y - t)^2 with y of one column, as a loss: it writes the gradient of y. */
function squaredError(program, y, targets) {
  const { engine } = program;
  program.record({
    backward: () => {
      y.claimGradient();
      return () => {
        const { rows } = program;
        const [value, gradient] = [engine.floats(y.value, rows), engine.floats(y.gradient, rows)];
        for (let i = 0; i < rows; i++) gradient[i] = (2 * (value[i] - targets[i])) / rows;
      };
    },
  });
}

/**
 * The root mean squared error on the test rows of layers fitted to the training rows.
 * @param {import('../../dist/nn/layers/layer.js').Layer} layers with one output
 * @param {{ X: import('../../dist/index.js').Matrix, t: Float32Array }} sample
 * @param {{ trainRows: number, steps: number, seed: number, maximum: number }} how
 */
export async function regressionError(layers, { X, t }, { trainRows, steps, seed, maximum }) {
  const engine = await Engine.create();
  try {
    const store = new ParameterStore(engine);
    const program = new Program(engine, store, BATCH, 'training');
    const input = program.input(X.columns);
    const output = layers.record(program, input);
    const targets = new Float32Array(BATCH);
    squaredError(program, output, targets);
    program.compile();
    store.initialize(new RandomStream(seed, 'initial-values'));
    const optimiser = new AdamW(store, { weightDecay: 0 });
    const schedule = oneCycle(steps, { maximum });
    const random = new RandomStream(seed, 'batches');
    const fill = (rowOf) => {
      const values = engine.floats(input.value, program.rows * X.columns);
      for (let i = 0; i < program.rows; i++) {
        const row = rowOf(i);
        targets[i] = t[row];
        for (let j = 0; j < X.columns; j++) values[i * X.columns + j] = X.data[row * X.columns + j];
      }
    };
    for (let step = 0; step < steps; step++) {
      fill(() => random.integer(trainRows));
      program.forward();
      program.backward();
      const { learningRate, beta1 } = schedule.at(step);
      optimiser.step(learningRate, beta1);
    }
    let sum = 0;
    for (let start = trainRows; start < X.rows; start += BATCH) {
      program.rows = Math.min(BATCH, X.rows - start);
      fill((i) => start + i);
      program.forward();
      const values = engine.floats(output.value, program.rows);
      for (let i = 0; i < program.rows; i++) sum += (values[i] - targets[i]) ** 2;
    }
    return Math.sqrt(sum / (X.rows - trainRows));
  } finally {
    engine.release();
  }
}
