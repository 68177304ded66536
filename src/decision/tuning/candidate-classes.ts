/** Which classes a row could be given by any weights that a search would try. */
import { log } from '../../engine/random/portable-math.js';
import type { Matrix } from '../../matrix.js';

/** Rows x classes, sparse, by row and by class. */
export interface CandidateClasses {
  readonly rows: number;
  readonly classes: number;
  /** The entries of row i are rowStarts[i] .. rowStarts[i + 1] - 1, in rising order of class. */
  readonly rowStarts: Int32Array;
  readonly ofEntry: Int32Array;
  /** ln p of each entry. */
  readonly logs: Float64Array;
  /** For each class the rows in question, and ln p of the class in them. */
  readonly rowsOf: readonly Int32Array[];
  readonly logsOf: readonly Float64Array[];
}

/** Below it probabilities count as this. */
const LEAST_PROBABILITY = 1e-12;

/** @param reach a class whose ln p is this much below the largest of its row is left out */
export function candidateClasses({ data, rows, columns }: Matrix, reach: number): CandidateClasses {
  const rowStarts = new Int32Array(rows + 1);
  const [ofEntry, logs]: [number[], number[]] = [[], []];
  const logsOf: number[][] = Array.from({ length: columns }, () => []);
  const rowsOf: number[][] = Array.from({ length: columns }, () => []);
  const ofRow = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    let most = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < columns; c++) {
      ofRow[c] = log(Math.max(LEAST_PROBABILITY, data[row * columns + c]));
      most = Math.max(most, ofRow[c]);
    }
    for (let c = 0; c < columns; c++) {
      if (ofRow[c] < most - reach) continue;
      logsOf[c].push(ofRow[c]);
      rowsOf[c].push(row);
      ofEntry.push(c);
      logs.push(ofRow[c]);
    }
    rowStarts[row + 1] = ofEntry.length;
  }
  return {
    rows,
    classes: columns,
    rowStarts,
    ofEntry: Int32Array.from(ofEntry),
    logs: Float64Array.from(logs),
    rowsOf: rowsOf.map((list) => Int32Array.from(list)),
    logsOf: logsOf.map((list) => Float64Array.from(list)),
  };
}
