import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { countLabels } from '../../src/paper/datasets/check-table.js';
import { datasets } from '../../src/paper/datasets/registry.js';
import { loadDataset } from '../../src/paper/node/datasets/load-dataset.js';
import { NEEDS_DATA, SHARED_DATA, WITHOUT_DATA } from './shared-data.js';

interface Described {
  readonly name: string;
  readonly available: boolean;
  readonly task: string;
  readonly rows: number;
  readonly features: number;
  readonly classes: number;
  readonly imbalanceRatio: number;
  readonly missingCells: number;
  readonly classCounts: Record<string, number>;
}

/** Nothing is looked for in the cache of whoever runs the tests. */
const places = { folder: SHARED_DATA, cache: join(SHARED_DATA, 'no-cache') };
const available = datasets.filter(({ name }) => name !== 'har');

describe.skipIf(WITHOUT_DATA)(`the ready tables ${NEEDS_DATA}`, () => {
  it.each(available.map((entry) => [entry.name, entry] as const))(
    '%s is the registry’s',
    async (name, entry) => {
      const { table, checksum, origin } = await loadDataset(name, places);
      expect(checksum).toBe(entry.checksum);
      expect(origin.kind).toBe('folder');
      expect(table.rows).toBe(entry.rows);
      expect(table.columns).toHaveLength(entry.features + 1);
      const target = table.columns[entry.features];
      expect(target.name).toBe('target');
      expect(new Map([...countLabels(target, table.rows)].sort())).toEqual(
        new Map([...entry.classCounts].sort()),
      );
    },
  );

  it('are described alike in the registry', () => {
    const described: Described[] = JSON.parse(readFileSync(join(SHARED_DATA, 'datasets.json'), 'utf8'));
    expect(datasets.map(({ name }) => name)).toEqual(described.map(({ name }) => name));
    for (const [i, its] of described.entries()) {
      const { task, rows, features, classes, imbalanceRatio, missingCells, classCounts } = datasets[i];
      expect(task).toBe(its.task);
      if (!its.available) continue;
      expect({ rows, features, classes, missingCells }).toEqual({
        rows: its.rows,
        features: its.features,
        classes: its.classes,
        missingCells: its.missingCells,
      });
      expect(imbalanceRatio).toBeCloseTo(its.imbalanceRatio, 3);
      expect(classCounts).toEqual(new Map(Object.entries(its.classCounts)));
    }
  });
});
