import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coloured, inEightyColumns, isColoured, wrapped } from './terminal-text.js';

const terminal = { isTTY: true, columns: 20 };

it('takes a terminal of no columns for one of 80', () => {
  const text = 'word '.repeat(30).trim();
  expect(wrapped(text, { isTTY: true, columns: 0 })).toBe(inEightyColumns(text));
  expect(
    Math.max(
      ...inEightyColumns(text)
        .split('\n')
        .map((line) => line.length),
    ),
  ).toBe(79);
});

describe('wrapped', () => {
  it('breaks between words and indents what follows', () => {
    expect(wrapped('  three little words and more', terminal, '  ')).toBe(
      '  three little words\n    and more',
    );
  });

  it.each(['a  column and another one', '│ cell │ of a wide table │'])('leaves columns: %s', (line) => {
    expect(wrapped(line, terminal)).toBe(line);
  });

  it('changes nothing where there is no terminal', () => {
    expect(wrapped('three little words and more', { columns: 20 })).toBe('three little words and more');
  });

  it('keeps all words in their order, and lines no longer than the longest word allows', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 });
    fc.assert(
      fc.property(words, fc.integer({ min: 12, max: 40 }), (given, columns) => {
        const text = wrapped(given.join(' '), { isTTY: true, columns });
        expect(text.split(/[ \n]+/)).toEqual(given);
        for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
      }),
    );
  });
});

describe('colours', () => {
  it.each([
    [{ isTTY: true }, {}, true],
    [{ isTTY: true }, { NO_COLOR: '1' }, false],
    [{ isTTY: true }, { TERM: 'dumb' }, false],
    [{}, {}, false],
    [{}, { FORCE_COLOR: '1' }, true],
    [{}, { FORCE_COLOR: '0' }, false],
    [{ isTTY: true }, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
  ])('of %j in %j: %s', (stream, env, expected) => {
    expect(isColoured(stream, env)).toBe(expected);
  });

  it('mark the beginnings of messages only', () => {
    expect(coloured('error: no\nan error: no\nnotice: yes')).toBe(
      '\x1b[1;31merror:\x1b[0m no\nan error: no\n\x1b[1;33mnotice:\x1b[0m yes',
    );
  });
});
