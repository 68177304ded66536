// What each proposition claims, as differences that the record decides (rules.mjs). `stated`: the claim is in the proposition itself;
// the others are in the text or the proof around it, or what one would expect of it.
import { mean } from '../mean.mjs';
import { MODELS, matchedWidth } from './expressiveness.mjs';
import { LOSSES, MARKS, SHRINKS, ZOOMS } from './landscape.mjs';
import { EPSILON, NOISES } from './mixup.mjs';
import { judged, ofEveryPoint } from './rules.mjs';

/**
 * @typedef {object} Claim
 * @property {string} text
 * @property {boolean} stated
 * @property {string} found what was measured, with numbers
 * @property {string} verdict
 */

const signed = (value, digits = 3) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;

/** A claim about differences, one a case. @returns {Claim} */
function compared(text, { stated = false, unit, differences }) {
  const { mean: centre, error, cases, verdict } = judged(differences);
  const positive = differences.filter((difference) => difference > 0).length;
  const size =
    cases === 0 ? 'no case' : `${signed(centre)} ± ${Number.isNaN(error) ? '?' : error.toFixed(3)}`;
  return { text, stated, verdict, found: `${unit}: ${size}; positive in ${positive} of ${cases} cases` };
}

/** Means over the seeds of a difference of two measurements, by case. */
const paired = (measured, measure, { of, minus, as = (value) => value, cases = measured.cases(measure) }) =>
  cases.map((name) => {
    const [one, other] = [measured.values(measure, name, of), measured.values(measure, name, minus)];
    return mean(one.map((value, i) => as(value) - as(other[i])));
  });

/** @param {import('./record.mjs').Measured} measured @returns {Claim[]} */
export function expressivenessClaims(measured) {
  const quantity = (name) =>
    measured.of('map', 'theta drawn', { quantity: name }).flatMap(({ values }) => values);
  const still = Math.max(...measured.of('map', 'theta 0').flatMap(({ values }) => values));
  const folded = mean(quantity('rows with a twin'));
  const [apart, images] = [
    Math.max(...quantity('largest distance of twins')),
    Math.max(...quantity('largest distance of the images of twins')),
  ];
  return [
    {
      text: 'If θ may be chosen, the class holds every network g: with θ = 0 the layer is x / 2',
      stated: false,
      verdict: ofEveryPoint(still > 1e-12),
      found: `largest distance from x / 2: ${still}`,
    },
    {
      text: 'With θ given, as the class is printed, it is a universal approximator: no two rows have the same image',
      stated: true,
      verdict: ofEveryPoint(apart > 0.1 && images < 1e-12),
      found:
        `θ from a standard normal: ${(100 * folded).toFixed(1)} % of the rows of the cube share their image with another row of it; ` +
        `images that differ by ${images.toExponential(0)} at most, of rows up to ${apart.toFixed(1)} apart`,
    },
    compared('The error of one layer with an MLP falls with its width', {
      unit: 'fall of log10 error when the width doubles',
      differences: errorCases(measured).map((name) => -doublingSlope(measured, name, 'one layer')),
    }),
    compared('One layer improves on a linear map', {
      unit: 'log10 of the ratio of errors',
      differences: gains(measured, 'one layer, small theta', 'linear'),
    }),
    ...Object.keys(MODELS)
      .filter((model) => model !== 'plain')
      .map((model) =>
        compared(`Improves data-fitting while compact, against an MLP with no fewer parameters: ${model}`, {
          unit: 'log10 of the ratio of errors',
          differences: gains(measured, model, 'mlp'),
        }),
      ),
  ];
}

export const errorCases = (measured) => measured.cases('error');

/** Widths of the hidden layer in the record, ascending. */
export const widthsOf = (measured, name, model) =>
  measured
    .of('error', name, { model })
    .map(({ setting }) => Number(setting.width))
    .filter((width) => width > 0)
    .sort((a, b) => a - b);

/** By target: the log10 of the error of the linear map or the matched MLP, less that of the model. */
export function gains(measured, model, against) {
  return errorCases(measured).map((name) => {
    const widths = against === 'linear' ? [0] : widthsOf(measured, name, model);
    return mean(
      widths.flatMap((width) => {
        const own = measured.values('error', name, { model, width });
        const matched = against === 'linear' ? 0 : matchedWidth(model, width);
        const other = measured.values('error', name, { model: 'plain', width: matched });
        return own.map((error, i) => Math.log10(other[i] / error));
      }),
    );
  });
}

/** Least squares of log10 error on log2 width. */
function doublingSlope(measured, name, model) {
  const points = widthsOf(measured, name, model).map((width) => ({
    x: Math.log2(width),
    y: mean(measured.values('error', name, { model, width }).map(Math.log10)),
  }));
  const [x, y] = [mean(points.map((point) => point.x)), mean(points.map((point) => point.y))];
  const [up, across] = points.reduce(
    ([above, below], point) => [above + (point.x - x) * (point.y - y), below + (point.x - x) ** 2],
    [0, 0],
  );
  return up / across;
}

/** @param {import('./record.mjs').Measured} measured @returns {Claim[]} */
export function mixupClaims(measured) {
  const shares = (way, noise) =>
    paired(measured, 'share', {
      of: { way, noise, epsilon: EPSILON },
      minus: { way: 'uniform', noise, epsilon: EPSILON },
    });
  const unit = `share of mixed rows within ε = ${EPSILON}, less that of uniform mixup`;
  const tables = (way) => paired(measured, 'table', { of: { way: 'uniform' }, minus: { way }, as: Math.log });
  return [
    ...NOISES.map((noise) =>
      compared(`Neighbours in the batch are more often within ε of the manifold; noise ${noise}`, {
        stated: true,
        unit,
        differences: shares('batch', noise),
      }),
    ),
    ...NOISES.map((noise) =>
      compared(`The same with neighbours among all rows; noise ${noise}`, {
        unit,
        differences: shares('all', noise),
      }),
    ),
    compared('On the tables, neighbours in the batch are nearer to held-out rows of the class', {
      stated: true,
      unit: 'log of the ratio of mean distances',
      differences: tables('batch'),
    }),
    compared('The same with neighbours among all rows', {
      unit: 'log of the ratio of mean distances',
      differences: tables('all'),
    }),
  ];
}

/** Largest and least of these, in a few digits. */
const range = (values) => `${Math.min(...values).toPrecision(2)} to ${Math.max(...values).toPrecision(2)}`;

/** @param {import('./record.mjs').Measured} measured @returns {Claim[]} */
export function landscapeClaims(measured) {
  const tables = measured.cases('eigenvalue');
  const jumps = (loss) =>
    measured.cases('change').flatMap((name) => measured.values('change', name, { loss, zoom: ZOOMS }));
  const continuity = (text, loss, stated) => ({
    text,
    stated,
    verdict: ofEveryPoint(jumps(loss).some((jump) => jump > 1e-7)),
    found:
      `change of the loss over the last, shortest part of the line: ${range(jumps(loss))} in ${jumps(loss).length} trainings, ` +
      `above 1e-7 in ${jumps(loss).filter((jump) => jump > 1e-7).length}`,
  });
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
      verdict: ofEveryPoint(growth.some((times) => times > 100)),
      found: `with the last layer of the projection head ${1 / SHRINKS.at(-1)} times smaller, its gradient is ${range(growth)} times larger`,
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
      unit: 'highest loss on the line by the fall in training, without less hybrid',
      differences: tables.map(
        (name) => barrier(measured, name, 'without') - barrier(measured, name, 'hybrid'),
      ),
    }),
  ];
}

/** By seed. */
function ratios(measured, measure, name, of, by) {
  const other = measured.values(measure, name, by);
  return measured.values(measure, name, of).map((value, i) => value / other[i]);
}

/** The highest loss on the line from the start to the end of the training, as a share of its fall; 1 is that of the start. */
function barrier(measured, name, loss) {
  const places = measured.of('line', name, { loss, line: 'start to end' });
  return mean(places[0].values.map((_, seed) => Math.max(...places.map(({ values }) => values[seed]))));
}

/** @param {import('./record.mjs').Measured} measured @returns {Claim[]} */
export function decouplingClaims(measured) {
  const than = (measure, other, as) =>
    paired(measured, measure, { of: { space: 'embedding' }, minus: { space: other }, as });
  const cosines = (other) =>
    measured.cases('cosine').map((name) =>
      mean(
        MARKS.flatMap((mark) => {
          const own = measured.values('cosine', name, { space: 'embedding', mark });
          return measured
            .values('cosine', name, { space: other, mark })
            .map((cosine, i) => Math.abs(cosine) - Math.abs(own[i]));
        }),
      ),
    );
  return [
    ['representation', true],
    ['logits', false],
  ].flatMap(([other, stated]) => [
    compared(`Against the ${other}: the representation has more dimensions`, {
      stated: Boolean(stated),
      unit: 'log of the ratio of effective dimensions',
      differences: than('dimensions', other, Math.log),
    }),
    compared(`Against the ${other}: a linear probe finds more of the other factors, or of the columns`, {
      stated: Boolean(stated),
      unit: 'explained share of their variance',
      differences: than('kept', other),
    }),
    compared(`Against the ${other}: better classes`, {
      stated: Boolean(stated),
      unit: 'macro F1 on test rows',
      differences: than('macro F1', other),
    }),
    compared(`Against the ${other}: the gradients of the two tasks are nearer to orthogonal`, {
      stated: Boolean(stated),
      unit: `absolute cosine, ${other} less embedding`,
      differences: cosines(other),
    }),
    compared(`Against the ${other}: classes lie further apart in the representation`, {
      unit: 'log of the ratio of separabilities',
      differences: than('separability', other, Math.log),
    }),
  ]);
}

export const LOSS_NAMES = Object.keys(LOSSES);
