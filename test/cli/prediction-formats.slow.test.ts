/** What `predict --out` writes, read back by the package's own reader. */
import { writeFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { beforeAll, describe, expect, it } from 'vitest';
import { readTable } from '../../src/platform/node/files/read-table-file.js';
import { predictionColumns } from '../../src/results/prediction-columns.js';
import { loadParquetWriter, predictionParquet } from '../../src/results/prediction-parquet.js';
import { predictionText } from '../../src/results/prediction-text.js';
import type { NumericColumn, Table } from '../../src/tables/table.js';
import { InstalledPackage } from '../docs/installed-package.js';
import { clusters, text, Workplace } from './built-program.js';

const place = new Workplace();
const NO_TABLE = { rows: 0, columns: [], source: 'table' };
const NAMES = { left: 0, rare: 1, right: 2 };
type Name = keyof typeof NAMES;

/** Labels as JSON lines hold them, by the type that they have. */
const LABELS: Record<string, readonly (string | number | boolean)[]> = {
  strings: ['a "b", c', 'two\nlines', 'Straße.x'],
  'strings of digits': ['01', '1', '2'],
  integers: [-1, 0, 4294967296],
  fractions: [0.1, 0.25, 3],
};

beforeAll(async () => {
  const cells = clusters()
    .slice(1)
    .map((line) => line.split(','));
  for (const [type, labels] of Object.entries(LABELS)) {
    const rows = cells.map(([x, y, name]) =>
      JSON.stringify({ x: Number(x), y: Number(y), label: labels[NAMES[name as Name]] }),
    );
    writeFileSync(place.path(`${type}.jsonl`), text(rows));
    const args = [
      'train',
      `${type}.jsonl`,
      '-t',
      'label',
      '-o',
      `${type}.st`,
      '--classifier',
      'logistic-regression',
    ];
    expect((await place.run(args)).stderr).not.toMatch(/error/);
  }
});

/** Columns by name, numbers in 32 bits: text has them in as many digits as tell those apart. */
function values({ columns }: Table): [string, string[] | Float32Array][] {
  return columns.map((column) => [
    column.name,
    column.kind === 'text'
      ? Array.from(column.codes, (code) => column.dictionary[code])
      : Float32Array.from(column.values),
  ]);
}

async function predicted(type: string, out: string, ...more: string[]) {
  const args = ['predict', `${type}.st`, `${type}.jsonl`, '--proba', '--out', out, ...more];
  expect(await place.run(args)).toMatchObject({ code: 0, stdout: '' });
  return readTable(place.path(out));
}

describe.each(Object.keys(LABELS))('labels that are %s', (type) => {
  it('are the same in JSON lines and Parquet, plain and packed', async () => {
    const fromJson = await predicted(type, 'p.jsonl');
    const lines = place.bytes('p.jsonl').toString();
    const records = lines
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(records).toHaveLength(60);
    const labels = new Set(LABELS[type]);
    for (const { prediction } of records) expect(labels).toContain(prediction);
    const fromParquet = await predicted(type, 'p.parquet');
    expect(place.bytes('p.parquet').toString('latin1', 0, 4)).toBe('PAR1');
    expect(values(fromParquet)).toEqual(values(fromJson));
    expect(values(await predicted(type, 'p.NDJSON.gz'))).toEqual(values(fromJson));
    expect(gunzipSync(place.bytes('p.NDJSON.gz')).toString()).toBe(lines);
  });
});

it('keeps truth values as such', async () => {
  const classes = [false, true];
  const labels = [true, false, true];
  const probabilities = { data: Float32Array.of(0.25, 0.75, 1, 0, 0.5, 0.5), rows: 3, columns: 2 };
  const blocks = () => Readable.from([{ labels, probabilities, rows: Uint32Array.of(0, 1, 2) }]);
  const columns = predictionColumns(NO_TABLE, { classes, actions: classes }, { proba: true });
  const lines: string[] = [];
  for await (const piece of predictionText('jsonl', columns, blocks())) lines.push(piece);
  expect(
    lines
      .join('')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    { prediction: true, probability_false: 0.25, probability_true: 0.75 },
    { prediction: false, probability_false: 1, probability_true: 0 },
    { prediction: true, probability_false: 0.5, probability_true: 0.5 },
  ]);
  const pieces: Uint8Array[] = [];
  for await (const piece of predictionParquet(await loadParquetWriter(), columns, blocks()))
    pieces.push(piece);
  const file = Uint8Array.from(Buffer.concat(pieces)).buffer;
  expect((await parquetReadObjects({ file })).map(({ prediction }) => prediction)).toEqual(labels);
});

describe('the format', () => {
  const args = ['predict', 'strings.st', 'strings.jsonl', '--proba'];

  it('is CSV by default, and with tabs where the extension says so', async () => {
    const { stdout } = await place.run(args);
    for (const name of ['p.csv', 'p', 'p.csv.gz', 'p.gz']) {
      await place.run([...args, '--out', name]);
      const bytes = place.bytes(name);
      expect((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()).toBe(stdout);
    }
    expect(values(await predicted('strings', 'p.tsv'))).toEqual(values(await predicted('strings', 'p.csv')));
    expect(place.bytes('p.tsv').toString()).toContain('\t');
  });

  it('is the one that --out-format says', async () => {
    const printed = await place.run([...args, '--out-format', 'jsonl']);
    await predicted('strings', 'p.jsonl');
    expect(printed.stdout).toBe(place.bytes('p.jsonl').toString());
    await predicted('strings', 'odd.csv', '--out-format', 'parquet');
    await predicted('strings', 'p.parquet');
    expect(place.bytes('odd.csv')).toEqual(place.bytes('p.parquet'));
    await predicted('strings', 'p.txt', '--out-format', 'csv');
    await predicted('strings', 'p.csv');
    expect(place.bytes('p.txt')).toEqual(place.bytes('p.csv'));
  });

  it('of packed Parquet is refused, and an unknown one', async () => {
    await place.expectRefusal([...args, '-o', 'q.parquet.gz'], [/drop the \.gz/]);
    await place.expectRefusal([...args, '--out-format', 'xml'], [/csv, tsv, jsonl, parquet/]);
    for (const name of ['q.xlsx', 'q.txt', 'q.xlsx.gz']) {
      await place.expectRefusal(
        [...args, '-o', name],
        [/\.(xlsx|txt); known extensions are \.csv, .*\.parquet/, /--out-format/],
      );
    }
  });
});

it('keeps all rows of a table of several row groups', async () => {
  const [rows, classes] = [8192, 300];
  const data = Float32Array.from({ length: rows * classes }, (_, i) => (i % 1009) / 1009);
  const labels = Array.from({ length: rows }, (_, row) => row % classes);
  const block = { labels, probabilities: { data, rows, columns: classes }, rows: new Uint32Array(rows) };
  const blocks = Readable.from(Array(3).fill(block));
  const all = Array.from({ length: classes }, (_, c) => c);
  const columns = predictionColumns(NO_TABLE, { classes: all, actions: all }, { proba: true });
  const pieces: Uint8Array[] = [];
  for await (const piece of predictionParquet(await loadParquetWriter(), columns, blocks)) pieces.push(piece);
  const file = Uint8Array.from(Buffer.concat(pieces)).buffer;
  expect(parquetMetadata(file).row_groups.map(({ num_rows }) => Number(num_rows))).toEqual([2 * rows, rows]);
  const read = await readTable(new Uint8Array(file));
  expect(read.rows).toBe(3 * rows);
  for (const at of [0, 1, 17, classes]) {
    const { values } = read.columns[at] as NumericColumn;
    const wrong = Array.from(values).findIndex((value, row) => {
      const expected = at === 0 ? labels[row % rows] : data[(row % rows) * classes + at - 1];
      return value !== expected;
    });
    expect(wrong).toBe(-1);
  }
});

it('says which package is missing for Parquet, before it reads anything', async () => {
  // Installed as npm does it, but without what is optional.
  const project = await new InstalledPackage().install();
  const program = ['node_modules/qcl-mixnet/dist/cli/main.js'];
  const args = [...program, 'predict', 'none.st', 'none.csv', '-o', 'p.parquet'];
  const { code, stderr } = await project.runCommand(process.execPath, args);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^error: .*optional package hyparquet-writer.*npm install hyparquet-writer/);
});
