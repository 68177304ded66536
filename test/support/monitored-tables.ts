/** Tables of one source at different times, for tests of drift. */
import { RandomStream } from '../../src/engine/random/random-stream.js';
import { tableFromColumns } from '../../src/tables/preparation/table-from-columns.js';
import type { Table } from '../../src/tables/table.js';

export interface Change {
  /** Added to every amount. */
  readonly amount?: number;
  /** Share of the rows in a channel that training does not have. */
  readonly newChannel?: number;
  /** Share of the ages that are missing; of training 0. */
  readonly missingAge?: number;
  /** Share of fraud; of training 0.2. */
  readonly fraud?: number;
  /** The first day of 30; of training 0. */
  readonly day?: number;
  /** Without the column of labels. */
  readonly unlabelled?: boolean;
}

const CHANNELS = ['shop', 'phone', 'web'];

/** Frauds have larger amounts and come by web; age and date say nothing. */
export function monitoredTable(rows: number, seed: number, change: Change = {}): Table {
  const { amount = 0, newChannel = 0, missingAge = 0, fraud = 0.2, day = 0, unlabelled } = change;
  const random = new RandomStream(seed, 'monitored');
  const columns = {
    amount: [] as number[],
    channel: [] as string[],
    age: [] as (number | null)[],
    date: [] as string[],
    label: [] as string[],
  };
  for (let row = 0; row < rows; row++) {
    const isFraud = random.uniform() < fraud;
    columns.label.push(isFraud ? 'fraud' : 'fine');
    columns.amount.push(100 + 20 * random.normal() + (isFraud ? 30 : 0) + amount);
    const channel = isFraud && random.uniform() < 0.5 ? 'web' : CHANNELS[random.integer(3)];
    columns.channel.push(random.uniform() < newChannel ? 'kiosk' : channel);
    columns.age.push(random.uniform() < missingAge ? null : 20 + random.integer(60));
    columns.date.push(new Date((20_000 + day + random.integer(30)) * 86_400_000).toISOString().slice(0, 10));
  }
  const { label, ...others } = columns;
  return tableFromColumns(Object.entries(unlabelled ? others : { ...others, label }), 'new.csv');
}
