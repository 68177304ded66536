/** Random cells and column names, ordinary and unusual. */

const NUMBERS = [
  '0',
  '-0',
  '1',
  '-1',
  '1.5',
  '0.1',
  '.5',
  '5.',
  '1e5',
  '1E-5',
  '1e308',
  '1e309',
  '-1e400',
  '5e-324',
  '007',
  '+3',
  '9007199254740993',
  '18446744073709551616',
  '123456789012345678901234567890',
  '1.7976931348623157e308',
  '0x10',
  '1_000',
  '1,5',
  '12%',
  '0.30000000000000004',
];
const WORDS = [
  '',
  ' ',
  'a',
  'b',
  'NA',
  'nan',
  'NaN',
  'null',
  'None',
  'inf',
  '-Infinity',
  'true',
  'False',
  'fraud',
  'fraud ',
  '?',
  '__proto__',
  'constructor',
  'toString',
  'é',
  '日本',
  '\u202e',
  '\ufeff',
  '\u0000',
  '"',
  "'",
  '2024-02-29',
  '\u{1f600}',
];

/** @param {import('./random.mjs').Random} random */
export function number(random) {
  if (random.chance(0.3)) return random.pick(NUMBERS);
  const size = 10 ** random.integer(random.pick([3, 3, 20]));
  const value = (random.uniform() - 0.5) * size;
  return random.chance(0.5) ? String(Math.round(value)) : value.toFixed(random.integer(8));
}

/** @param {import('./random.mjs').Random} random */
export function word(random) {
  if (random.chance(0.7)) return random.pick(WORDS);
  const length = random.integer(random.pick([4, 20, 300]));
  return Array.from({ length }, () =>
    String.fromCodePoint(32 + random.integer(random.pick([95, 95, 2000]))),
  ).join('');
}

/** Column names, all different nine times out of ten. @param {import('./random.mjs').Random} random */
export function names(random, count) {
  return Array.from({ length: count }, (_, i) => {
    const name = random.chance(0.2) ? word(random) : String.fromCharCode(97 + (i % 26));
    return random.chance(0.1 / count) ? name : `${name}${i}`;
  });
}

/** Mostly few, sometimes many. @param {import('./random.mjs').Random} random */
export function howMany(random, most) {
  return 1 + random.integer(random.pick([1, 4, 10, most]));
}
