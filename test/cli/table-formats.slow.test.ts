/** The same table in other formats gives the same model, to the byte. */
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { expect, it } from 'vitest';
import { clusters, quickTraining, text, Workplace } from './built-program.js';

const place = new Workplace();
const lines = clusters();

it('gives the same model whatever the format of the table', async () => {
  const tabs = text(lines.map((line) => line.replaceAll(',', '\t')));
  const records = lines.slice(1).map((line) => {
    const [x, y, label] = line.split(',');
    return JSON.stringify({ x: Number(x), y: Number(y), label });
  });
  const cells = lines.slice(1).map((line) => line.split(','));
  const parquet = parquetWriteBuffer({
    columnData: [
      { name: 'x', data: cells.map(([x]) => Number(x)), type: 'DOUBLE' },
      { name: 'y', data: cells.map(([, y]) => Number(y)), type: 'DOUBLE' },
      { name: 'label', data: cells.map(([, , label]) => label), type: 'STRING' },
    ],
  });
  place.write('table.csv', text(lines));
  place.write('table.tsv', tabs);
  place.write('table.csv.gz', gzipSync(text(lines)));
  place.write('table.jsonl', text(records));
  place.write('table.parquet', new Uint8Array(parquet));
  place.write('windows.csv', `\ufeff${lines.join('\r\n')}\r\n`);
  await place.run(quickTraining('table.csv', 'csv.st'));
  const expected = place.bytes('csv.st');
  for (const table of ['table.tsv', 'table.csv.gz', 'table.jsonl', 'table.parquet', 'windows.csv']) {
    const { code, stderr } = await place.run(quickTraining(table, `${table}.st`));
    expect([table, code, stderr.match(/error.*/)?.[0]]).toEqual([table, 0, undefined]);
    expect(place.bytes(`${table}.st`).equals(expected), table).toBe(true);
  }
  const { code } = await place.run(quickTraining('-', 'stdin.st'), { input: text(lines) });
  expect(code).toBe(0);
  expect(place.bytes('stdin.st').equals(expected)).toBe(true);
});
