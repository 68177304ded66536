import { expect, it } from 'vitest';
import type { Table } from '../tables/table.js';
import { labelsToCompare } from './test-labels.js';

const table: Table = {
  source: 'new.csv',
  rows: 1,
  columns: [{ kind: 'numeric', name: 'amount', values: Float64Array.of(1) }],
};

it('says of a table without labels that they are what is compared, whatever option named the target', () => {
  expect(() => labelsToCompare(table, 'fraud', ['no', 'yes'])).toThrow(
    /^new\.csv: there is no column "fraud" with the true labels, with which predictions are compared\. Columns: "amount"$/,
  );
});
