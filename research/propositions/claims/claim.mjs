// What a proposition claims, as differences that the record decides (rules.mjs).
import { mean } from '../../mean.mjs';
import { meanWithInterval } from '../numbers.mjs';
import { judged } from '../rules.mjs';

/**
 * @typedef {object} Claim
 * @property {string} text
 * @property {boolean} stated it is in the proposition itself; others are in the text or the proof around it, or what one would
 *   expect of it
 * @property {string} found what was measured, with numbers
 * @property {string} verdict
 */

/** A claim about differences, one a case. @returns {Claim} */
export function compared(text, { stated = false, unit, differences }) {
  const { mean: centre, error, cases, verdict } = judged(differences);
  const count = (is) => differences.filter(is).length;
  const none = count((difference) => difference === 0);
  const size = cases === 0 ? 'no case' : meanWithInterval({ mean: centre, error });
  const positive = `positive in ${count((difference) => difference > 0)} of ${cases} cases`;
  const found = `${unit}: ${size}; ${positive}${none === 0 ? '' : `, zero in ${none}`}`;
  return { text, stated, verdict, found };
}

/** Means over the seeds of a difference of two measurements, by case. */
export const paired = (
  measured,
  measure,
  { of, minus, as = (value) => value, cases = measured.cases(measure) },
) =>
  cases.map((name) => {
    const [one, other] = [measured.values(measure, name, of), measured.values(measure, name, minus)];
    return mean(one.map((value, i) => as(value) - as(other[i])));
  });
