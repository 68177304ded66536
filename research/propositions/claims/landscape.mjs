// The claims of proposition 3: continuity, gradient and smoothness of the loss.
import { mean } from '../../mean.mjs';
import { LOSSES, MARKS, SHRINKS, ZOOMS } from '../landscape.mjs';
import { range } from '../numbers.mjs';
import { ofEveryPoint } from '../rules.mjs';
import { compared, paired } from './claim.mjs';

/** A larger change of the loss over the last part of a line is a jump: that part is 1e-10 long, so its slope would be above 1000. */
const JUMP = 1e-7;
/** How many times larger a gradient must become to count as growing without bound. */
const UNBOUNDED = 100;

/** @param {import('../record.mjs').Measured} measured @returns {import('./claim.mjs').Claim[]} */
export function landscapeClaims(measured) {
  const tables = measured.cases('eigenvalue');
  const jumps = (loss) =>
    measured.cases('change').flatMap((name) => measured.values('change', name, { loss, zoom: ZOOMS }));
  const continuity = (text, loss, stated) => {
    const large = jumps(loss).filter((jump) => jump > JUMP);
    const small = jumps(loss).filter((jump) => jump <= JUMP);
    const counted = [
      ...(large.length === 0 ? [] : [`a jump, above ${JUMP}, in ${large.length}: ${range(large)}`]),
      ...(small.length === 0 ? [] : [`no jump in ${small.length}: ${range(small)}`]),
    ];
    return {
      text,
      stated,
      verdict: ofEveryPoint(large.length > 0),
      found: `change of the loss over the last, shortest part of the line in ${jumps(loss).length} trainings: ${counted.join('; ')}`,
    };
  };
  const growth = measured
    .cases('shrunk')
    .map((name) => mean(ratios(measured, 'shrunk', name, { shrink: SHRINKS.at(-1) }, { shrink: 1 })));
  /** Steps from all marks, by table. */
  const steps = (spread, sign, setting, minus) =>
    tables.map((name) =>
      mean(
        MARKS.flatMap((mark) => {
          const own = measured.values('step', name, { mark, spread, rows: 'held out', ...setting });
          const other = minus && measured.values('step', name, { mark, spread, rows: 'held out', ...minus });
          return own.map((change, i) => sign * (change - (other?.[i] ?? 0)));
        }),
      ),
    );
  const smoother = (measure, setting, relative) =>
    tables.map((name) =>
      mean(
        ratios(measured, measure, name, { loss: 'without', ...setting }, { loss: 'hybrid', ...setting }).map(
          (ratio, i) =>
            Math.log(
              relative
                ? (ratio * measured.values('fall', name, { loss: 'hybrid' })[i]) /
                    measured.values('fall', name, { loss: 'without' })[i]
                : ratio,
            ),
        ),
      ),
    );
  return [
    continuity('The loss is locally Lipschitz: it has no jump', 'hybrid', true),
    continuity('The same with the sums of Eq. 15 and 16 as printed', 'printed', true),
    continuity('Without the contrastive terms it has no jump', 'without', false),
    {
      text: 'The gradient of the contrastive term is bounded (proof, ii)',
      stated: false,
      verdict: ofEveryPoint(growth.some((times) => times > UNBOUNDED)),
      found:
        `with the last layer of the projection head ${1 / SHRINKS.at(-1)} times smaller, its gradient is ${range(growth)} times larger, ` +
        `by table; more than ${UNBOUNDED} counts as growing without bound`,
    },
    compared('A step down the gradient moves the classes apart in the embedding of held-out rows', {
      stated: true,
      unit: 'log of the spread between classes',
      differences: steps('between', 1, { loss: 'hybrid' }),
    }),
    compared('and does not spread the rows of a class', {
      stated: true,
      unit: 'log of the spread within classes, sign reversed',
      differences: steps('within', -1, { loss: 'hybrid' }),
    }),
    compared('The contrastive terms move the classes further apart than the other terms alone', {
      unit: 'log of the spread between classes, hybrid less without',
      differences: steps('between', 1, { loss: 'hybrid' }, { loss: 'without' }),
    }),
    ...MARKS.map((mark) =>
      compared(
        `Smoother (title): smaller largest eigenvalue of the Hessian after ${100 * mark} % of the training`,
        {
          unit: 'log of the ratio, without to hybrid',
          differences: smoother('eigenvalue', { mark }, false),
        },
      ),
    ),
    compared('The same at the end of the training, eigenvalues divided by the fall of their loss', {
      unit: 'log of the ratio, without to hybrid',
      differences: smoother('eigenvalue', { mark: 1 }, true),
    }),
    compared('Smoother: the gradient changes less along the path of the training', {
      unit: 'log of the ratio of Lipschitz constants, without to hybrid',
      differences: smoother('lipschitz', {}, false),
    }),
    compared('The same, divided by the fall of their loss', {
      unit: 'log of the ratio, without to hybrid',
      differences: smoother('lipschitz', {}, true),
    }),
    compared('Smoother: the loss rises less in random directions from the end', {
      unit: 'rise at half the length of the parameters by the fall in training, without less hybrid',
      differences: paired(measured, 'line', {
        of: { loss: 'without', line: 'random', place: 0.5 },
        minus: { loss: 'hybrid', line: 'random', place: 0.5 },
      }),
    }),
    compared('Smoother: a lower barrier on the straight line from the start to the end', {
      unit: `${linesAboveStart(measured)}; largest rise along the line by the fall in training, without less hybrid`,
      differences: tables.map((name) => rise(measured, name, 'without') - rise(measured, name, 'hybrid')),
    }),
  ];
}

/** By seed. */
function ratios(measured, measure, name, of, by) {
  const other = measured.values(measure, name, by);
  return measured.values(measure, name, of).map((value, i) => value / other[i]);
}

/** The losses on the lines from start to end, by training; 1 is that of the start, 0 that of the end. */
function linesOf(measured, name, loss) {
  const places = measured.of('line', name, { loss, line: 'start to end' });
  return places[0].values.map((_, seed) => places.map(({ values }) => values[seed]));
}

/**
 * The largest rise from a place on the line to any later one: 0 if the loss only falls. The highest loss would not compare the
 * losses, as it is that of the start, 1 for each of them, on every line that does not rise above its start.
 */
function rise(measured, name, loss) {
  return mean(
    linesOf(measured, name, loss).map((losses) => {
      let [lowest, largest] = [losses[0], 0];
      for (const value of losses) {
        lowest = Math.min(lowest, value);
        largest = Math.max(largest, value - lowest);
      }
      return largest;
    }),
  );
}

/** In how many trainings there is a barrier in the narrow sense, a loss above that of the start. */
function linesAboveStart(measured) {
  const lines = Object.keys(LOSSES).flatMap((loss) =>
    measured.cases('line').flatMap((name) => linesOf(measured, name, loss)),
  );
  const above = lines.filter((losses) => Math.max(...losses) > losses[0]).length;
  const rising = lines.filter((losses) => losses.some((value, i) => i > 0 && value > losses[i - 1])).length;
  return `in ${above} of ${lines.length} trainings the line rises above the loss of its start, in ${rising} it rises at all`;
}
