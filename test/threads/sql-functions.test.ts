/** The functions of SQL that the built package makes of a model: the predictions of `predictTable`, to the bit. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RegisteredModel, TableClassifier, TablePrediction } from '../../src/index.js';

type Package = typeof import('../../src/index.js');
const index = fileURLToPath(new URL('../../dist/index.js', import.meta.url));
const { decideModel, predictTable, readTable, registerModel, trainOnTable } = (await import(
  index
)) as Package;

const folder = mkdtempSync(join(tmpdir(), 'sql-functions-'));
const csv = join(folder, 'rows.csv');
const parquet = join(folder, 'rows.parquet');
const ROWS = 5000;
const CLASSES = ['fraud', 'ok'];

let connection: DuckDBConnection;
let model: TableClassifier;
let network: TableClassifier;
let registered: RegisteredModel;
const notices: string[] = [];

/** With missing cells and words, dates, truth values, codes with leading zeros, and enough rows for several vectors. */
function tableText(rows: number): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const isFraud = (i * 7919) % 10 === 0;
    const amount = i % 31 === 0 ? '' : ((i * 37) % 1000) / 8 + (isFraud ? 60 : 0);
    const country = i % 53 === 0 ? 'NA' : ['DE', 'FR', 'US'][(i * 11) % (isFraud ? 2 : 3)];
    const day = String(1 + ((i * 5) % 28)).padStart(2, '0');
    const flag = (i * 3) % 7 < 3;
    const code = String((i * 17) % 40).padStart(3, '0');
    return `${i},${amount},${country},2024-0${1 + (i % 9)}-${day} 1${i % 10}:30:00,${flag},${code},${isFraud ? 'fraud' : 'ok'}`;
  });
  return `id,amount,country,paid,flag,code,label\n${lines.join('\n')}\n`;
}

beforeAll(async () => {
  writeFileSync(csv, tableText(ROWS));
  const training = await readTable(Buffer.from(tableText(400)), { format: 'csv' });
  const given = { target: 'label', overrides: { drop: ['id'] }, keepRows: 0 };
  const boosting = { ...given, classifier: 'boosting', classifierOptions: { nEstimators: 20 } } as const;
  model = (await trainOnTable(training, boosting)).model;
  const mlp = { ...given, classifier: 'mlp', classifierOptions: { epochs: 2 } } as const;
  network = (await trainOnTable(training, mlp)).model;
  connection = await DuckDBConnection.create();
  registered = await registerModel(connection, model, { threads: 2, onNotice: (each) => notices.push(each) });
  await connection.run(`copy (from '${csv}') to '${parquet}' (format parquet)`);
});

afterAll(async () => {
  await registered.close();
  connection.closeSync();
  rmSync(folder, { recursive: true });
});

async function columnsOf(query: string) {
  return (await connection.runAndReadAll(query)).getColumns();
}

const column = ({ probabilities: { data, columns } }: TablePrediction, label: string) =>
  Array.from({ length: data.length / columns }, (_, row) => data[row * columns + CLASSES.indexOf(label)]);

describe('registerModel', () => {
  it('predicts the rows of a CSV file and of Parquet as predictTable does', async () => {
    for (const path of [csv, parquet]) {
      const expected = await predictTable(model, await readTable(path));
      const query = `select predict(t), risk(t), probability(t, 'ok'), predict_all(t).probabilities[1] from '${path}' t`;
      const [labels, risks, ok, first] = await columnsOf(query);
      expect(labels).toEqual(expected.labels);
      expect(risks).toEqual(column(expected, 'fraud'));
      expect(ok).toEqual(column(expected, 'ok'));
      expect(first).toEqual(risks);
    }
    expect(new Set(notices).size).toBe(notices.length);
  });

  it('takes the functions of several models anywhere in a query', async () => {
    const second = await registerModel(connection, network, { name: 'net', positive: 'ok' });
    expect(second.functions).toEqual(['net_predict', 'net_risk', 'net_probability', 'net_predict_all']);
    const expected = await predictTable(network, await readTable(csv));
    const query = `select id, net_risk(t) r from '${csv}' t where net_risk(t) > 0.5 and predict(t) is not null order by id`;
    const [ids, risks] = await columnsOf(query);
    const above = column(expected, 'ok').flatMap((risk, id) => (risk > 0.5 ? [[id, risk]] : []));
    expect(above.length).toBeGreaterThan(0);
    expect(risks.map((risk, i) => [Number(ids[i]), risk])).toEqual(above);
    await second.close();
  });

  it('decides alerts for each row, and gives NULL for NULL', async () => {
    const alerts = decideModel(model, { decision: 'alerts=1%' });
    const other = await registerModel(connection, alerts, { name: 'alerts' });
    const rows = `(select unnest([null, {amount: 100, country: 'DE', paid: date '2024-01-01', flag: true, code: 1}]) s)`;
    const [labels] = await columnsOf(`select alerts_predict(s) from ${rows}`);
    expect(labels[0]).toBeNull();
    expect(CLASSES).toContain(labels[1]);
    await other.close();
  });

  it('refuses wrong rows, labels and names', async () => {
    await expect(columnsOf("select predict(t) from (select 1 amout, 'DE' country) t")).rejects.toThrow(
      /predict: 4 columns of the training table missing: "amount".*Is "amount" named "amout" here/,
    );
    await expect(columnsOf(`select predict(id) from '${csv}'`)).rejects.toThrow(
      /takes a row, but got .* BIGINT/,
    );
    await expect(columnsOf(`select probability(t, 'frod') from '${csv}' t`)).rejects.toThrow(/"frod"/);
    await expect(columnsOf('select predict(t) from (select null amount) t')).rejects.toThrow(
      /NULL without a type/,
    );
    await expect(registerModel(connection, model, { name: 'a b' })).rejects.toThrow(/letters, digits/);
    await expect(registerModel(connection, model, { positive: 'frod' })).rejects.toThrow(/"frod"/);
    await expect(registerModel(connection, model, { threads: 0 })).rejects.toThrow(/threads is 0/);
  });
});
