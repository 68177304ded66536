/** Matrices to codes: up to 256 bins a column, or every distinct value a bin of its own. */
import { InputError } from '../../errors.js';
import type { Matrix } from '../../matrix.js';
import { BinnedMatrix, type Codes } from './binned-matrix.js';

const BYTE_CODES = 256;

/**
 * Bins each column: every distinct value a bin where `maxBins` are enough, otherwise bins of nearly equal
 * numbers of rows (equal values are never separated). A missing value takes a code of its own; with 256
 * bins, the most that fit in a byte, a column with missing values has one bin less.
 *
 * `maxBins` from 2 to 256; default 256. Throws `InputError` for another.
 */
export function binMatrix(X: Matrix, maxBins: number = BYTE_CODES): BinnedMatrix {
  if (!Number.isInteger(maxBins) || maxBins < 2 || maxBins > BYTE_CODES) {
    throw new InputError(`maxBins must be an integer from 2 to ${BYTE_CODES}, but it is ${maxBins}`);
  }
  return encode(X, maxBins);
}

/** Every distinct value of a column gets its rank as its code: splits are then those of the sorted values. */
export function rankMatrix(X: Matrix): BinnedMatrix {
  return encode(X, Number.POSITIVE_INFINITY);
}

/** The values of a column that bound its bins. */
interface Edges {
  readonly lowest: Float32Array;
  readonly highest: Float32Array;
  readonly hasMissing: boolean;
}

function encode(X: Matrix, maxBins: number): BinnedMatrix {
  const { rows, columns, data } = X;
  const edges: Edges[] = [];
  const column = new Float32Array(rows);
  const readColumn = (c: number) => {
    for (let r = 0; r < rows; r++) column[r] = data[r * columns + c];
    return column;
  };
  for (let c = 0; c < columns; c++) edges.push(findEdges(readColumn(c).sort(), maxBins));
  const mostCodes = edges.reduce((most, e) => Math.max(most, e.lowest.length + (e.hasMissing ? 1 : 0)), 0);
  const codes = codeArray(mostCodes, rows * columns);
  edges.forEach(({ highest }, c) => {
    encodeColumn(readColumn(c), highest, codes.subarray(c * rows, (c + 1) * rows));
  });
  return new BinnedMatrix(
    rows,
    columns,
    codes,
    Int32Array.from(edges, (e) => e.lowest.length),
    Uint8Array.from(edges, (e) => (e.hasMissing ? 1 : 0)),
    edges.map((e) => e.lowest),
    edges.map((e) => e.highest),
  );
}

function codeArray(codes: number, length: number): Codes {
  if (codes <= BYTE_CODES) return new Uint8Array(length);
  return codes <= 65536 ? new Uint16Array(length) : new Uint32Array(length);
}

/** `sorted` ascending, missing values last, as typed arrays sort them. */
function findEdges(sorted: Float32Array, maxBins: number): Edges {
  let present = sorted.length;
  while (present > 0 && Number.isNaN(sorted[present - 1])) present--;
  const hasMissing = present < sorted.length;
  const wanted = hasMissing && maxBins === BYTE_CODES ? maxBins - 1 : maxBins;
  let distinct = present > 0 ? 1 : 0;
  for (let i = 1; i < present; i++) if (sorted[i] > sorted[i - 1]) distinct++;
  const lowest: number[] = [];
  const highest: number[] = [];
  let begin = 0;
  while (begin < present) {
    const room = distinct <= wanted ? 1 : (present - begin) / (wanted - lowest.length);
    // A run of equal values that is cut by the bin's fair end goes where the larger part of it lies.
    let end = begin + Math.max(1, Math.round(room));
    if (end > present) end = present;
    let runStart = end - 1;
    while (runStart > begin && sorted[runStart - 1] === sorted[end - 1]) runStart--;
    let runEnd = end;
    while (runEnd < present && sorted[runEnd] === sorted[end - 1]) runEnd++;
    end = runStart > begin && end - runStart < runEnd - end ? runStart : runEnd;
    lowest.push(sorted[begin]);
    highest.push(sorted[end - 1]);
    begin = end;
  }
  return { lowest: Float32Array.from(lowest), highest: Float32Array.from(highest), hasMissing };
}

/** The first bin whose highest value is not below the row's; a missing value is above all. */
function encodeColumn(column: Float32Array, highest: Float32Array, codes: Codes): void {
  for (let r = 0; r < column.length; r++) {
    const x = column[r];
    let low = 0;
    let high = highest.length;
    if (Number.isNaN(x)) low = high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (highest[middle] < x) low = middle + 1;
      else high = middle;
    }
    codes[r] = low;
  }
}
