/**
 * Originals rebuilt from the ready tables: the same values in the form of the repository, with its file
 * names, separators and label codes, and what the rule has to take away. They cannot show that the repository
 * still has these files, but that its rule, met with them, gives the table of the registry.
 */
import type { Column, Table } from '../../src/tables/table.js';
import { zipArchive } from '../support/zip-archive.js';

type Row = readonly string[];

/** The features of each row, and its label, as text. */
function rowsOf(table: Table): { features: Row; label: string }[] {
  return Array.from({ length: table.rows }, (_, row) => {
    const cells = table.columns.map((column) => cell(column, row));
    return { features: cells.slice(0, -1), label: cells[cells.length - 1] };
  });
}

function cell(column: Column, row: number): string {
  if (column.kind === 'text') return column.codes[row] < 0 ? '?' : column.dictionary[column.codes[row]];
  return Number.isNaN(column.values[row]) ? '?' : String(column.values[row]);
}

const text = (lines: readonly string[]) => `${lines.join('\n')}\n`;

/** `first` and `last` put something around the features of a row. */
function lines(table: Table, separator: string, form: (features: Row, label: string, row: number) => Row) {
  return rowsOf(table).map(({ features, label }, row) => form(features, label, row).join(separator));
}

const rare = (code: string, other: string) => (label: string) => (label === '1' ? code : other);

/** Two files, for the sets with a training and a test part. */
function twoFiles(names: readonly [string, string], all: readonly string[]): Uint8Array {
  const half = Math.floor(all.length / 2);
  return zipArchive([
    [names[0], text(all.slice(0, half))],
    ['set.names', 'what it is'],
    [names[1], text(all.slice(half))],
  ]);
}

function arff(table: Table, relabel: (label: string) => string = (label) => label): Uint8Array {
  const labels = new Set<string>();
  const rows = lines(table, ',', (features, label) => {
    const name = relabel(label);
    labels.add(name);
    return [...features, name];
  });
  const header = table.columns.slice(0, -1).map((column) => {
    const type =
      column.kind === 'numeric' ? 'real' : `{${column.dictionary.map((word) => ` ${word}`).join(',')}}`;
    return `@attribute '${column.name}' ${type}`;
  });
  return new TextEncoder().encode(
    text([
      '% made by hand',
      '@relation set',
      ...header,
      `@attribute 'Class' {${[...labels].join(',')}}`,
      '',
      '@data',
      ...rows,
    ]),
  );
}

const GLASS = new Map([
  ['build wind float', '1'],
  ['build wind non-float', '2'],
  ['vehic wind float', '3'],
  ['containers', '5'],
  ['tableware', '6'],
  ['headlamps', '7'],
]);

function wine(colour: string): (table: Table) => Uint8Array {
  return (table) => {
    const names = [...table.columns.slice(0, -1).map(({ name }) => name), 'quality'];
    const rows = lines(table, ';', (features, label) => [...features, label]);
    return zipArchive([
      ['winequality.names', 'both colours'],
      [`winequality-${colour}.csv`, text([names.map((name) => `"${name}"`).join(';'), ...rows])],
    ]);
  };
}

/** By data set, the bytes as the first original's address would give them. */
export const rebuiltOriginals: ReadonlyMap<string, (table: Table) => Uint8Array> = new Map([
  [
    'ecoli',
    (table: Table) => {
      const site = rare('imU', 'cp');
      const rows = lines(table, '  ', (features, label, row) => [
        `P${row}_ECOLI`,
        ...features,
        ` ${site(label)}`,
      ]);
      return zipArchive([['ecoli.data', text(rows)]]);
    },
  ],
  [
    'optical_digits',
    (table: Table) => {
      const digit = rare('8', '0');
      const rows = lines(table, ',', (features, label) => [...features, digit(label)]);
      return twoFiles(['optdigits.tra', 'optdigits.tes'], rows);
    },
  ],
  [
    'satimage',
    (table: Table) => {
      const soil = rare('4', '7');
      return twoFiles(
        ['sat.trn', 'sat.tst'],
        lines(table, ' ', (features, label) => [...features, `${soil(label)} `]),
      );
    },
  ],
  [
    'pen_digits',
    (table: Table) => {
      const digit = rare('5', '3');
      const rows = lines(table, ', ', (features, label) => [
        ...features.map((x) => x.padStart(3)),
        digit(label),
      ]);
      return twoFiles(['pendigits.tra', 'pendigits.tes'], rows);
    },
  ],
  [
    'abalone',
    (table: Table) => {
      const rings = rare('7', '15');
      const rows = lines(table, ',', ([m, f, ...features], label) => {
        return [m === '1' ? 'M' : f === '1' ? 'F' : 'I', ...features.slice(1), rings(label)];
      });
      return zipArchive([['abalone.data', text(rows)]]);
    },
  ],
  [
    'isolet',
    (table: Table) => {
      let count = 0;
      return arff(table, (label) => (label === '1' ? `'${1 + (count++ % 2)}'` : "'26'"));
    },
  ],
  [
    'arrhythmia',
    (table: Table) => {
      const kind = rare('6', '1');
      const rows = lines(table, ',', (features, label, row) => {
        const angle = row % 5 === 0 ? '-12' : '?';
        return [...features.slice(0, 13), angle, ...features.slice(13), kind(label)];
      });
      return zipArchive([['arrhythmia.data', text(rows)]]);
    },
  ],
  [
    'minerals',
    (table: Table) => {
      const names = table.columns.slice(0, -1).map(({ name }) => name);
      const rows = lines(table, ',', (features, label, row) => {
        return [String(row), `"Mineral, no. ${row}"`, `${label}.0`, ...features];
      });
      return new TextEncoder().encode(text([['', 'Name', 'Crystal Structure', ...names].join(','), ...rows]));
    },
  ],
  ['vehicle', (table: Table) => arff(table)],
  ['satimage_multi', (table: Table) => arff(table, (label) => `${label}.`)],
  ['wine_quality_red', wine('red')],
  ['lymph', (table: Table) => arff(table)],
  [
    'one_hundred_plants_texture',
    (table: Table) => {
      const rows = lines(table, ',', (features, label) => [label, ...features]);
      return zipArchive([
        ['100 leaves plant species/data_Sha_64.txt', 'another one'],
        ['100 leaves plant species/data_Tex_64.txt', text(rows)],
      ]);
    },
  ],
  ['wine_quality_white', wine('white')],
  [
    'letter',
    (table: Table) =>
      zipArchive([
        ['letter-recognition.data', text(lines(table, ',', (features, label) => [label, ...features]))],
      ]),
  ],
  [
    'glass',
    (table: Table) => {
      const rows = lines(table, ',', (features, label, row) => [
        `${row + 1}`,
        ...features,
        GLASS.get(label)!,
      ]);
      return zipArchive([['glass.data', text(rows)]]);
    },
  ],
]);
