import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noticesOf } from '../../remarks.js';
import { rowRange } from '../../resolve-rows.js';
import { type Cell, tableFromColumns } from '../../table-from-columns.js';
import golden from './fixtures/tfidf.json' with { type: 'json' };
import { detectText } from './text-format.js';
import { type FittedText, fitText, TextSchema, textNames, textScales, writeText } from './text-step.js';
import type { TokenKind } from './tokens.js';

const column = (cells: readonly Cell[]) => tableFromColumns([['t', cells]]).columns[0];
const detect = (cells: readonly Cell[]) => detectText(column(cells), rowRange(cells.length));
const fit = (cells: readonly Cell[], kind: TokenKind = 'words') =>
  fitText(column(cells), rowRange(cells.length), kind);
const many = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));

function write(fitted: FittedText, cells: readonly Cell[], keepMissing = false): number[][] {
  const columns = textNames(fitted).length;
  const data = new Float64Array(cells.length * columns);
  const destination = { data, columns, form: 'values', keepMissing, offset: 0 } as const;
  expect(noticesOf(writeText(fitted, column(cells), rowRange(cells.length), destination))).toEqual([]);
  return cells.map((_, i) => Array.from(data.subarray(i * columns, (i + 1) * columns)));
}

describe('TF-IDF', () => {
  it.each(golden.cases)(
    "agrees with scikit-learn's TfidfVectorizer on $kind",
    ({ kind, texts, tokens, idf, matrix }) => {
      const fitted = fit(texts, kind as TokenKind);
      expect(fitted.vocabulary.map(({ token }) => token)).toEqual(tokens);
      fitted.vocabulary.forEach((entry, i) => {
        expect(entry.idf).toBeCloseTo(idf[i], 12);
      });
      write(fitted, texts).forEach((row, i) => {
        const values = row.slice(fitted.measures.length);
        values.forEach((value, j) => {
          expect(value).toBeCloseTo(matrix[i][j], 12);
        });
      });
    },
  );

  it('has one token for 20 texts, from 20 to 100', () => {
    const texts = (n: number) =>
      many(n, (i) =>
        many(100, (j) =>
          (i * 7 + j * 13) % 10 < 4 ? `w${'abcdefghij'[j % 10]}${'klmnopqrst'[Math.floor(j / 10)]}` : '',
        ).join(' '),
      );
    expect([100, 1000, 4000].map((n) => fit(texts(n)).vocabulary.length)).toEqual([20, 50, 100]);
  });

  it('leaves out tokens in more than half or in few of the texts', () => {
    const cells = many(
      40,
      (i) => `always ${i < 20 ? 'half' : 'other'} ${i < 4 ? 'rare' : ''} ${i < 5 ? 'five' : ''}`,
    );
    expect(fit(cells).vocabulary.map(({ token }) => token)).toEqual(['half', 'other', 'five']);
  });
});

describe('measures of texts', () => {
  it('are characters, words, digits and capitals, where they vary', () => {
    const cells = ['ab CD 12', 'x', null];
    const fitted = fit(cells);
    expect(textNames(fitted)).toEqual([
      't: characters',
      't: words',
      't: digits',
      't: capitals',
      't is missing',
    ]);
    expect(write(fitted, cells)).toEqual([
      [8, 3, 0.25, 0.25, 0],
      [1, 1, 0, 0, 0],
      [4.5, 2, 0.125, 0.125, 1],
    ]);
    expect(write(fitted, [1234.5, null], true)).toEqual([
      [6, 1, 5 / 6, 0, 0],
      [...new Array(4).fill(Number.NaN), 1],
    ]);
    expect(textNames(fit(['ab', 'cd']))).toEqual([]);
  });

  it('and TF-IDF are finite, at most 1 together, and survive JSON', () => {
    const words = fc.array(fc.constantFrom('alpha', 'beta', 'İx', 'γάμμα', '😀', '7', '__proto__'), {
      maxLength: 6,
    });
    const cell = fc.oneof(
      fc.constant(null),
      fc.string({ unit: 'grapheme' }),
      words.map((all) => all.join(' ')),
    );
    const kinds = fc.constantFrom<TokenKind>('words', 'trigrams');
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 60 }), fc.array(cell), kinds, (a, b, kind) => {
        const fitted = fit(a, kind);
        const saved = TextSchema.parse(JSON.parse(JSON.stringify(fitted)));
        expect(saved).toEqual(fitted);
        expect(textNames(fit(a, kind))).toEqual(textNames(saved));
        expect(textScales(saved)).toHaveLength(textNames(saved).length);
        const rows = write(fitted, b);
        expect(write(saved, b)).toEqual(rows);
        for (const row of rows) {
          expect(row.every(Number.isFinite)).toBe(true);
          const weights = row.slice(
            fitted.measures.length,
            fitted.measures.length + fitted.vocabulary.length,
          );
          expect(Math.hypot(...weights)).toBeLessThan(1 + 1e-12);
        }
      }),
    );
  });

  it.each([
    ['101 tokens', { vocabulary: many(101, (i) => ({ token: `t${i}`, idf: 2 })) }],
    [
      'a token twice',
      {
        vocabulary: [
          { token: 'a', idf: 2 },
          { token: 'a', idf: 2 },
        ],
      },
    ],
    ['idf 0', { vocabulary: [{ token: 'a', idf: 0 }] }],
    ['infinite idf', { vocabulary: [{ token: 'a', idf: Number.POSITIVE_INFINITY }] }],
    ['unknown tokens', { tokens: 'syllables' }],
    ['an unknown measure', { measures: [{ measure: 'mood', mean: 0, scale: 1, median: 0 }] }],
    ['another field', { extra: 1 }],
  ])('refuse a saved form with %s', (_, change) => {
    expect(TextSchema.safeParse({ ...fit(['a b', 'a']), ...change }).success).toBe(false);
  });
});

describe('detectText', () => {
  const nouns = ['house', 'river', 'night', 'garden', 'fire', 'letter', 'road'];
  const title = (i: number) =>
    `The ${nouns[i % 7]} of ${nouns[(i * 3 + 1) % 5]} ${String.fromCharCode(97 + (i % 26))}${i}`;

  it('finds sentences and single words', () => {
    expect(detect(many(200, title))).toBe('words');
    const syllables = ['an', 'bel', 'co', 'dra', 'er', 'fi', 'lo', 'son'];
    const name = (i: number) =>
      syllables[i % 8] + syllables[(i >> 3) % 8] + syllables[(i >> 6) % 8] + syllables[(i * 5) % 8];
    expect(detect(many(200, name))).toBe('trigrams');
    expect(detect(many(600, (i) => `a longer remark on the ${nouns[i % 7]} number ${i % 150}`))).toBe(
      'words',
    );
  });

  const random = (i: number) =>
    Math.abs(Math.sin(i + 1) * 1e9)
      .toString(36)
      .replace('.', '');
  it.each([
    ['categories', many(200, (i) => `the ${nouns[i % 7]} of ${nouns[i % 5]}`)],
    ['few cells', many(19, title)],
    ['codes', many(200, (i) => `A-${1000 + i}`)],
    ['random identifiers', many(200, random)],
    [
      'UUIDs',
      many(200, (i) =>
        many(8, (j) =>
          ((((i + 1) * 2654435761 * (j + 1)) >>> 0) & 0xffff).toString(16).padStart(4, '0'),
        ).join('-'),
      ),
    ],
    ['numbers', many(200, (i) => `${i * 7}.5`)],
    ['a numeric column', many(200, (i) => i * 1.5)],
  ])('does not take %s for text', (_, cells) => {
    expect(detect(cells)).toBeUndefined();
  });
});

/** The vocabulary of 2000 texts: word `k` is in `uses[k]` of them. */
function vocabularyOf(uses: readonly number[]): string[] {
  const name = (k: number) => `w${String.fromCharCode(97 + Math.floor(k / 26), 97 + (k % 26))}`;
  const texts = Array.from({ length: 2000 }, (_, row) =>
    ['some', ...uses.flatMap((use, k) => (row < use ? [name(k)] : []))].join(' '),
  );
  const [column] = tableFromColumns([['text', texts]]).columns;
  return fitText(column, rowRange(2000), 'words').vocabulary.map(({ token }) => token);
}

describe('the vocabulary of texts', () => {
  it('has the words of at least five texts, but not those of most texts', () => {
    expect(vocabularyOf([1001, 1000, 6, 5, 4])).toEqual(['wab', 'wac', 'wad']);
  });

  it('has at most 100 words, those in the most texts', () => {
    const vocabulary = vocabularyOf(Array.from({ length: 130 }, (_, k) => 10 + k));
    expect(vocabulary).toHaveLength(100);
    expect(vocabulary[0]).toBe('wez');
  });
});
