import { describe, expect, it } from 'vitest';
import { columnsByName, matchColumns, unknownColumn } from './columns-by-name.js';
import { Preparation } from './preparation.js';
import { tableFromColumns } from './table-from-columns.js';

const table = (...names: string[]) => tableFromColumns(names.map((name) => [name, [1, 2, 3]]));
const matches = (columns: string[], names: string[]) =>
  [...matchColumns(table(...columns), names)].map(([name, column]) => [name, column.name]);

describe('matchColumns', () => {
  it.each([
    ['the same name', ['a', 'b'], ['b'], [['b', 'b']]],
    ['a name in another Unicode form', ['La\u0308nge'], ['Länge'], [['Länge', 'La\u0308nge']]],
    [
      'blanks and a byte order mark',
      ['\ufeffa', ' b\t'],
      ['a ', 'b'],
      [
        ['a ', '\ufeffa'],
        ['b', ' b\t'],
      ],
    ],
    ['the same name before a similar one', ['a ', 'a'], ['a'], [['a', 'a']]],
    ['no column twice', ['a'], ['a', 'a '], [['a', 'a']]],
    ['nothing if several are similar', [' a', 'a '], ['a'], []],
    ['nothing for names that are similar to each other', ['a'], [' a', 'a '], []],
    ['nothing by case', ['A'], ['a'], []],
  ])('finds %s', (_, columns, names, expected) => {
    expect(matches(columns, names)).toEqual(expected);
  });

  it('leaves the names of a table apart', () => {
    expect([...columnsByName(table('a', 'a ')).keys()]).toEqual(['a', 'a ']);
  });
});

describe('unknownColumn', () => {
  const messageOf = (role: string, name: string, available: string[]) =>
    unknownColumn('t.csv', role, name, available).message;

  it('suggests a name with a comma or quotes in the form that the option takes', () => {
    const available = ['Length, mm', 'say "xyz" now', 'Width'];
    expect(messageOf('--categorical', 'Length', available)).toContain(
      `Did you mean --categorical '"Length, mm"'?`,
    );
    expect(messageOf('id', 'Length', available)).toContain(`Did you mean --id '"Length, mm"'?`);
    expect(messageOf('--drop', 'say xyz now', available)).toContain(
      `Did you mean --drop '"say ""xyz"" now"'?`,
    );
    expect(messageOf('--drop', 'width', available)).toContain('Did you mean "Width"?');
    expect(messageOf('target', 'Length mm', available)).toContain('Did you mean "Length, mm"?');
  });
});

it('prepares a table whose names are written differently', () => {
  const names = ['Länge', 'b', 'target'];
  const cells = [
    [1, 2, 4],
    [3, 5, 4],
    ['x', 'y', 'x'],
  ];
  const named = (each: readonly string[]) => tableFromColumns(each.map((name, i) => [name, cells[i]]));
  const preparation = Preparation.fit(named(names), undefined, 'target');
  const other = preparation.prepare(named(['\ufeffLa\u0308nge', ' b', 'target ']));
  expect(other).toEqual(preparation.prepare(named(names)));
  expect(other.notices).toEqual([]);
  expect(() => preparation.prepare(named(['Lange', 'b', 'target']))).toThrow(
    /1 column of the training table missing: "Länge"\. Is "Länge" named "Lange" here\?/,
  );
});
