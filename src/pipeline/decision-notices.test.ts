import { describe, expect, it } from 'vitest';
import { calibrateAndDecide } from '../decision/calibrate-and-decide.js';
import { checkDecisionOptions } from '../decision/decision-options.js';
import { decisionNotices } from './decision-notices.js';

const classes = ['no', 'yes'];

/** Four rows of "yes" are certain; the `others` of 96 rows that are "yes" look like "no". */
function noticesOf(decision: string, others: number, certainFold: (row: number) => number) {
  const index = Array.from({ length: 100 }, (_, row) => row);
  const yes = index.map((row) => (row < 4 ? 0.9 : 0.1 + 0.001 * ((row * 37) % 100)));
  const rows = {
    y: Int32Array.from(index, (row) => (row < 4 || row >= 100 - others ? 1 : 0)),
    probabilities: { rows: 100, columns: 2, data: Float32Array.from(yes.flatMap((p) => [1 - p, p])) },
  };
  const plan = checkDecisionOptions({ decision, calibration: 'none', positive: 'yes' }, classes);
  const foldOfRow = Int32Array.from(index, (row) => (row < 4 ? certainFold(row) : row % 5));
  return decisionNotices(calibrateAndDecide(rows, plan, { classes, seed: 1, foldOfRow }), rows, classes);
}

describe('decisionNotices', () => {
  it('says how many folds could not keep a floor, and how many rows the saved threshold flags', () => {
    expect(noticesOf('precision>=0.9', 6, () => 2)).toEqual([
      expect.stringMatching(/^1 of 5 folds could not keep the floor: .*best macro F1/),
      'of 100 out-of-fold rows, the saved threshold flags 4 as "yes"',
    ]);
    expect(noticesOf('precision>=0.9', 6, (row) => row)).toEqual([
      'of 100 out-of-fold rows, the saved threshold flags 4 as "yes"',
    ]);
  });

  it('warns of a floor that flags every row, and only of that', () => {
    const warning = expect.stringMatching(/^warning: every row is flagged as "yes".*lower the floor/);
    const lowest = noticesOf('precision>=0.01', 6, (row) => row);
    expect(lowest).toContainEqual(expect.stringContaining('threshold flags 100 as "yes"'));
    expect(lowest).toContainEqual(warning);
    expect(noticesOf('recall>=0.3', 6, (row) => row)).not.toContainEqual(warning);
  });

  it.each(['precision>=0.9', 'f1'])('warns of a threshold by %s for a class of four rows', (decision) => {
    const about = /decision for "yes" is fitted on 4 out-of-fold rows of the class: too few/;
    expect(noticesOf(decision, 0, (row) => row)).toContainEqual(expect.stringMatching(about));
    expect(noticesOf(decision, 1, (row) => row)).not.toContainEqual(expect.stringMatching(about));
  });

  it('has nothing to say of a decision for a metric with enough rows', () => {
    expect(noticesOf('macro-f1', 6, (row) => row)).toEqual([]);
  });
});
