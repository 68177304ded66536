/** Delimited text through `readTable`. */
import { readTable } from '../../dist/index.js';
import { howMany, names, number, word } from '../cells.mjs';
import { checkTable } from '../checked-table.mjs';
import { mutate } from '../mutate.mjs';
import { outcome } from '../outcome.mjs';

const TOKENS = [
  '"',
  '""',
  '\r',
  '\r\n',
  '\n',
  '\n\n',
  ',',
  ';',
  '\t',
  '|',
  '\ufeff',
  '\0',
  '1e999',
  '-',
  '.',
  new Uint8Array([0xff]),
];

/** @type {import('./index.mjs').Target<undefined>} */
export const csv = {
  name: 'csv',

  generate(random) {
    const bytes = new TextEncoder().encode(text(random));
    return random.chance(0.6) ? mutate(random, bytes, TOKENS) : bytes;
  },

  run: (bytes) =>
    outcome(async () =>
      checkTable(await readTable(bytes, { name: 'fuzz', format: 'csv', memoryLimitBytes: 2 ** 26 })),
    ),
};

/** @param {import('../random.mjs').Random} random */
function text(random) {
  const columns = howMany(random, 60);
  const rows = howMany(random, 200);
  const delimiter = random.pick([',', ',', ';', '\t', '|']);
  const end = random.pick(['\n', '\n', '\r\n', '\r']);
  const cell = (content) => {
    const quoted = /["\r\n]/.test(content) || content.includes(delimiter) || random.chance(0.05);
    return quoted ? `"${content.replaceAll('"', '""')}"` : content;
  };
  const kinds = Array.from({ length: columns }, () => random.pick([number, number, word]));
  const lines = [names(random, columns).map(cell)];
  for (let row = 0; row < rows; row++) lines.push(kinds.map((kind) => cell(kind(random))));
  const mark = random.chance(0.05) ? '\ufeff' : '';
  return mark + lines.map((cells) => cells.join(delimiter)).join(end) + (random.chance(0.8) ? end : '');
}
