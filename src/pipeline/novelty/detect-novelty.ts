/** Which rows of a table are unlike the training rows. */

import { InputError } from '../../errors.js';
import { timeSlices } from '../../event-loop.js';
import type { Table } from '../../tables/table.js';
import { countOf } from '../../text/name-list.js';
import { checkModel, checkOptions, checkTable, OPTION_TYPES } from '../check-options.js';
import { checkedRows } from '../explanation/checked-rows.js';
import type { TableClassifier } from '../table-classifier.js';
import { NoveltyDetector } from './novelty-detector.js';

/** Rows with a p-value of at most this are novel. */
export const NOVELTY_LEVEL = 0.01;
const BLOCK_ROWS = 4096;

export interface NoveltyOptions {
  /** Rows of the table, counted from 0; default all. */
  readonly rows?: ArrayLike<number>;
  /** Rows with a p-value of at most this are novel: the share of rows like those of training that are; default 0.01. */
  readonly level?: number;
  /** The columns to name of each row, those that are furthest from the nearest training row first; default 0. */
  readonly columns?: number;
}

export interface RowNovelty {
  /** Row of the table, counted from 0. */
  readonly row: number;
  /** Higher for rows that are more unlike those of training; it orders rows of equal p-values. */
  readonly score: number;
  /** The share of rows like those of training that are at least as unlike the others, at least 1 / (`calibrationRows` + 1). */
  readonly pValue: number;
  readonly isNovel: boolean;
  /** Columns of the table, as many as `NoveltyOptions.columns` at most. */
  readonly columns: readonly string[];
}

export interface Novelty {
  readonly rows: readonly RowNovelty[];
  readonly level: number;
  /** Rows that the p-values are counted among. */
  readonly calibrationRows: number;
  /** If more rows are novel than chance explains, and if no row can be. */
  readonly notices: readonly string[];
}

/**
 * How unlike the training rows of a model each row of a table is, as a conformal p-value: of rows that are drawn like those of
 * training, a share of at most about `level` is novel. The score is the larger one of two, standardised: the distance to the nearest
 * training row that the model holds, in units of the spread within classes, and the score of an isolation forest of them. For a
 * `qcl-mixnet` half of the distance to the nearest learned centroid in its embedding is added.
 *
 * @throws InputError for a model that holds no training rows, rows that do not exist, a level that is not between 0 and 1,
 *   and tables that cannot be predicted.
 */
export async function detectNovelty(
  model: TableClassifier,
  table: Table,
  options: NoveltyOptions = {},
): Promise<Novelty> {
  checkModel('detectNovelty', model);
  checkTable('detectNovelty', table);
  checkOptions('detectNovelty', options, {
    rows: OPTION_TYPES.numbers,
    level: OPTION_TYPES.number,
    columns: OPTION_TYPES.number,
  });
  const { level = NOVELTY_LEVEL, columns = 0 } = options;
  if (!(level > 0 && level < 1)) throw new InputError(`level is ${level}: give a number between 0 and 1`);
  if (!(Number.isInteger(columns) && columns >= 0)) {
    throw new InputError(`columns is ${columns}: give an integer from 0`);
  }
  const rows = checkedRows(table, options.rows);
  const detector = new NoveltyDetector(model);
  const calibration = detector.calibration();
  const found: RowNovelty[] = [];
  const slices = timeSlices();
  for (let start = 0; start < rows.length; start += BLOCK_ROWS) {
    if (slices.due()) await slices.pause();
    const block = rows.subarray(start, start + BLOCK_ROWS);
    const scored = await detector.score(table, block);
    const scores = calibration.scoresOf(scored.parts);
    calibration.pValues(scores).forEach((pValue, i) => {
      found.push({
        row: block[i],
        score: scores[i],
        pValue,
        isNovel: pValue <= level,
        columns: columns === 0 ? [] : detector.furthestColumns(scored, i, columns),
      });
    });
  }
  const novel = found.filter(({ isNovel }) => isNovel).length;
  return {
    rows: found,
    level,
    calibrationRows: calibration.rows,
    notices: noveltyNotices(novel, rows.length, { level, calibrationRows: calibration.rows }),
  };
}

/** Standard deviations above the expected number from which it is no chance. */
const MOST_DEVIATIONS = 3;

function noveltyNotices(
  novel: number,
  rows: number,
  { level, calibrationRows }: Pick<Novelty, 'level' | 'calibrationRows'>,
): string[] {
  const least = 1 / (calibrationRows + 1);
  if (least > level) {
    return [
      `no row can be novel at the level ${level}: with ${countOf(calibrationRows, 'row')} to compare with, the smallest ` +
        `p-value is ${least.toFixed(3)}; give a higher level, or keep more training rows in the model`,
    ];
  }
  // The share of novel rows has a beta distribution over the calibration rows, and their number a binomial one given it.
  const variance = level * (1 - level) * (rows + rows ** 2 / (calibrationRows + 2));
  if (novel <= Math.max(1, rows * level + MOST_DEVIATIONS * Math.sqrt(variance))) return [];
  return [
    `${novel} of ${countOf(rows, 'row')} are unlike the training rows (p-value at most ${level}), against about ` +
      `${Math.max(1, Math.round(rows * level))} expected by chance: check these rows before their predictions are used`,
  ];
}
