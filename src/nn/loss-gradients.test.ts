/** Every loss, and the pairs of rows that they are computed from: its gradients are those of its own forward pass. */
import { describe, expect, it } from 'vitest';
import { expectTrueGradients, weightedSum } from '../../test/support/gradient-check.js';
import { standardNormal } from './layers/initializers.js';
import { centroidVariance } from './losses/centroid-variance.js';
import { focalLoss } from './losses/focal-loss.js';
import { learnedWeights, uncertaintyFactor } from './losses/learned-weights.js';
import { minedTriplets } from './losses/mined-triplets.js';
import { gram, pairwiseDistance, unitRows } from './losses/pairs.js';
import { supervisedContrastive } from './losses/supervised-contrastive.js';

const SIZE = { rows: 7, columns: 5 };

describe('pairs of rows', () => {
  it('unitRows', () =>
    expectTrueGradients(SIZE, (network) => weightedSum(network, [unitRows(network.program, network.input)])));

  it('gram', () =>
    expectTrueGradients(SIZE, (network) => weightedSum(network, [gram(network.program, network.input)])));

  it.each([
    { unit: true, power: 1 },
    { unit: true, power: 2 },
    { unit: false, power: 1 },
    { unit: false, power: 2 },
  ] as const)('pairwiseDistance $unit $power', (form) =>
    expectTrueGradients(SIZE, (network) => {
      const { program, input } = network;
      const rows = form.unit ? unitRows(program, input) : input;
      return weightedSum(network, [pairwiseDistance(program, gram(program, rows), form)]);
    }),
  );
});

describe('learned weights', () => {
  const FIXED = [0.4, 0.8, 0];

  it.each([1, 4])('have true gradients, of terms of weight 0 too, with input times %d', (size) =>
    expectTrueGradients(SIZE, (network) => {
      const { program, input, targets } = network;
      const focal = () => [gentle, steep, unused].map(({ value }) => value * size);
      const weights = learnedWeights(program, FIXED, focal);
      const scale = (term: number) => () => size * FIXED[term] * weights.factor(term);
      const gentle = focalLoss(program, input, targets, { gamma: 0, scale: scale(0) });
      const steep = focalLoss(program, input, targets, { gamma: 3, scale: scale(1) });
      const unused = focalLoss(program, input, targets, { gamma: 1, scale: scale(2) });
      return () =>
        focal().reduce((sum, value, k) => sum + weights.factor(k) * FIXED[k] * value, weights.penalty());
    }),
  );

  it.each([-1000, 1000])('stay within a factor of 20.1 for a log variance of %d', (p) => {
    expect(uncertaintyFactor(p)).toBeGreaterThan(1 / 20.1);
    expect(uncertaintyFactor(p)).toBeLessThan(20.1);
  });

  it('start at the fixed ones', () => expect(uncertaintyFactor(0)).toBe(1));
});

describe('losses', () => {
  const SCALE = 0.7;

  it.each([0, 0.5, 1, 2, 3])('focal, gamma %f', (gamma) =>
    expectTrueGradients(SIZE, ({ program, input, targets }) => {
      const term = focalLoss(program, input, targets, { gamma, scale: SCALE });
      return () => SCALE * term.value;
    }),
  );

  it.each(['squared', 'mse'] as const)('centroids, %s', (intraForm) =>
    expectTrueGradients(SIZE, ({ program, input, targets }) => {
      const [intraWeight, interWeight] = [0.8, 1.3];
      const { intra, inter } = centroidVariance(program, input, targets, {
        classes: 4,
        intraWeight,
        interWeight,
        intraForm,
        centroids: standardNormal,
        scale: SCALE,
      });
      return () => SCALE * (intraWeight * intra.value + interWeight * inter.value);
    }),
  );

  it.each(['mean', 'sum'] as const)('supervised contrastive, %s', (reduction) =>
    expectTrueGradients({ rows: 10, columns: 5 }, ({ program, input, targets }) => {
      const similarity = gram(program, unitRows(program, input));
      const term = supervisedContrastive(program, similarity, targets, {
        temperature: 0.2,
        reduction,
        scale: SCALE,
      });
      return () => SCALE * term.value;
    }),
  );

  const forms = [true, false].flatMap((unit) =>
    ([1, 2] as const).flatMap((power) =>
      (['mean', 'sum'] as const).map((reduction) => ({ unit, power, reduction })),
    ),
  );
  // The miner's decisions and the hinges are constant within a step of these rows: where one changed, the
  // differences would disagree by far.
  it.each(forms)('mined triplets, unit $unit power $power $reduction', ({ unit, power, reduction }) =>
    expectTrueGradients({ rows: 10, columns: 5 }, ({ program, input, targets }) => {
      const similarity = gram(program, unitRows(program, input));
      const distance = pairwiseDistance(program, unit ? similarity : gram(program, input), { unit, power });
      const term = minedTriplets(program, similarity, distance, targets, {
        margin: 0.5,
        minerEpsilon: 0.1,
        reduction,
        scale: SCALE,
      });
      return () => SCALE * term.value;
    }),
  );
});
