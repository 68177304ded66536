/** Encodes matrices: one code per distinct value, or up to 256 bins per column. */
import { InputError } from '../../errors.js';
import { type FeatureMatrix, floatsLike } from '../../matrix.js';
import { BinnedMatrix, type Codes, type Values } from './binned-matrix.js';
import { ColumnRanker } from './column-ranker.js';
import { LevelGroups } from './level-groups.js';

const BYTE_CODES = 256;

/**
 * The code of a value is its rank among the distinct values of the column, so that splits are those of the sorted
 * values. A column of 64-bit values that is constant up to rounding (`isConstant`) has one code. A category column has
 * the codes of `LevelGroups`.
 *
 * @throws InputError for a value of a category column that is not a code of a level
 */
export function rankMatrix(X: FeatureMatrix): BinnedMatrix {
  const { rows, columns, data } = X;
  const column = floatsLike(data, rows);
  const hasMissing = new Uint8Array(columns);
  const categories = LevelGroups.of(X);
  const ranker = new ColumnRanker(rows, column);
  const ranks = new Uint32Array(rows * columns);
  const values: Values[] = [];
  for (let c = 0; c < columns; c++) {
    for (let r = 0; r < rows; r++) column[r] = data[r * columns + c];
    const own = ranks.subarray(c * rows, (c + 1) * rows);
    if (categories?.has(c)) {
      values.push(floatsLike(data, categories.codes(c)).map((_, code) => code) as Values);
      for (let r = 0; r < rows; r++) own[r] = categories.code(c, column[r]);
      continue;
    }
    const distinct = ranker.rank(column, own);
    hasMissing[c] = own.includes(distinct.length) ? 1 : 0;
    values.push(distinct);
  }
  const codes = narrowed(ranks, mostCodes(values, hasMissing));
  return new BinnedMatrix(rows, columns, codes, countsOf(values), hasMissing, values, values, categories);
}

/**
 * Bins the columns of a matrix of ranks: one bin per distinct value if `maxBins` suffice, otherwise bins with nearly
 * equal numbers of rows (equal values are never separated). Missing values have their own code; with 256 bins, the
 * most that fit in a byte, a column with missing values has one bin less. The codes of category columns are kept.
 *
 * @param maxBins from 2 to 256; default 256
 * @throws InputError for another `maxBins`
 */
export function binRanks(ranked: BinnedMatrix, maxBins: number = BYTE_CODES): BinnedMatrix {
  if (!Number.isInteger(maxBins) || maxBins < 2 || maxBins > BYTE_CODES) {
    throw new InputError(`maxBins must be an integer from 2 to ${BYTE_CODES}, but it is ${maxBins}`);
  }
  const { rows, columns, hasMissing, categories } = ranked;
  const codes = new Uint8Array(rows * columns);
  const lowest: Values[] = [];
  const highest: Values[] = [];
  for (let c = 0; c < columns; c++) {
    const own = ranked.codes.subarray(c * rows, (c + 1) * rows);
    const values = ranked.lowest[c];
    if (categories?.has(c)) {
      lowest.push(values);
      highest.push(values);
      codes.set(own, c * rows);
      continue;
    }
    const wanted = hasMissing[c] === 1 && maxBins === BYTE_CODES ? maxBins - 1 : maxBins;
    const last = equalBins(rowsUpTo(own, values.length), wanted);
    highest.push(pick(values, last));
    lowest.push(pick(values, [0, ...last.slice(0, -1).map((rank) => rank + 1)].slice(0, last.length)));
    const binOf = new Uint8Array(values.length + 1);
    for (let rank = 0, bin = 0; rank <= values.length; rank++) {
      binOf[rank] = bin;
      if (rank === last[bin]) bin++;
    }
    for (let r = 0; r < rows; r++) codes[c * rows + r] = binOf[own[r]];
  }
  return new BinnedMatrix(rows, columns, codes, countsOf(lowest), hasMissing, lowest, highest, categories);
}

/** `rankMatrix`, then `binRanks`. */
export function binMatrix(X: FeatureMatrix, maxBins?: number): BinnedMatrix {
  return binRanks(rankMatrix(X), maxBins);
}

/** For each rank the number of non-missing rows below it, and at the end the number of all non-missing rows. */
export function rowsUpTo(codes: Codes, distinct: number): Uint32Array {
  const counts = new Uint32Array(distinct + 2);
  for (let r = 0; r < codes.length; r++) counts[codes[r] + 1]++;
  for (let rank = 0; rank < distinct; rank++) counts[rank + 1] += counts[rank];
  return counts.subarray(0, distinct + 1);
}

/**
 * The highest rank of each of at most `wanted` bins with nearly equal numbers of rows, which never separate equal values.
 *
 * @param below for each rank the number of rows below it, and at the end the number of all
 */
export function equalBins(below: Uint32Array, wanted: number): number[] {
  const distinct = below.length - 1;
  const present = below[distinct];
  const last: number[] = [];
  let begin = 0;
  let rank = 0;
  while (begin < present) {
    const room = distinct <= wanted ? 1 : (present - begin) / (wanted - last.length);
    const fair = Math.min(present, begin + Math.max(1, Math.round(room)));
    // A run of equal values across the bin's fair end goes to the bin with its larger part.
    while (below[rank + 1] < fair) rank++;
    const isNext = below[rank] > begin && fair - below[rank] < below[rank + 1] - fair;
    last.push(isNext ? rank - 1 : rank);
    begin = isNext ? below[rank] : below[rank + 1];
  }
  return last;
}

function pick(values: Values, ranks: readonly number[]): Values {
  const picked = floatsLike(values, ranks.length);
  ranks.forEach((rank, i) => {
    picked[i] = values[rank];
  });
  return picked;
}

function mostCodes(values: readonly Values[], hasMissing: Uint8Array): number {
  return values.reduce((most, { length }, c) => Math.max(most, length + hasMissing[c]), 0);
}

/** The codes in the smallest integers that hold so many. */
function narrowed(ranks: Uint32Array, codes: number): Codes {
  if (codes <= BYTE_CODES) return Uint8Array.from(ranks);
  return codes <= 65536 ? Uint16Array.from(ranks) : ranks;
}

function countsOf(values: readonly Values[]): Int32Array {
  return Int32Array.from(values, ({ length }) => length);
}
