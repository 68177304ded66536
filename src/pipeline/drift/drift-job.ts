/** The comparison of rows with the training table of a model as a job, so that a service can do it in another thread. */
import { InputError } from '../../errors.js';
import type { OpenJob } from '../../jobs/executor.js';
import type { Table } from '../../tables/table.js';
import { detectNovelty, NOVELTY_LEVEL } from '../novelty/detect-novelty.js';
import { TableClassifier } from '../table-classifier.js';
import type { DriftReport } from './drift.js';
import { watchTable } from './watch-table.js';

/** The model file, which is plain data. */
export interface SentModel {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface DriftFound {
  readonly drift: DriftReport;
  /** Rows of the table that are unlike the training rows; absent if the model holds too few of these. */
  readonly novelty?: { readonly rows: number; readonly novel: number; readonly level: number };
}

/** Each task is a table. */
export const openJob: OpenJob<SentModel, Table, DriftFound> = async ({ name, bytes }) => {
  const model = await TableClassifier.fromBytes(bytes, { name });
  return async (table) => {
    const drift = await watchTable(model, table);
    const novelty = await noveltyOf(model, table);
    return { drift, ...(novelty && { novelty }) };
  };
};

async function noveltyOf(model: TableClassifier, table: Table): Promise<DriftFound['novelty']> {
  try {
    const { rows } = await detectNovelty(model, table);
    const novel = rows.filter(({ isNovel }) => isNovel).length;
    return { rows: rows.length, novel, level: NOVELTY_LEVEL };
  } catch (error) {
    // The model holds no training rows; what is wrong with the table, watchTable has said.
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
