// The errors that the record of proposition 1 has, by target function.
import { mean } from '../mean.mjs';
import { matchedWidth } from './expressiveness.mjs';

export const errorCases = (measured) => measured.cases('error');

/** Widths of the hidden layer in the record, ascending. */
export const widthsOf = (measured, name, model) =>
  measured
    .of('error', name, { model })
    .map(({ setting }) => Number(setting.width))
    .filter((width) => width > 0)
    .sort((a, b) => a - b);

/** By target: the log10 of the error of the linear map or the matched MLP, less that of the model. */
export const gains = (measured, model, against) =>
  errorCases(measured).map((name) => mean(gainsBySeed(measured, name, { model, against })));

/** The same for one target by seed, means over the widths. */
export function gainsBySeed(measured, name, { model, against }) {
  const widths = against === 'linear' ? [0] : widthsOf(measured, name, model);
  const byWidth = widths.map((width) => {
    const own = measured.values('error', name, { model, width });
    const matched = against === 'linear' ? 0 : matchedWidth(model, width);
    const other = measured.values('error', name, { model: 'plain', width: matched });
    return own.map((error, i) => Math.log10(other[i] / error));
  });
  return byWidth[0].map((_, seed) => mean(byWidth.map((values) => values[seed])));
}

/** Least squares of log10 error on log2 width. */
export function doublingSlope(measured, name, model) {
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
