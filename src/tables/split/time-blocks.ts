/** Cuts rows into blocks that follow each other in time. */
import { InputError } from '../../errors.js';
import { countOf } from '../../text/name-list.js';
import { inColumn } from './split-rules.js';

/**
 * The block of each row, from 0 for the earliest. Rows of equal time are in one block, and every block has rows: a cut
 * is made at the change of time nearest to where it is wanted.
 *
 * @param times larger for later rows
 * @param cuts how many rows should be before each cut, ascending
 * @param column see `SplitRules`
 * @throws InputError for fewer different times than blocks.
 */
export function timeBlocks(times: Int32Array, cuts: readonly number[], column?: string): Int32Array {
  const order = Uint32Array.from(times.keys()).sort((one, other) => times[one] - times[other] || one - other);
  // Rows before each change of time, with 0 in front.
  const starts: number[] = [];
  for (let place = 0; place < order.length; place++) {
    if (place === 0 || times[order[place]] !== times[order[place - 1]]) starts.push(place);
  }
  const blocks = cuts.length + 1;
  if (starts.length < blocks) {
    throw new InputError(
      `there ${starts.length === 1 ? 'is' : 'are'} ${countOf(starts.length, 'different time')}${inColumn({ column })}, but ${blocks} parts ` +
        `need one each: ${starts.length > 1 && blocks > 2 ? 'choose fewer folds, or ' : ''}split without time`,
    );
  }
  const chosen = nearest(starts, cuts);
  const blockOf = new Int32Array(times.length);
  let block = 0;
  order.forEach((row, place) => {
    while (block < chosen.length && place >= starts[chosen[block]]) block++;
    blockOf[row] = block;
  });
  return blockOf;
}

/** Indices into `starts` from 1, strictly ascending, each near its cut. */
function nearest(starts: readonly number[], cuts: readonly number[]): number[] {
  const chosen: number[] = [];
  let at = 1;
  for (const [k, cut] of cuts.entries()) {
    // Leaves a change of time for each of the later cuts.
    const last = starts.length - (cuts.length - k);
    at = Math.min(last, k === 0 ? 1 : at + 1);
    while (at < last && Math.abs(starts[at + 1] - cut) <= Math.abs(starts[at] - cut)) at++;
    chosen.push(at);
  }
  return chosen;
}

/** The number of different times. */
export function timeCount(times: Int32Array): number {
  return new Set(times).size;
}
