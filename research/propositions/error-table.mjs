// The errors of proposition 1 by target function, for the page, and what the layers gain there.
import { mean } from '../mean.mjs';
import { errorCases, gainsBySeed } from './errors-by-target.mjs';
import { meanWithInterval } from './numbers.mjs';
import { judged, STANDARD_ERRORS } from './rules.mjs';

const STACKS = ['one layer, small theta', 'two layers, small theta', 'four layers, small theta'];

/** @param {import('./record.mjs').Measured} measured @returns {string[]} paragraphs */
export function errorTables(measured) {
  return [
    'Mean test error; 1 is that of the mean of the target:',
    errors(measured),
    'Where errors there look the same, their ratio tells them apart: the gain in log10 of the ratio of errors, mean over the seeds ' +
      `± standard error [± ${STANDARD_ERRORS} standard errors]:`,
    gainsByTarget(measured),
  ];
}

function table(header, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

/** What the layers without a hidden layer add to a linear map, and one layer to an MLP. */
function errors(measured) {
  const names = errorCases(measured);
  const shown = (model, width, name) => mean(measured.values('error', name, { model, width })).toFixed(3);
  const widest = Math.max(
    ...measured.of('error', names[0], { model: 'one layer' }).map(({ setting }) => Number(setting.width)),
  );
  const width = Math.min(8, widest);
  return table(
    [
      'target',
      'linear map',
      ...STACKS.map((model) => `${model}, linear map`),
      `one layer, MLP of ${width}`,
      `MLP of ${width + 1}`,
    ],
    names.map((name) => [
      name,
      shown('plain', 0, name),
      ...STACKS.map((model) => shown(model, 0, name)),
      shown('one layer, small theta', width, name),
      shown('plain', width + 1, name),
    ]),
  );
}

function gainsByTarget(measured) {
  const columns = [
    ...STACKS.map((model) => ({ model, against: 'linear' })),
    { model: 'before and behind, small theta', against: 'mlp' },
  ];
  const over = { linear: 'a linear map', mlp: 'an MLP with no fewer parameters' };
  return table(
    ['target', ...columns.map(({ model, against }) => `${model}, over ${over[against]}`)],
    errorCases(measured).map((name) => [
      name,
      ...columns.map((column) => meanWithInterval(judged(gainsBySeed(measured, name, column)))),
    ]),
  );
}
