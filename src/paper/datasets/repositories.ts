/** The addresses of the originals at UCI and OpenML, and how each is read. */
import { dropColumns } from '../../tables/preparation/table-parts.js';
import { readTable } from '../../tables/reading/read-table.js';
import type { Table } from '../../tables/table.js';
import type { Original } from './dataset-entry.js';
import { archiveMembers } from './formats/archive-members.js';
import { type HeaderlessForm, readHeaderless } from './formats/headerless.js';
import { readArff } from './formats/read-arff.js';
import { asTarget, nameColumns } from './rules.js';

/** The address of `file`.zip of the UCI data set `id`. */
export function uciArchive(id: number, file: string): string {
  return `https://archive.ics.uci.edu/static/public/${id}/${file}.zip`;
}

export interface UciForm extends HeaderlessForm {
  readonly address: string;
  /** Names of the files with the rows, all of one form. */
  readonly files: readonly string[];
  /** The column with the label. */
  readonly target: string;
  /** Columns to drop. */
  readonly dropped?: readonly string[];
  /** The rest of the rule, applied once the table has its `target`. Default: nothing. */
  readonly finish?: (table: Table) => Table;
}

/** An archive of the UCI repository whose data are lines without a header. */
export function uciOriginal({
  address,
  files,
  target,
  dropped = [],
  finish = same,
  ...form
}: UciForm): Original {
  return {
    repository: 'UCI',
    address,
    toTable: async (bytes, source) => {
      const table = await readHeaderless(await archiveMembers(bytes, files, source), form, source);
      return finish(asTarget(dropColumns(table, dropped), target));
    },
  };
}

/** A CSV file with a header in an archive of the UCI repository. */
export function uciTable(address: string, file: string, target: string): Original {
  return {
    repository: 'UCI',
    address,
    toTable: async (bytes, source) => {
      const [member] = await archiveMembers(bytes, [file], source);
      return asTarget(await readTable(member, { name: source, format: 'csv' }), target);
    },
  };
}

export interface OpenMlForm {
  readonly id: number;
  /** Address of the ARFF file; its number can differ from `id`. */
  readonly arff: string;
  /** Names of the columns in the table, the label's last. */
  readonly columns: readonly string[];
  readonly finish?: (table: Table) => Table;
}

/** A data set of OpenML: its ARFF file, and the Parquet file that OpenML derives from it. */
export function openMlOriginals({ id, arff, columns, finish = same }: OpenMlForm): Original[] {
  const toTable = (table: Table) =>
    finish(asTarget(nameColumns(table, columns), columns[columns.length - 1]));
  const openMl = { repository: 'OpenML' } as const;
  return [
    { ...openMl, address: arff, toTable: async (bytes, source) => toTable(readArff(bytes, source)) },
    {
      ...openMl,
      address: parquetAddress(id),
      toTable: async (bytes, source) => toTable(await readTable(bytes, { name: source, format: 'parquet' })),
    },
  ];
}

/** OpenML keeps ten thousand data sets in each folder. */
function parquetAddress(id: number): string {
  const folder = String(Math.floor(id / 10_000)).padStart(4, '0');
  return `https://data.openml.org/datasets/${folder}/${String(id).padStart(4, '0')}/dataset_${id}.pq`;
}

/** `prefix1`, `prefix2`, ... for columns without names. */
export function numberedColumns(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${prefix}${i + 1}`);
}

function same(table: Table): Table {
  return table;
}
