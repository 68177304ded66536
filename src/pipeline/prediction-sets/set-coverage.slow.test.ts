/** The coverage of prediction sets over many trainings, on new rows, through training, calibration and prediction. */
import { expect, it } from 'vitest';
import type { ClassifierName } from '../../classifiers/names.js';
import { RandomStream } from '../../engine/random/random-stream.js';
import { tableFromColumns } from '../../tables/preparation/table-from-columns.js';
import type { Table } from '../../tables/table.js';
import { predictTable } from '../predict-table.js';
import { trainOnTable } from '../train-on-table.js';

const CENTRES = { common: [0, 0], other: [1.5, 0.5], rare: [0.5, 1.8] } as const;
type Class = keyof typeof CENTRES;
/** Of which the training rows are four fifths: 200 rows of the rare class. */
const COUNTS: Readonly<Record<Class, number>> = { common: 700, other: 400, rare: 250 };

interface Sampling {
  readonly counts: Readonly<Record<Class, number>>;
  /** The share of the rows of the noisy half of the population that are kept; their weight makes up for it. */
  readonly keptShare: number;
}

function sampled({ counts, keptShare }: Sampling, random: RandomStream): Table {
  const rows = (Object.keys(counts) as Class[]).flatMap((y) =>
    Array.from({ length: counts[y] }, () => {
      const noisy = random.uniform() < keptShare / (1 + keptShare);
      const [a, b] = CENTRES[y].map((centre) => centre + (noisy ? 1.6 : 0.6) * random.normal());
      return { a, b, y, weight: noisy ? 1 / keptShare : 1 };
    }),
  );
  return tableFromColumns([
    ['a', rows.map(({ a }) => a)],
    ['b', rows.map(({ b }) => b)],
    ['y', rows.map(({ y }) => y)],
    ['weight', rows.map(({ weight }) => weight)],
  ]);
}

interface Case {
  readonly classifier: ClassifierName;
  readonly options?: object;
  readonly keptShare?: number;
  readonly trials: number;
}

it.each<Case>([
  { classifier: 'logistic-regression', trials: 14 },
  { classifier: 'logistic-regression', trials: 14, keptShare: 0.25 },
  { classifier: 'random-forest', options: { nEstimators: 30, minSamplesLeaf: 5 }, trials: 8 },
])('sets of $classifier cover every class (rows resampled: $keptShare)', async (given) => {
  const { classifier, options = {}, keptShare = 1, trials } = given;
  const covered = new Map<string, number[]>();
  for (let trial = 0; trial < trials; trial++) {
    const random = new RandomStream(trial, 'coverage');
    const { model } = await trainOnTable(sampled({ counts: COUNTS, keptShare }, random), {
      target: 'y',
      classifier,
      classifierOptions: options,
      ...(keptShare < 1 && { weight: 'weight' }),
      overrides: { drop: keptShare < 1 ? [] : ['weight'] },
      decision: 'argmax',
      seed: trial,
    });
    const counts = { common: 400, other: 400, rare: 400 };
    const fresh = sampled({ counts, keptShare: 1 }, random);
    for (const coverage of [0.9, 0.95]) {
      const { sets = [] } = await predictTable(model, fresh, { coverage });
      Object.keys(counts).forEach((label, c) => {
        const own = sets.slice(400 * c, 400 * (c + 1));
        const share = own.filter((set) => set.includes(label)).length / own.length;
        const key = `${label} ${coverage}`;
        covered.set(key, [...(covered.get(key) ?? []), share]);
      });
    }
  }
  expect(covered.size).toBe(6);
  for (const [key, shares] of covered) {
    const share = shares.reduce((sum, each) => sum + each, 0) / shares.length;
    const wanted = Number(key.split(' ')[1]);
    expect.soft(Math.abs(share - wanted), `${key}: ${share}`).toBeLessThan(0.02);
  }
});
