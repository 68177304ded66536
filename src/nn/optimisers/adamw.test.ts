/** The optimiser's steps are compared with PyTorch's in test/parity; here which parameters decay. */
import { expect, it } from 'vitest';
import { Engine } from '../../engine/engine.js';
import { ParameterStore } from '../../engine/parameter-store.js';
import { Program } from '../../engine/program.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { constant } from '../layers/initializers.js';
import { AdamW } from './adamw.js';

/** The values after three steps with a gradient of `gradient` everywhere. */
async function valuesAfter(gradient: number, decays: readonly boolean[], weightDecay: number) {
  const engine = await Engine.create();
  const store = new ParameterStore(engine);
  const program = new Program(engine, store, 1, 'training');
  const parameters = decays.map((each, i) =>
    program.parameter(`p${i}`, [3 + 20 * i], constant(2), { decays: each }),
  );
  program.compile();
  store.initialize(new RandomStream(1, 'initial-values'));
  const optimiser = new AdamW(store, { weightDecay });
  for (let step = 0; step < 3; step++) {
    engine.floats(store.gradients, store.size).fill(gradient);
    optimiser.step(0.1, 0.9);
  }
  return parameters.map(({ value, size }) => Array.from(engine.floats(value, size)));
}

it('leaves parameters that do not decay where their gradient is 0', async () => {
  const [first, kept, last, also] = await valuesAfter(0, [true, false, true, false], 0.5);
  for (const values of [first, last])
    for (const value of values) expect(value).toBeCloseTo(2 * (1 - 0.1 * 0.5) ** 3, 5);
  for (const values of [kept, also]) expect(new Set(values)).toEqual(new Set([2]));
});

it('moves all parameters alike without weight decay, whether they would decay or not', async () => {
  const mixed = await valuesAfter(0.3, [true, false, true], 0);
  expect(mixed).toEqual(await valuesAfter(0.3, [true, true, true], 0));
  expect(new Set(mixed.flat()).size).toBe(1);
  expect(mixed[0][0]).toBeCloseTo(1.7, 5);
});
