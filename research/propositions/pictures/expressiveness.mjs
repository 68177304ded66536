// The picture of proposition 1: errors by the number of parameters.
import { errorCases, widthsOf } from '../errors-by-target.mjs';
import { linePanels } from '../figures.mjs';
import { geometricMean, picture } from './picture.mjs';

/** @param {import('../record.mjs').Measured} measured @returns {import('./picture.mjs').Picture[]} */
export function expressivenessPictures(measured) {
  const models = [
    'plain',
    'one layer, small theta',
    'four layers, small theta',
    'before and behind, small theta',
  ];
  const names = [
    'MLP alone',
    'one layer before it',
    'four layers before it',
    'one before, one behind its hidden layer',
  ];
  const panels = errorCases(measured).map((name) => ({
    title: name,
    x: {
      type: 'log',
      label: 'parameters',
      domain: [12, 250],
      ticks: [15, 30, 60, 120, 240],
      tickFormat: 'd',
    },
    y: { type: 'log', tickFormat: '~g', ticks: [0.05, 0.1, 0.2, 0.5, 1] },
    series: models.map((model) =>
      widthsOf(measured, name, model)
        .flatMap((width) => measured.of('error', name, { model, width }))
        .map(({ setting, values }) => ({ x: Number(setting.parameters), y: geometricMean(values) }))
        .filter(({ x }) => x >= 12 && x <= 250),
    ),
  }));
  return [
    picture(
      '1-error',
      'Test error against the number of parameters, by kind of target',
      'Geometric means over the seeds of the root mean squared error on test rows; targets have variance 1.',
      (texts) => linePanels({ ...texts, names, panels }),
    ),
  ];
}
