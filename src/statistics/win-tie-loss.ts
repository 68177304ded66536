import { InputError } from '../errors.js';
import { checkControl, checkScores, type Scores } from './checks.js';

export interface WinTieLoss {
  /** Column of the classifier that the control is compared with. */
  readonly classifier: number;
  /** Data sets on which the control is better. */
  readonly wins: number;
  readonly ties: number;
  readonly losses: number;
}

/** Above the rounding of a difference of scores, so that .87 and .86 tie at a margin of .01. */
const ROUNDING = 1e-12;

/**
 * On how many data sets a control is better than, as good as, or worse than each other classifier.
 *
 * @param control its column
 * @param margin scores that differ by no more than this tie; default 0
 * @returns one count for each other column, in their order
 * @throws InputError for what `checkScores` refuses, a control that is not a column, or a margin that is negative
 *   or no number.
 */
export function winTieLoss(scores: Scores, control: number, margin = 0): WinTieLoss[] {
  checkScores('the count of wins, ties and losses', scores);
  checkControl(scores, control);
  if (!(margin >= 0 && Number.isFinite(margin))) {
    throw new InputError(`margin must be a number from 0 up, but it is ${margin}`);
  }
  const others = scores[0].map((_, c) => c).filter((c) => c !== control);
  return others.map((classifier) => {
    const differences = scores.map((row) => row[control] - row[classifier]);
    const wins = differences.filter((difference) => difference > margin + ROUNDING).length;
    const losses = differences.filter((difference) => -difference > margin + ROUNDING).length;
    return { classifier, wins, ties: scores.length - wins - losses, losses };
  });
}
