/** JSON lines or an array as generated: flat objects, now and then something else. */
import { howMany, names, number, word } from './cells.mjs';

const VALUES = [
  'null',
  'true',
  'false',
  '{}',
  '[]',
  '{"a":1}',
  '[1,[2]]',
  '1e999',
  '-0',
  '12345678901234567890',
  '""',
];

/** @param {import('./random.mjs').Random} random */
export function jsonLines(random) {
  return objects(random).join(random.pick(['\n', '\n', '\r\n', '\n\n'])) + (random.chance(0.5) ? '\n' : '');
}

/** @param {import('./random.mjs').Random} random */
export function jsonArray(random) {
  const blank = () => random.pick(['', '', ' ', '\n', '\r\n\t']);
  const inside = objects(random).join(`${blank()},${blank()}`);
  return `${blank()}[${blank()}${inside}${blank()}]${blank()}`;
}

function objects(random) {
  const keys = names(random, howMany(random, 30)).map((name) =>
    random.chance(0.1) ? String(random.integer(random.pick([3, 5e9]))) : name,
  );
  const rows = howMany(random, 100);
  const lines = [];
  for (let row = 0; row < rows; row++) {
    const cells = keys
      .filter(() => random.chance(0.9))
      .map((key) => `${JSON.stringify(key)}:${value(random)}`);
    lines.push(`{${cells.join(',')}}`);
  }
  return lines;
}

function value(random) {
  if (random.chance(0.02)) return random.pick(VALUES);
  if (random.chance(0.4)) return JSON.stringify(word(random));
  const text = number(random);
  return /^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? text : '1';
}
