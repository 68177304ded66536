import { describe, expect, it } from 'vitest';
import { classifiers } from '../../classifiers/registry.js';
import { findClassifier } from '../../pipeline/find-classifier.js';
import type { Table } from '../../tables/table.js';
import { cellKey, configurationName } from './cell.js';
import { nonDefaultOptions, planCells } from './plan-cells.js';

function dataset(name: string, rows: number, columns: number) {
  const column = (i: number) => ({ kind: 'numeric' as const, name: `c${i}`, values: new Float32Array(rows) });
  const table: Table = { rows, columns: Array.from({ length: columns }, (_, i) => column(i)), source: name };
  return { name, checksum: `of ${name}`, table };
}

const entry = findClassifier('qcl-mixnet');
const grid = {
  datasets: [dataset('small', 100, 5), dataset('wide', 1000, 600), dataset('long', 20_000, 17)],
  configurations: [{ entry, options: {} }],
  protocols: ['honest', 'paper'] as const,
  repeats: 3,
};

describe('planCells', () => {
  it('has every combination once, with the seeds 42, 43, ...', () => {
    const cells = planCells(grid);
    expect(new Set(cells.map(({ key }) => key)).size).toBe(3 * 2 * 3);
    expect(cells).toHaveLength(3 * 2 * 3);
    expect([...new Set(cells.map(({ description }) => description.seed))].sort()).toEqual([42, 43, 44]);
  });

  it('refuses more runs than it can plan, and names what makes them', () => {
    expect(() => planCells({ ...grid, repeats: 1e9 })).toThrow(
      /^3 data sets x 1 configuration x 2 protocols x 1000000000 seeds are 6000000000 runs, more than 100000: give fewer/,
    );
  });

  it('begins with the longest: many rows, many columns, many epochs', () => {
    const datasets = [dataset('small', 100, 5), dataset('wide', 100, 600), dataset('both', 20_000, 600)];
    const order = planCells({ ...grid, datasets }).map(({ description }) => description.dataset);
    expect([...new Set(order)]).toEqual(['both', 'wide', 'small']);
    expect(order.lastIndexOf('both')).toBeLessThan(order.indexOf('wide'));
    const configurations = [10, 1000, 100].map((epochs) => ({ entry, options: { epochs } }));
    const epochs = planCells({ ...grid, datasets: [grid.datasets[0]], configurations, repeats: 1 });
    expect(epochs.map(({ description }) => description.options.epochs)).toEqual([
      1000,
      1000,
      undefined,
      undefined,
      10,
      10,
    ]);
  });

  it('expects what each classifier typically takes: more for more rows and rounds, most for ensembles', () => {
    const costs = classifiers.map((entry) => {
      const [long, small] = planCells({ ...grid, configurations: [{ entry, options: {} }], repeats: 1 })
        .filter(({ description }) => ['small', 'long'].includes(description.dataset))
        .filter(({ description }) => description.protocol === 'honest')
        .map(({ cost }) => cost);
      expect(long, entry.name).toBeGreaterThan(small);
      return { name: entry.name, small };
    });
    const slowest = costs.sort((one, other) => other.small - one.small).slice(0, 2);
    expect(slowest.map(({ name }) => name)).toEqual(['auto', 'qcl-ensemble']);
    const xgboost = findClassifier('xgboost');
    const [once, twice] = [150, 300].map(
      (nEstimators) =>
        planCells({ ...grid, configurations: [{ entry: xgboost, options: { nEstimators } }] })[0].cost,
    );
    expect(twice).toBeCloseTo(2 * once, 6);
  });

  it('has tuned runs, and those without a checkpoint, with protocol honest alone if both are given', () => {
    const knn = findClassifier('knn');
    const configurations = [
      { entry: knn, options: {} },
      { entry: knn, options: {}, tuned: true },
      { entry, options: {}, tuned: true },
      { entry, options: {} },
    ];
    const one = { ...grid, datasets: [grid.datasets[0]], configurations, repeats: 1 };
    const names = (protocols: readonly ('honest' | 'paper')[]) =>
      planCells({ ...one, protocols })
        .map(({ description }) => `${configurationName(description)}, ${description.protocol}`)
        .sort();
    expect(names(['honest', 'paper'])).toEqual([
      ...['knn tuned, honest', 'knn, honest'],
      ...['qcl-mixnet tuned, honest', 'qcl-mixnet, honest', 'qcl-mixnet, paper'],
    ]);
    expect(names(['paper'])).toHaveLength(4);
  });

  it('has equal configurations once', () => {
    const configurations = [{}, { epochs: 100 }, { without: [] }].map((options) => ({ entry, options }));
    expect(planCells({ ...grid, configurations })).toHaveLength(3 * 2 * 3);
  });
});

describe('nonDefaultOptions', () => {
  it('has sorted names, and neither defaults nor the seed', () => {
    const options = nonDefaultOptions(entry, { without: ['mixup'], epochs: 3, seed: 7, margin: 0.5 });
    expect(JSON.stringify(options)).toBe('{"epochs":3,"without":["mixup"]}');
  });
});

describe('a cell', () => {
  it('has another key for every other part of its description', () => {
    const cell = {
      ...{ dataset: 'a', checksum: 'b', classifier: 'c', options: { epochs: 3 }, seed: 42 },
      ...{ protocol: 'honest' as const, version: '1' },
    };
    const others = [
      { ...cell, dataset: 'x' },
      { ...cell, checksum: 'x' },
      { ...cell, classifier: 'x' },
      { ...cell, options: {} },
      { ...cell, seed: 43 },
      { ...cell, protocol: 'paper' as const },
      { ...cell, version: '2' },
    ];
    expect(new Set([cell, ...others].map(cellKey)).size).toBe(8);
  });

  it('is named as people say it', () => {
    expect(configurationName({ classifier: 'qcl-mixnet', options: {} })).toBe('qcl-mixnet');
    const options = { classWeight: 'balanced', epochs: 3, without: ['mixup'] };
    expect(configurationName({ classifier: 'qcl-mixnet', options })).toBe(
      'qcl-mixnet without mixup (classWeight balanced, epochs 3)',
    );
  });
});
