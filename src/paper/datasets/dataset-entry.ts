/** An entry of the registry of data sets. */
import type { Table } from '../../tables/table.js';

export type DatasetTask = 'binary' | 'multiclass';

/** A public source of the data, and the conversion of its bytes to the table. */
export interface Original {
  readonly repository: 'UCI' | 'OpenML' | 'Kaggle';
  /** URL of the bytes; undefined if they can only be fetched by hand. */
  readonly address?: string;
  /** The table, with the label in the last column, `target`; rows in any order. Throws `InputError`. */
  readonly toTable: (bytes: Uint8Array, source: string) => Promise<Table>;
}

/** A data set of the paper's Table 1. */
export interface DatasetEntry {
  readonly name: string;
  readonly title: string;
  readonly task: DatasetTask;
  readonly rows: number;
  /** Columns besides `target`. */
  readonly features: number;
  readonly classes: number;
  /** Rows by class label as the table spells it. */
  readonly classCounts: ReadonlyMap<string, number>;
  /** Rows of the largest class over rows of the smallest. */
  readonly imbalanceRatio: number;
  readonly missingCells: number;
  readonly targetMeaning: string;
  readonly licence: string;
  readonly citation: string;
  /** Web page of the data set. */
  readonly page: string;
  /** How the table is made from the original, in words. */
  readonly rule: string;
  /** As printed in the paper's Table 1; its rows and classes equal ours. */
  readonly paper: { readonly features: number; readonly imbalanceRatio: number };
  readonly differenceFromPaper: string;
  /** SHA-256 of the canonical CSV; undefined if no copy could be checked yet. */
  readonly checksum?: string;
  /** In order of preference. */
  readonly originals: readonly Original[];
  /** What the user has to do if no original has an address. */
  readonly byHand?: string;
  /** The table itself, for data that come with the package. */
  readonly embedded?: () => Table;
}

/** An entry without what follows from the class counts. */
export interface DatasetDescription
  extends Omit<DatasetEntry, 'rows' | 'classes' | 'classCounts' | 'imbalanceRatio' | 'missingCells'> {
  readonly classCounts: Iterable<readonly [label: string, rows: number]>;
  /** Default 0. */
  readonly missingCells?: number;
}

export function describeDataset(description: DatasetDescription): DatasetEntry {
  const classCounts = new Map(description.classCounts);
  const counts = [...classCounts.values()];
  return {
    ...description,
    classCounts,
    rows: counts.reduce((sum, count) => sum + count, 0),
    classes: counts.length,
    imbalanceRatio: Math.max(...counts) / Math.min(...counts),
    missingCells: description.missingCells ?? 0,
  };
}
