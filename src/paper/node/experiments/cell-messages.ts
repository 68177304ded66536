/** What an experiment and the processes that run its cells say to each other. */

import type { Table } from '../../../tables/table.js';
import type { CellDescription } from '../../experiments/cell.js';
import type { FullRecord } from '../../experiments/run-record.js';

/** To the process, as its only message. */
export interface CellWork {
  readonly description: CellDescription;
  readonly table: Table;
  readonly memoryLimitBytes: number;
}

/** From the process. */
export type CellMessage =
  | { readonly kind: 'epoch'; readonly epoch: number; readonly epochs: number }
  | { readonly kind: 'record'; readonly record: FullRecord };
