import { Readable } from 'node:stream';
import { parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import type { Label } from '../matrix.js';
import { readTable } from '../tables/reading/read-table.js';
import { type PredictionColumnOptions, predictionColumns } from './prediction-columns.js';
import { loadParquetWriter, predictionParquet } from './prediction-parquet.js';
import { type CellTextOptions, predictionText, type TextFormat } from './prediction-text.js';

const TEXT = `id,amount,note,prediction,-risky
007,1.50,plain,x,0
008,NA,"=1+1, or 2",y,-1
+9,-3,-5%,,+2
10,.5,,z,3
`;
const table = () => readTable(new TextEncoder().encode(TEXT), { format: 'csv', spellings: 'all' });

const CLASSES = ['no', '=yes'];
const BLOCK = {
  rows: Uint32Array.of(2, 0, 1),
  labels: ['=yes', 'no', 'review'] as Label[],
  probabilities: { data: Float32Array.of(0.25, 0.75, 1, 0, 0.9, 0.1), rows: 3, columns: 2 },
};

interface Case {
  readonly options: PredictionColumnOptions;
  readonly classes?: readonly Label[];
  readonly actions?: readonly Label[];
  readonly labels?: readonly Label[];
}

async function columnsOf({ options, classes = CLASSES, actions = [...classes, 'review'] }: Case) {
  return predictionColumns(await table(), { classes, actions }, options);
}

const SETS = {
  sets: [['=yes'], [], ['no', '=yes']],
  reviewReasons: ['', 'empty prediction set', '=2 classes'],
};

const blocksOf = ({ labels = BLOCK.labels }: Case) => Readable.from([{ ...BLOCK, ...SETS, labels }]);

async function textOf(format: TextFormat, given: Case, more: CellTextOptions = {}): Promise<string[]> {
  let text = '';
  for await (const piece of predictionText(format, await columnsOf(given), blocksOf(given), more))
    text += piece;
  return text.trimEnd().split('\n');
}

async function parquetOf(given: Case) {
  const pieces: Uint8Array[] = [];
  const parquet = await loadParquetWriter();
  for await (const piece of predictionParquet(parquet, await columnsOf(given), blocksOf(given)))
    pieces.push(piece);
  return parquetReadObjects({ file: Uint8Array.from(Buffer.concat(pieces)).buffer });
}

describe('kept columns', () => {
  const options = { keep: ['id', 'amount', 'note'], rowNumbers: true, risk: 1 };

  it('are written to CSV and TSV as typed, with empty cells for missing ones', async () => {
    const lines = await textOf('csv', { options });
    expect(lines).toEqual([
      'row,id,amount,note,prediction,risk',
      '3,+9,-3,-5%,=yes,0.75',
      '1,007,1.50,plain,no,0',
      '2,008,,"=1+1, or 2",review,0.100000001',
    ]);
    const tabs = await textOf('tsv', { options });
    expect(tabs[3]).toBe('2\t008\t\t=1+1, or 2\treview\t0.100000001');
  });

  it('are numbers in JSON lines, as typed if JSON has that form, text with leading zeros, and null if missing', async () => {
    const lines = await textOf('jsonl', { options });
    expect(lines.slice(1)).toEqual([
      '{"row":1,"id":"007","amount":1.50,"note":"plain","prediction":"no","risk":0}',
      '{"row":2,"id":"008","amount":null,"note":"=1+1, or 2","prediction":"review","risk":0.100000001}',
    ]);
    for (const line of lines) expect(Object.keys(JSON.parse(line))).toHaveLength(6);
  });

  it('are doubles or text in Parquet, and null if missing', async () => {
    expect(await parquetOf({ options })).toEqual([
      { row: 3n, id: '+9', amount: -3, note: '-5%', prediction: '=yes', risk: 0.75 },
      { row: 1n, id: '007', amount: 1.5, note: 'plain', prediction: 'no', risk: 0 },
      { row: 2n, id: '008', amount: null, note: '=1+1, or 2', prediction: 'review', risk: Math.fround(0.1) },
    ]);
  });

  it('come in the order asked for, each once; all of them in the order of the table', async () => {
    const names = async (keep: PredictionColumnOptions['keep']) =>
      (await columnsOf({ options: { keep } })).map(({ name }) => name);
    expect(await names(['note', 'id', 'note'])).toEqual(['note', 'id', 'prediction']);
    expect(await names(undefined)).toEqual(['prediction']);
    await expect(names('all')).rejects.toThrow(/"prediction" cannot be kept.*rename it/);
    const { columns, ...rest } = await table();
    const others = { ...rest, columns: columns.filter(({ name }) => name !== 'prediction') };
    const all = predictionColumns(others, { classes: CLASSES, actions: CLASSES }, { keep: 'all' });
    expect(all.map(({ name }) => name)).toEqual(['id', 'amount', 'note', '-risky', 'prediction']);
  });

  it('may have a name that is free as long as its column is not written', async () => {
    const risky = async (options: PredictionColumnOptions) =>
      predictionColumns(
        { rows: 1, source: 't.csv', columns: ['risk', 'row', 'probability_no'].map(numeric) },
        { classes: CLASSES, actions: CLASSES },
        { keep: 'all', ...options },
      );
    expect(await risky({})).toHaveLength(4);
    await expect(risky({ risk: 1 })).rejects.toThrow(/t\.csv: column "risk"/);
    await expect(risky({ rowNumbers: true })).rejects.toThrow(/column "row"/);
    await expect(risky({ proba: true })).rejects.toThrow(/column "probability_no"/);
  });

  it('must be in the table', async () => {
    await expect(columnsOf({ options: { keep: ['amout'] } })).rejects.toThrow(
      /--keep names column "amout".*Did you mean "amount"\? Columns: "id"/,
    );
  });
});

function numeric(name: string) {
  return { kind: 'numeric', name, values: Float32Array.of(1) } as const;
}

it('escapes what a spreadsheet would run, in text and names only', async () => {
  const options = { keep: ['id', 'amount', 'note', '-risky'] };
  const escaped = await textOf('csv', { options }, { escapeFormulas: true });
  expect(escaped).toEqual([
    "id,amount,note,'-risky,prediction",
    "'+9,-3,'-5%,+2,'=yes",
    '007,1.50,plain,0,no',
    `008,,"'=1+1, or 2",-1,review`,
  ]);
  for (const first of ['=', '+', '-', '@', '\t', '\r']) {
    const classes = [`${first}a`, 'b'];
    const [, line] = await textOf('csv', { options: {}, classes, labels: classes }, { escapeFormulas: true });
    expect(line.replace(/^"/, '').startsWith(`'${first}`)).toBe(true);
  }
});

describe('actions that are no classes', () => {
  it.each<[string, readonly Label[], readonly unknown[]]>([
    ['numbers', [0, 1], ['1', '0', 'review']],
    ['truth values', [false, true], ['true', 'false', 'review']],
  ])('are text beside %s in Parquet, and keep the types in JSON lines', async (_, classes, expected) => {
    const given = { options: {}, classes, labels: [classes[1], classes[0], 'review'] };
    expect((await parquetOf(given)).map(({ prediction }) => prediction)).toEqual(expected);
    const lines = await textOf('jsonl', given);
    expect(lines.map((line) => JSON.parse(line).prediction)).toEqual(given.labels);
  });

  it('leave numbers as such if there are none', async () => {
    const labels = [1, 0, 1];
    const given = { options: {}, classes: [0, 1], actions: [0, 1], labels };
    expect((await parquetOf(given)).map(({ prediction }) => prediction)).toEqual([1n, 0n, 1n]);
  });
});

describe('prediction sets and reviews', () => {
  const options = { sets: true, review: true };

  it('are text in CSV and Parquet, lists and truth values in JSON lines; an empty set is an empty cell', async () => {
    expect(await textOf('csv', { options }, { escapeFormulas: true })).toEqual([
      'prediction,prediction_set,review,review_reason',
      "'=yes,'=yes,false,",
      'no,,true,empty prediction set',
      "review,no|=yes,true,'=2 classes",
    ]);
    expect((await textOf('jsonl', { options })).map((line) => JSON.parse(line))).toEqual([
      { prediction: '=yes', prediction_set: ['=yes'], review: false, review_reason: '' },
      { prediction: 'no', prediction_set: [], review: true, review_reason: 'empty prediction set' },
      { prediction: 'review', prediction_set: ['no', '=yes'], review: true, review_reason: '=2 classes' },
    ]);
    expect(
      (await parquetOf({ options })).map(({ prediction_set, review }) => [prediction_set, review]),
    ).toEqual([
      ['=yes', false],
      ['', true],
      ['no|=yes', true],
    ]);
  });

  it('quote a label that would be taken for several or for none', async () => {
    const [, set] = await columnsOf({ options: { sets: true } });
    const textOfSet = (...labels: Label[]) => set.textAt({ ...BLOCK, sets: [labels] }, 0);
    expect(textOfSet('a|b', 'c', '')).toBe('"a|b"|c|""');
    expect(textOfSet(0, 1)).toBe('0|1');
  });
});
