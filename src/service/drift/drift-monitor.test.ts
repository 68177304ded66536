import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { DriftFound } from '../../pipeline/drift/drift-job.js';
import { watchTable } from '../../pipeline/drift/watch-table.js';
import type { TableClassifier } from '../../pipeline/table-classifier.js';
import { trainOnTable } from '../../pipeline/train-on-table.js';
import { tableFromColumns } from '../../tables/preparation/table-from-columns.js';
import type { Table } from '../../tables/table.js';
import type { LoadedModel } from '../models/served-model.js';
import type { ServedRow } from '../scoring/scorer.js';
import { type DriftListeners, DriftMonitor, type DriftOptions } from './drift-monitor.js';

const rowsOf = (rows: number, kind: (i: number) => string = (i) => (i % 3 === 0 ? 'p' : 'q')) =>
  Array.from({ length: rows }, (_, i) => ({ x: Math.sin(i), few: i % 2, kind: kind(i) }));

const add = (monitor: DriftMonitor, served: LoadedModel, rows: readonly ServedRow[]) =>
  monitor.add(served, rows.length, (row) => rows[row]);

describe('DriftMonitor', () => {
  let model: TableClassifier;
  beforeAll(async () => {
    const rows = rowsOf(120);
    const table = tableFromColumns([
      ['x', rows.map(({ x }) => x)],
      ['few', rows.map(({ few }) => few)],
      ['kind', rows.map(({ kind }) => kind)],
      ['label', rows.map(({ x }) => (x > 0 ? 'up' : 'down'))],
    ]);
    ({ model } = await trainOnTable(table, { target: 'label', classifier: 'decision-tree' }));
  });

  const served = (generation: number): LoadedModel => ({
    name: 'm',
    path: 'm.safetensors',
    model,
    generation,
    loadedAt: new Date(),
    checksum: '',
  });
  const monitored = (options: DriftOptions, compare?: DriftListeners['compare']) => {
    const tables: Table[] = [];
    const failures: unknown[] = [];
    const monitor = new DriftMonitor(served(1), options, {
      compare: async (given, table): Promise<DriftFound> => {
        tables.push(table);
        return compare ? compare(given, table) : { drift: await watchTable(model, table) };
      },
      onCompared: () => {},
      onFailed: (_, error) => failures.push(error),
    });
    return { monitor, tables, failures };
  };

  it('compares a sample after so many rows, and quotes no cell of them', async () => {
    const { monitor, tables } = monitored({ rows: 300, sample: 250 });
    add(monitor, served(1), rowsOf(299));
    expect(monitor.state).toMatchObject({ rows: 299, sampled: 250 });
    expect(tables).toEqual([]);
    const secret = rowsOf(1, () => 'secret').map((row) => ({ ...row, few: 987654 }));
    for (let i = 0; i < 60; i++) add(monitor, served(1), secret);
    await monitor.close();
    expect(tables.map(({ rows }) => rows)).toEqual([250]);
    expect(monitor.state.last).toMatchObject({ rows: 300, sampled: 250, generation: 1 });
    expect(monitor.state.rows).toBe(59);
    const shifted = monitored({ rows: 200 }).monitor;
    add(shifted, served(1), [...rowsOf(100), ...Array.from({ length: 150 }, () => secret[0])]);
    await shifted.close();
    const report = shifted.state.last?.report;
    expect(report?.verdict).toBe('strong');
    expect(report?.columns.find(({ column }) => column === 'kind')?.unseen?.cells).toBe(150);
    expect(JSON.stringify(report)).not.toMatch(/secret|987654/);
  });

  it('begins anew with a new version of the model, and ignores rows of older ones', async () => {
    const { monitor, tables } = monitored({ rows: 250 });
    add(monitor, served(1), rowsOf(200));
    add(monitor, served(2), rowsOf(10));
    add(monitor, served(1), rowsOf(500));
    expect([monitor.state.rows, tables.length]).toEqual([10, 0]);
  });

  it('compares after so many minutes, and not before there are 200 rows', () => {
    vi.useFakeTimers();
    const { monitor, tables } = monitored({ minutes: 2 });
    add(monitor, served(1), rowsOf(199));
    vi.setSystemTime(Date.now() + 120_000);
    add(monitor, served(1), []);
    expect(tables).toEqual([]);
    add(monitor, served(1), rowsOf(1));
    expect(tables).toHaveLength(1);
    vi.useRealTimers();
  });

  it('reports a comparison that fails, keeps the last one, and rests before the next', async () => {
    const { monitor, failures, tables } = monitored({ rows: 200 }, () => Promise.reject(new Error('gone')));
    add(monitor, served(1), rowsOf(200));
    await monitor.close();
    expect(failures).toEqual([new Error('gone')]);
    expect(monitor.state.last).toBeUndefined();
    expect(tables).toHaveLength(1);
  });
});
