/** How often columns of many categories are said to have moved, with and without drift. */
import { describe, expect, it } from 'vitest';
import { type LevelChange, type Levels, levelledTable } from '../../../test/support/levelled-tables.js';
import {
  categoryNames,
  fitCategorical,
  writeCategorical,
} from '../../tables/preparation/categorical-step.js';
import { rowRange } from '../../tables/preparation/resolve-rows.js';
import { trainOnTable } from '../train-on-table.js';
import { featureProfile } from '../training-record/feature-profile.js';
import { sizeOfShift } from './judge.js';
import { levelShift } from './level-shift.js';
import { levelsOfProfile, levelsOfRows } from './levels-before.js';
import { watchTable } from './watch-table.js';

const POPULATIONS: readonly Levels[] = [
  { count: 60, exponent: 0 },
  { count: 300, exponent: 0 },
  { count: 1000, exponent: 0 },
  { count: 2000, exponent: 1 },
];

/** The largest share that is expected once in a thousand times of a true one of 5 %. */
const mostAlarms = (runs: number) => 0.05 + 3.1 * Math.sqrt((0.05 * 0.95) / runs);

/** Comparisons with what a model keeps of one table, and with the table itself as reference. */
function shifts(rows: readonly [number, number], run: number, levels: Levels, change: LevelChange) {
  const then = levelledTable(rows[0], 2 * run, levels);
  const now = levelledTable(rows[1], 2 * run + 1, levels, change);
  const [all, column] = [rowRange(rows[0]), then.columns[0]];
  const fitted = fitCategorical(column, all);
  const data = new Float64Array(rows[0]);
  writeCategorical(fitted, column, all, { data, columns: 1, offset: 0, form: 'values', keepMissing: true });
  const names = categoryNames(fitted, now.columns[0], rowRange(rows[1]));
  return [
    levelsOfProfile(fitted, featureProfile(data), rows[0]),
    levelsOfRows(categoryNames(fitted, column, all)),
  ].map((before) => levelShift(before, names));
}

describe('levelShift', () => {
  it('is significant in at most one of twenty tables without drift', () => {
    const runs = 200;
    for (const rows of [
      [1200, 1500],
      [300, 1500],
      [1200, 300],
    ] as const) {
      for (const levels of POPULATIONS) {
        const found = [0, 0];
        for (let run = 0; run < runs; run++) {
          shifts(rows, run, levels, {}).forEach(({ p }, i) => {
            if (p <= 0.05) found[i]++;
          });
        }
        for (const count of found) {
          expect(count / runs, JSON.stringify({ rows, levels })).toBeLessThan(mostAlarms(runs));
        }
      }
    }
  }, 300_000);

  it('finds a new level, levels that vanish, and rare new levels among the known ones', () => {
    const runs = 25;
    for (const levels of POPULATIONS) {
      for (const change of [{ newLevel: 0.05 }, { halfSeed: 7 }, { newLevels: 0.3 }]) {
        const found = [0, 0];
        for (let run = 0; run < runs; run++) {
          shifts([1200, 1500], run, levels, change).forEach(({ p, psi }, i) => {
            // By Bonferroni beside three other comparisons.
            if (p <= 0.05 / 4 && sizeOfShift(psi) !== 'none') found[i]++;
          });
        }
        for (const count of found) {
          expect(count / runs, JSON.stringify({ change, levels })).toBeGreaterThanOrEqual(0.8);
        }
      }
    }
  }, 300_000);
});

describe('watchTable', () => {
  it('keeps its promise for columns of many categories', async () => {
    const runs = 40;
    for (const levels of POPULATIONS) {
      let [alarms, told] = [0, 0];
      for (let run = 0; run < runs; run++) {
        const options = { target: 'label', classifier: 'logistic-regression' } as const;
        const { model } = await trainOnTable(levelledTable(1500, 2 * run, levels), options);
        const found = await watchTable(model, levelledTable(1500, 2 * run + 1, levels), { seed: run });
        if (found.verdict !== 'none') alarms++;
        if ((found.classifierTest?.p ?? 1) <= 0.05) told++;
      }
      expect.soft(alarms / runs, JSON.stringify(levels)).toBeLessThan(mostAlarms(runs));
      expect.soft(told / runs, JSON.stringify(levels)).toBeLessThan(mostAlarms(runs));
    }
  }, 300_000);
});
