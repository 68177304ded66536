/** Model files of version 0.1.0 load, and predict what that version predicted; fixtures/version-0.1.0/make.mjs made them. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readTable } from '../tables/reading/read-table.js';
import type { Table } from '../tables/table.js';
import expected from './fixtures/version-0.1.0/expected.json' with { type: 'json' };
import { predictTable } from './predict-table.js';
import { TableClassifier } from './table-classifier.js';

const fixture = (name: string) => readFileSync(new URL(`./fixtures/version-0.1.0/${name}`, import.meta.url));
const table = (name: string): Promise<Table> => readTable(fixture(name), { name });
const load = (name: string) => TableClassifier.fromBytes(fixture(`${name}.safetensors`), { name });

describe.each(Object.entries(expected))('%s of version 0.1.0', (name, wanted) => {
  it('predicts the same', async () => {
    const model = await load(name);
    expect(model.classifier.form).toBe('scaled');
    const { labels, probabilities } = await predictTable(model, await table('new.csv'));
    expect(labels).toEqual(wanted.labels);
    const bytes = Buffer.from(wanted.probabilities, 'hex');
    const { data } = probabilities;
    if (['decision-tree', 'xgboost'].includes(name)) {
      expect(Buffer.from(data.buffer, data.byteOffset, data.byteLength)).toEqual(bytes);
    }
    // Sums of products differ in the last bits between processors.
    data.forEach((p, i) => {
      expect(Math.abs(p - bytes.readFloatLE(4 * i))).toBeLessThan(1e-6);
    });
  });

  it('predicts the same once it is saved again', async () => {
    const model = await load(name);
    const again = await TableClassifier.fromBytes(model.toBytes(), { name });
    const news = await table('new.csv');
    expect(await predictTable(again, news)).toEqual(await predictTable(model, news));
  });

  it('predicts finite numbers where 0.1.0 refused the cell', async () => {
    const text = 'amount,time,colour,open\n1e300,-1e300,red,no\n-1.7e308,1.7e308,blue,yes\n';
    const far = await readTable(new TextEncoder().encode(text), { name: 'far.csv' });
    const { probabilities } = await predictTable(await load(name), far);
    expect(probabilities.data.every(Number.isFinite)).toBe(true);
  });
});
