/**
 * One run of an experiment, a cell of its grid. The description decides the result: the same description and
 * kernel build give the same scores, so a description is also the identity of a record.
 */
import type { RoleOptions } from '../../pipeline/column-roles/column-roles.js';
import type { Protocol } from '../../pipeline/provenance.js';
import type { ColumnOverrides } from '../../tables/preparation/column-overrides.js';
import type { ReadTableOptions } from '../../tables/reading/read-table.js';
import { settingsText } from '../../text/name-list.js';

/** What decides how the bytes of a table are read. */
export type ReadingSettings = Pick<
  ReadTableOptions,
  'format' | 'delimiter' | 'header' | 'encoding' | 'missing' | 'keepWords'
>;

/** The settings for columns as JSON: orders of levels are an object. */
export type SavedOverrides = Omit<ColumnOverrides, 'ordinal'> & {
  readonly ordinal?: Readonly<Record<string, readonly string[]>>;
};

/** The roles of columns as JSON. */
export type SavedRoles = Omit<RoleOptions, 'id'> & { readonly id?: readonly string[] };

/** How the user's own table is used. */
export interface TableSettings {
  /** The name of the file, without its folder. */
  readonly file: string;
  readonly target: string;
  /** How the file is read, if not by default. */
  readonly reading?: ReadingSettings;
  /** Without columns that the table does not have. */
  readonly overrides?: SavedOverrides;
  /** Likewise. */
  readonly roles?: SavedRoles;
  readonly mergeLabels?: true;
  readonly manyClasses?: true;
}

export interface CellDescription {
  /**
   * The data set's name and the SHA-256 of its canonical table; for the user's own table, of its file, target and
   * options of columns and roles.
   */
  readonly dataset: string;
  readonly checksum: string;
  /** Absent for a data set of the registry, whose label is the column `target`. */
  readonly table?: TableSettings;
  readonly classifier: string;
  /** The classifier's options that differ from their defaults, names sorted, without the seed. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The other options are tuned over the classifier's own grid; absent: they are the defaults. */
  readonly tuned?: true;
  /** Of the split and the classifier. */
  readonly seed: number;
  readonly protocol: Protocol;
  /** The package's version, which decides the defaults. */
  readonly version: string;
}

/** A key that is equal for equal descriptions only. */
export function cellKey(cell: CellDescription): string {
  const { dataset, checksum, classifier, options, tuned, seed, protocol, version } = cell;
  const search = tuned ? ['tuned'] : [];
  return JSON.stringify([dataset, checksum, classifier, options, protocol, seed, version, ...search]);
}

/** `knn` with default options, `knn tuned`; `qcl-mixnet without mixup`, `qcl-mixnet (epochs 3)` with others. */
export function configurationName(cell: Pick<CellDescription, 'classifier' | 'options' | 'tuned'>): string {
  const { without, ...others } = cell.options;
  const parts = Array.isArray(without) ? ` without ${without.join(', ')}` : '';
  const settings = settingsText(others);
  const tuned = cell.tuned ? ' tuned' : '';
  return `${cell.classifier}${tuned}${parts}${settings === '' ? '' : ` (${settings})`}`;
}

/** For messages: `letter, qcl-mixnet, honest, seed 42`. */
export function cellTitle(cell: CellDescription): string {
  return `${cell.dataset}, ${configurationName(cell)}, ${cell.protocol}, seed ${cell.seed}`;
}
