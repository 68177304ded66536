/** x ln x, the term of the entropy, with a table for integers such as row counts. */
import { log } from '../../engine/random/portable-math.js';

/** A larger table would not fit into the cache. */
const LARGEST_TABLE = 1 << 20;

const none = new Float64Array(0);
let table = none;

/** Values for 0 to at least `largest`; empty if the table would be too long. */
export function timesLogTable(largest: number): Float64Array {
  if (largest >= LARGEST_TABLE) return none;
  if (table.length <= largest) {
    const longer = new Float64Array(Math.min(LARGEST_TABLE, 2 * largest + 1));
    longer.set(table);
    for (let n = table.length; n < longer.length; n++) longer[n] = timesLog(n);
    table = longer;
  }
  return table;
}

export function timesLog(x: number): number {
  return x > 0 ? x * log(x) : 0;
}
