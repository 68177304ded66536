/** Random delimited text: any delimiter and line end, numbers and texts by column, with or without a header. */
import { howMany, names, number, word } from './cells.mjs';

const PREAMBLES = ['sep=;\n', '"sep=,"\n', 'sep=\n', '# made by\n', '#\n\n#a,b', '\n#1;2\n'];

/** Names, now and then without some. */
function header(random, columns) {
  const all = names(random, columns);
  return random.chance(0.1) ? all.map((name, i) => (i === 0 || random.chance(0.1) ? '' : name)) : all;
}

/** @param {import('./random.mjs').Random} random */
export function delimitedText(random) {
  const columns = howMany(random, 60);
  const rows = howMany(random, 200);
  const delimiter = random.pick([',', ',', ';', '\t', '|', ' ', '  \t']);
  const end = random.pick(['\n', '\n', '\r\n', '\r']);
  const cell = (content) => {
    const quoted = /["\r\n]/.test(content) || content.includes(delimiter) || random.chance(0.05);
    return quoted ? `"${content.replaceAll('"', '""')}"` : content;
  };
  const kinds = Array.from({ length: columns }, () => random.pick([number, number, word]));
  const lines = random.chance(0.9) ? [header(random, columns).map(cell)] : [];
  for (let row = 0; row < rows; row++) lines.push(kinds.map((kind) => cell(kind(random))));
  if (random.chance(0.1)) for (const line of lines) line.push('');
  const mark = random.chance(0.05) ? '\ufeff' : '';
  const before = random.chance(0.1) ? random.pick(PREAMBLES).replaceAll('\n', end) : '';
  return (
    mark + before + lines.map((cells) => cells.join(delimiter)).join(end) + (random.chance(0.8) ? end : '')
  );
}
