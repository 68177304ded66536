import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../engine/random/random-stream.js';
import { Preparation } from '../../tables/preparation/preparation.js';
import { tableFromColumns } from '../../tables/preparation/table-from-columns.js';
import { correlatedColumns } from './correlated-columns.js';

const REGIONS = new Map([
  ['Bonn', 'north'],
  ['Kiel', 'north'],
  ['Ulm', 'southern'],
  ['Jena', 'east'],
]);

function groupsOf(rows: number) {
  const random = new RandomStream(3, 'columns');
  const x = Array.from({ length: rows }, () => random.normal());
  const city = x.map(() => ['Bonn', 'Kiel', 'Ulm', 'Jena'][random.integer(4)]);
  const table = tableFromColumns(
    Object.entries({
      x,
      falling: x.map((value) => -(value ** 3) + 0.01 * random.normal()),
      half: x.map((value) => value + random.normal()),
      city,
      region: city.map((name) => REGIONS.get(name) as string),
      height: city.map((name) => 100 * (REGIONS.get(name) as string).length + random.integer(9)),
      many: x.map((_, row) => `level ${row % 40}`),
      other: x.map(() => `word ${random.integer(40)}`),
    }),
  );
  const preparation = Preparation.fit(table);
  return correlatedColumns(preparation, preparation.prepare(table).matrix);
}

describe('correlatedColumns', () => {
  it('groups numbers by ranks, categories by Cramér’s V, and both by ranks within categories', () => {
    const groups = groupsOf(400);
    expect(groups.map(({ columns }) => columns)).toEqual([
      ['x', 'falling'],
      ['city', 'region', 'height'],
    ]);
    for (const { least } of groups) expect(least).toBeGreaterThan(0.8);
  });

  it('does not take many levels for an association', () => {
    expect(groupsOf(120).flatMap(({ columns }) => columns)).not.toContain('many');
  });
});
