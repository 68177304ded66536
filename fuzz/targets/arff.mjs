/** ARFF, the format of some data sets. */
import { readArff } from '../../dist/paper/datasets/formats/read-arff.js';
import { howMany, names, number, word } from '../cells.mjs';
import { checkTable } from '../checked-table.mjs';
import { mutate } from '../mutate.mjs';
import { outcome } from '../outcome.mjs';

const TOKENS = [
  '@data',
  '@attribute',
  '@relation',
  '{',
  '}',
  "'",
  '"',
  '\\',
  ',',
  '?',
  '%',
  '\n',
  ' numeric',
  'string',
];

/** @type {import('./index.mjs').Target<undefined>} */
export const arff = {
  name: 'arff',

  generate(random) {
    const bytes = new TextEncoder().encode(text(random));
    return random.chance(0.6) ? mutate(random, bytes, TOKENS) : bytes;
  },

  run: (bytes) => outcome(() => checkTable(readArff(bytes, 'fuzz'))),
};

/** @param {import('../random.mjs').Random} random */
function text(random) {
  const quote = (content) =>
    `'${content.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'`;
  const attributes = names(random, howMany(random, 30)).map((name) => {
    const values = ['a', 'b c', word(random)];
    return random.pick([
      {
        line: `@attribute ${quote(name)} ${random.pick(['numeric', 'REAL', 'integer [0,9]'])}`,
        cell: () => number(random),
      },
      { line: `@ATTRIBUTE ${quote(name)} string`, cell: () => quote(word(random)) },
      {
        line: `@attribute ${quote(name)} {${values.map(quote).join(',')}}`,
        cell: () => quote(random.pick(values)),
      },
    ]);
  });
  const rows = Array.from({ length: howMany(random, 100) }, () =>
    attributes.map(({ cell }) => (random.chance(0.1) ? '?' : cell())).join(','),
  );
  return ['% synthetic', '@relation r', ...attributes.map(({ line }) => line), '@data', ...rows].join('\n');
}
