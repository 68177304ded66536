import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SHARED_CASES, WITHOUT_CASES } from '../../../test/datasets/shared-data.js';
import { readTable } from '../reading/read-table.js';
import { readLabels } from './labels.js';
import { Preparation } from './preparation.js';
import { type Cell, tableFromColumns } from './table-from-columns.js';
import { extractTarget } from './target.js';

const table = (labels: Cell[], name = 'y') =>
  tableFromColumns([
    [name, labels],
    ['x', labels.map((_, i) => i)],
  ]);
const labelsOf = (cells: Cell[], classes: (string | number)[]) => readLabels(table(cells), 'y', classes);

describe('similar labels', () => {
  it('have a notice, and are merged into the most frequent if asked for', () => {
    const labels = ['Fraud', 'fraud', 'fraud ', 'ok', 'fraud', 'ok'];
    const apart = extractTarget(table(labels), 'y');
    expect(apart.classes).toEqual(['Fraud', 'fraud', 'fraud ', 'ok']);
    expect(apart.notices[0]).toMatch(
      /"fraud" \(2 rows\) and "Fraud" \(1 row\) and "fraud " .*--merge-labels/,
    );
    const merged = extractTarget(table(labels), 'y', { mergeLabels: true });
    expect(merged.classes).toEqual(['fraud', 'ok']);
    expect(Array.from(merged.indices)).toEqual([0, 0, 0, 1, 0, 1]);
    expect(merged.notices[0]).toMatch(/similar labels merged: "fraud"/);
  });

  it('are not those with leading zeros, nor different words', () => {
    expect(extractTarget(table(['01', '1', 'one', '01', '1']), 'y', { mergeLabels: true }).classes).toEqual([
      '01',
      '1',
      'one',
    ]);
    for (const mergeLabels of [false, true]) {
      const { notices } = extractTarget(table(['01', '1', 'one', '01', '1', 'one']), 'y', { mergeLabels });
      expect(notices).toEqual([
        expect.stringMatching(
          /leading zeros, taken for different classes.*"01" \(2 rows\) and "1" \(2 rows\)/,
        ),
      ]);
    }
    expect(extractTarget(table(['01', '02', '01', '02']), 'y').notices).toEqual([]);
    expect(extractTarget(table(['a', 'b', 'b', 'a']), 'y').notices).toEqual([]);
  });

  it('are one label in two Unicode forms, as are names', () => {
    const target = extractTarget(
      table(['Zu\u0308rich', 'Z\u00fcrich', 'Bern', 'Bern'], 'Gru\u0308n'),
      'Gr\u00fcn',
    );
    expect(target.classes).toEqual(['Bern', 'Z\u00fcrich']);
    expect(target.features.columns.map(({ name }) => name)).toEqual(['x']);
  });
});

describe('labels of another table', () => {
  it.each<[string, Cell[], (string | number)[], (string | number)[]]>([
    ['truth values as words', ['true', 'false', 'TRUE'], ['False', 'True'], ['True', 'False', 'True']],
    ['truth values as numbers', [1, 0, 1], ['no', 'yes'], ['yes', 'no', 'yes']],
    ['numbers as truth values', ['yes', 'no'], [0, 1], [1, 0]],
    ['another letter case and blanks', ['Fraud ', 'OK'], ['fraud', 'ok'], ['fraud', 'ok']],
    ['another spelling of a number', ['1.0', '2'], ['1', '2'], ['1', '2']],
    ['what is no class', ['maybe', 'ok'], ['fraud', 'ok'], ['maybe', 'ok']],
    ['no truth value of three classes', ['true', 'a'], ['1', '0', 'a'], ['true', 'a']],
    ['what could be either class', ['A', 'a', ' a'], ['A', 'a'], ['A', 'a', ' a']],
  ])('match %s', (_, cells, classes, expected) => {
    expect(labelsOf(cells, classes)).toEqual(expected);
  });
});

describe.skipIf(WITHOUT_CASES)('the cases (needs shared/cases beside the repository)', () => {
  const read = (name: string) =>
    readTable(new Uint8Array(readFileSync(join(SHARED_CASES, name))), {
      format: name.endsWith('.jsonl') ? 'jsonl' : 'csv',
    });

  it('boolean-labels: truth values match across formats', async () => {
    const { classes } = extractTarget(await read('boolean-labels.csv'), 'target');
    const known = new Set(classes);
    const jsonl = readLabels(await read('boolean-labels-new.jsonl'), 'target', classes);
    const numbers = readLabels(await read('boolean-labels-new01.csv'), 'target', classes);
    expect([...jsonl, ...numbers].every((label) => known.has(label))).toBe(true);
    expect(jsonl.slice(0, 4)).toEqual(['True', 'False', 'False', 'True']);
    expect(numbers.slice(0, 4)).toEqual(['True', 'False', 'False', 'True']);
  });

  it('label-leading-zeros-merge: 01 and 1 are two classes', async () => {
    expect(extractTarget(await read('label-leading-zeros-merge.csv'), 'target').classes).toEqual([
      '01',
      '1',
      '2',
    ]);
  });

  it('label-trailing-space: a notice names the labels', async () => {
    const { notices } = extractTarget(await read('label-trailing-space.csv'), 'target');
    expect(notices.join()).toMatch(/"fraud" \(14 rows\) and "fraud " \(13 rows\)/);
  });

  it('label-named-none: the message names the word and the option', async () => {
    const none = await read('label-named-none.csv');
    expect(() => extractTarget(none, 'target')).toThrow(/None.*--keep-words None/);
  });

  it('an empty label is blamed on the word of the option missing that made it so', async () => {
    const text = new TextEncoder().encode('x,y\n1,p\n2,n\n3,p\n');
    const given = await readTable(text, { missing: ['p', 'other'] });
    expect(() => extractTarget(given, 'y')).toThrow(
      /empty in 2 rows.*: "p" of --missing .*Drop a word there/,
    );
  });

  it.each([
    ['percent-signs.csv', 'rate', { kind: 'numeric', format: { decimal: '.', percent: true } }],
    ['continuous-with-12pct-na.csv', 'x', { kind: 'numeric', indicator: true }],
    ['date-column.csv', 'day', { kind: 'date' }],
  ])('%s: %s is read', async (name, column, expected) => {
    const { inputColumns, notices } = Preparation.fit(await read(name), undefined, 'target');
    expect(inputColumns.find((each) => each.name === column)).toMatchObject(expected);
    expect(notices.join()).toContain(`"${column}"`);
  });

  it('missing-only-at-predict: a notice with the counts', async () => {
    const preparation = Preparation.fit(await read('missing-only-at-predict-train.csv'), undefined, 'target');
    const { notices } = preparation.prepare(await read('missing-only-at-predict-test.csv'));
    expect(notices.join()).toMatch(
      /\d+ missing cells in 4 columns that had none in training: "[abcd]" \(\d+\)/,
    );
  });
});
