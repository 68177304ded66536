/**
 * The balance scale data (R. S. Siegler, "Three aspects of cognitive development", 1976; UCI Machine
 * Learning Repository). The real data set is a full factorial design, so the rule below reproduces it row for row:
 * 625 rows, of which the 49 balanced ones (7.8 %) are the rare class.
 */
import { tableFromColumns } from '../../tables/preparation/table-from-columns.js';
import type { Table } from '../../tables/table.js';

const LEVELS = [1, 2, 3, 4, 5] as const;

/**
 * All 5^4 combinations of two weights and their distances from the pivot, left weight slowest, with the
 * side to which the scale tips in column `target`: L, R, or B if the products are equal.
 */
export function balanceScale(): Table {
  const leftWeight: number[] = [];
  const leftDistance: number[] = [];
  const rightWeight: number[] = [];
  const rightDistance: number[] = [];
  const target: string[] = [];
  for (const lw of LEVELS) {
    for (const ld of LEVELS) {
      for (const rw of LEVELS) {
        for (const rd of LEVELS) {
          leftWeight.push(lw);
          leftDistance.push(ld);
          rightWeight.push(rw);
          rightDistance.push(rd);
          target.push(sideOf(lw * ld, rw * rd));
        }
      }
    }
  }
  return tableFromColumns(
    [
      ['left-weight', leftWeight],
      ['left-distance', leftDistance],
      ['right-weight', rightWeight],
      ['right-distance', rightDistance],
      ['target', target],
    ],
    'balance_scale',
  );
}

function sideOf(left: number, right: number): string {
  if (left === right) return 'B';
  return left > right ? 'L' : 'R';
}
