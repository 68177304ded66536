/** Random delimited text: any delimiter and line end, numbers and texts by column. */
import { howMany, names, number, word } from './cells.mjs';

/** @param {import('./random.mjs').Random} random */
export function delimitedText(random) {
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
