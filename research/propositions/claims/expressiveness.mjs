// The claims of proposition 1: the layer as a map, and errors of networks with it.
import { mean } from '../../mean.mjs';
import { doublingSlope, errorCases, gains } from '../errors-by-target.mjs';
import { MODELS } from '../expressiveness.mjs';
import { inTwoDigits } from '../numbers.mjs';
import { ofEveryPoint } from '../rules.mjs';
import { compared } from './claim.mjs';

/** @param {import('../record.mjs').Measured} measured @returns {import('./claim.mjs').Claim[]} */
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
      verdict: still > 1e-12 ? 'contradicted' : 'identity',
      found:
        'true by definition, as σ(0) = 1/2 and cos 0 = 1: nothing is measured but that the layer is implemented so; ' +
        `largest distance from x / 2: ${still === 0 ? 'exactly 0' : inTwoDigits(still)}`,
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
