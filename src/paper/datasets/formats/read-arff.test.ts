import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsOf, failure } from '../../../../test/support/reading.js';
import { readArff } from './read-arff.js';

const read = (lines: readonly string[]) => readArff(new TextEncoder().encode(lines.join('\n')), 'a.arff');
const refusal = (lines: readonly string[]) => failure((async () => read(lines))());

describe('readArff', () => {
  it('reads every attribute type, in any case of the keywords, around comments', () => {
    const table = read(
      [
        '% a comment, with 5 commas, @data and so on',
        '@RELATION "two words"',
        '',
        "@Attribute 'petal length' REAL",
        '@attribute\tcount\tinteger',
        '@attribute n numeric [0,10]',
        '@attribute class {a, \'b c\' ,"d,e"}',
        '@attribute note string',
        '@attribute day date "yyyy-MM-dd"',
        '@DATA',
        '% a comment among the rows',
        "5.1,2,1e3,a,'it''s'".replace("it''s", "it\\'s"),
        '-.5 , ? , +2. , \'b c\' , "say \\"hi\\"" , 2020-01-02',
        "0,1,2,'d,e','?','2020-01-03'",
        '',
      ].map((line) => (line.startsWith('5.1') ? `${line},?` : line)),
    );
    expect(table.columns.map(({ name, kind }) => `${name}: ${kind}`)).toEqual([
      'petal length: numeric',
      'count: numeric',
      'n: numeric',
      'class: text',
      'note: text',
      'day: text',
    ]);
    expect(table.columns.map(cellsOf)).toEqual([
      [5.1, -0.5, 0],
      [2, null, 1],
      [1000, 2, 2],
      ['a', 'b c', 'd,e'],
      ["it's", 'say "hi"', '?'],
      [null, '2020-01-02', '2020-01-03'],
    ]);
  });

  it('keeps nominal numbers as the file spells them', () => {
    const table = read(['@relation r', "@attribute c {'1','02'}", '@data', "'1'", '02', '1']);
    expect(cellsOf(table.columns[0])).toEqual(['1', '02', '1']);
  });

  it('reads back any texts and numbers that are quoted as Weka quotes them', () => {
    const quoted = (text: string) =>
      `'${text
        .replace(/[\\'"]/g, '\\$&')
        .replaceAll('\n', '\\n')
        .replaceAll('\r', '\\r')
        .replaceAll('\t', '\\t')}'`;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true })), {
          minLength: 1,
        }),
        (rows) => {
          const lines = rows.map(([text, number]) => `${quoted(text)},${number}`);
          const table = read(['@relation r', '@attribute t string', '@attribute x real', '@data', ...lines]);
          expect(cellsOf(table.columns[0])).toEqual(rows.map(([text]) => text));
          expect(cellsOf(table.columns[1])).toEqual(rows.map(([, number]) => number + 0));
        },
      ),
    );
  });

  it.each([
    [
      'an unknown word',
      ['@relation r', '@attributes x real'],
      /line 2: expected @relation, @attribute or @data/,
    ],
    ['an unknown type', ['@attribute x complex'], /line 1: attribute "x" has type "complex"/],
    ['an open list', ['@attribute x {a,b'], /line 1: attribute "x": the list has no closing }/],
    ['an open quote', ["@attribute 'x real"], /line 1: a quote is not closed/],
    ['no @data', ['@relation r', '@attribute x real'], /no @data line/],
    ['a repeated name', ['@attribute x real', '@attribute x real', '@data', '1,2'], /"x" occurs twice/],
    ['no rows', ['@attribute x real', '@data', ''], /no rows after @data/],
    ['no attribute', ['@relation r', '@data'], /line 2: @data comes before any @attribute/],
    [
      'a short row',
      ['@attribute x real', '@attribute y real', '@data', '1'],
      /line 4: 1 cells for 2 attributes/,
    ],
    ['no number', ['@attribute x real', '@data', '1', 'one'], /line 4, column "x": "one" is not a number/],
    [
      'an undeclared value',
      ['@attribute x {a}', '@data', 'b'],
      /line 3, column "x": "b" is not a value of this attribute/,
    ],
    ['a sparse row', ['@attribute x real', '@data', '{0 1}'], /line 3: a sparse row/],
    ['text behind a quote', ['@attribute x string', '@data', "'a' b"], /line 3: expected a comma before "b"/],
  ])('refuses %s', async (_, lines, message) => {
    expect(await refusal(lines)).toMatch(message);
  });
});
