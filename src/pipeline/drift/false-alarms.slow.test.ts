/** How often tables like the reference are said to have moved. */
import { describe, expect, it } from 'vitest';
import { monitoredTable } from '../../../test/support/monitored-tables.js';
import { trainOnTable } from '../train-on-table.js';
import { watchTable } from './watch-table.js';

describe('false alarms', () => {
  it('stay below the level over all comparisons, and those of the classifier below its own', async () => {
    const options = { target: 'label', classifier: 'logistic-regression' } as const;
    const { model } = await trainOnTable(monitoredTable(500, 1), options);
    const runs = 70;
    let [significant, told, drifted] = [0, 0, 0];
    for (let run = 0; run < runs; run++) {
      const [reference, table] = [1, 2].map((side) => monitoredTable(side * 150, 1000 * side + run));
      const found = await watchTable(model, table, { reference, dates: true, alpha: 0.1, seed: run });
      const all = [...found.columns, ...found.scores, found.alerts, found.classifierTest];
      if (all.some((each) => (each?.adjustedP ?? 1) <= 0.1)) significant++;
      if ((found.classifierTest?.p ?? 1) <= 0.1) told++;
      if (found.verdict !== 'none') drifted++;
    }
    // Three standard deviations of a share of 0.1 in 70 runs are 0.11.
    expect(significant / runs).toBeLessThan(0.21);
    expect(told / runs).toBeLessThan(0.21);
    expect(drifted).toBeLessThanOrEqual(significant);
  }, 300_000);
});
