import { describe, expect, it } from 'vitest';
import { columnsByName, matchColumns } from './columns-by-name.js';
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
