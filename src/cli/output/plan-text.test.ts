import { expect, it } from 'vitest';
import type { PlannedCell } from '../../paper/experiments/plan-cells.js';
import { planSummary } from './plan-text.js';

const cell = (dataset: string, classifier: string): PlannedCell => ({
  key: `${dataset} ${classifier}`,
  cost: 2000,
  table: { path: '/table.csv', rows: 10, features: 2 },
  description: {
    ...{ dataset, checksum: 'sum', classifier, options: {} },
    ...{ seed: 42, protocol: 'honest', version: '1.0.0' },
  },
});
const cells = [cell('glass', 'knn')];
const plan = { cells, jobs: 1, isDone: () => false, records: 3 };

it('groups what a budget cuts by data set, and counts many configurations instead of naming them', () => {
  const cut = (dataset: string, classifier: string, seeds: number) => ({
    cell: cell(dataset, classifier),
    ...{ seeds, of: 5 },
  });
  const cuts = [
    ...['a', 'b', 'c', 'd'].map((name) => cut('isolet', name, 2)),
    cut('glass', 'knn', 2),
    cut('glass', 'mlp', 2),
    cut('glass', 'auto', 1),
  ];
  expect(planSummary({ ...plan, cuts })).toMatch(
    /; fewer seeds to fit the budget: 2 of 5 on isolet \(4 configurations\), 2 of 5 on glass \(knn, honest; mlp, honest\), 1 of 5 on glass \(auto, honest\)$/,
  );
  expect(planSummary({ ...plan, cuts: [] })).toMatch(/^plan: 1 run; it is expected .*\(from 3 records\)$/);
});
