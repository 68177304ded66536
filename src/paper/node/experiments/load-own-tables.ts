/** The user's own tables as data sets of an experiment, checked before anything is computed. */
import { realpath, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { InputError } from '../../../errors.js';
import { columnRoles, roleNotices, withoutRoleColumns } from '../../../pipeline/column-roles/column-roles.js';
import { DEFAULT_SEED } from '../../../pipeline/defaults.js';
import { trainingParts } from '../../../pipeline/training-parts.js';
import {
  COLUMN_LISTS,
  type ColumnOverrides,
  ordinalLevels,
} from '../../../tables/preparation/column-overrides.js';
import { matchColumns } from '../../../tables/preparation/columns-by-name.js';
import { checkProbabilitySize } from '../../../tables/preparation/matrix-size.js';
import { Preparation } from '../../../tables/preparation/preparation.js';
import { extractTarget } from '../../../tables/preparation/target.js';
import { extensionOf } from '../../../tables/reading/table-formats.js';
import type { Table } from '../../../tables/table.js';
import { listNames, quote } from '../../../text/name-list.js';
import { datasets } from '../../datasets/registry.js';
import type { ReadingSettings, SavedOverrides, SavedRoles, TableSettings } from '../../experiments/cell.js';
import type { ExperimentDataset } from '../../experiments/plan-cells.js';
import { type OwnTable, ownChecksum, readOwnTable } from './read-own-table.js';

export interface OwnTableRequest {
  readonly path: string;
  readonly target: string;
}

export interface LoadOwnTablesOptions {
  /** For every table that has the column as a feature. */
  readonly overrides?: ColumnOverrides;
  readonly reading?: ReadingSettings;
  /** For every table that has the column. */
  readonly roles?: SavedRoles;
  readonly mergeLabels?: boolean;
  readonly manyClasses?: boolean;
  /** Memory limit for the columns of a table, and for its prepared rows; default 2 GiB each. */
  readonly memoryLimitBytes?: number;
  readonly onNotice?: (notice: string) => void;
}

/** One row of a class to train on, and one to test on. */
const LEAST_ROWS_PER_CLASS = 2;

/**
 * Reads the tables and gives them as data sets, named after their files without the extension.
 *
 * @throws InputError if two have the same name or one has the name of a data set of the registry, for a file that
 *   cannot be read again, a table, target or override that a training would refuse, and a class with a single row.
 */
export async function loadOwnTables(
  requests: readonly OwnTableRequest[],
  options: LoadOwnTablesOptions,
): Promise<ExperimentDataset[]> {
  checkNames(requests.map(({ path }) => path));
  const { memoryLimitBytes } = options;
  const reading = given(options.reading);
  const read: (OwnTableRequest & OwnTable)[] = [];
  for (const request of requests) {
    await checkReadableAgain(request.path);
    read.push({ ...request, ...(await readOwnTable(request.path, { ...reading, memoryLimitBytes })) });
  }
  const loaded: ExperimentDataset[] = [];
  for (const { path, target, table, digest } of read) {
    const applies = (name: string) =>
      hasFeature(table, target, name) || !read.some((other) => hasFeature(other.table, other.target, name));
    const overrides = given(overridesOf(applies, options.overrides));
    const roles = given(rolesOf(applies, options.roles));
    const settings: TableSettings = {
      file: basename(path),
      target,
      ...(reading && { reading }),
      ...(overrides && { overrides }),
      ...(roles && { roles }),
      ...(options.mergeLabels && { mergeLabels: true }),
      ...(options.manyClasses && { manyClasses: true }),
    };
    checkTrainable(table, settings, options);
    loaded.push({
      name: datasetName(path),
      checksum: ownChecksum(digest, settings),
      table: { path: await realpath(path), rows: table.rows, features: table.columns.length - 1 },
      settings,
    });
  }
  return loaded;
}

function datasetName(path: string): string {
  const file = basename(path).replace(/\.zst$/i, '');
  const extension = extensionOf(file);
  const name = extension === undefined ? file : file.slice(0, file.lastIndexOf(`.${extension}`));
  return name === '' ? file : name;
}

function checkNames(paths: readonly string[]): void {
  const known = new Map<string, string>();
  for (const path of paths) {
    const name = datasetName(path);
    const other = known.get(name);
    if (other !== undefined && resolve(other) === resolve(path)) {
      throw new InputError(
        other === path
          ? `--table ${path} is given twice: give it once`
          : `--table ${other} and --table ${path} are the same file: give it once`,
      );
    }
    if (other !== undefined) {
      throw new InputError(
        `--table ${other} and --table ${path} are both the data set ${quote(name)}: rename one of the files`,
      );
    }
    known.set(name, path);
    if (datasets.some((entry) => entry.name === name)) {
      throw new InputError(
        `--table ${path} has the name of the paper's data set ${name}, so their results could be mixed up: ` +
          `rename the file, or give --datasets ${name}`,
      );
    }
  }
}

/** Throws `InputError` for standard input and pipes; a file that is missing is left to the reader. */
async function checkReadableAgain(path: string): Promise<void> {
  const found = path === '-' ? undefined : await stat(path).catch(() => 'missing' as const);
  if (found === 'missing' || found?.isFile() || found?.isDirectory()) return;
  throw new InputError(
    `--table ${path} is not a file, but every run reads it again: save it to a file first`,
  );
}

function hasFeature(table: Table, target: string, name: string): boolean {
  const found = matchColumns(table, [name]).get(name);
  return found !== undefined && found !== matchColumns(table, [target]).get(target);
}

/**
 * Without the columns that do not apply: those that only other tables have. A column that no table has is kept, for the
 * error that names it.
 */
function overridesOf(applies: (name: string) => boolean, overrides: ColumnOverrides = {}): SavedOverrides {
  const lists = COLUMN_LISTS.map((list) => {
    const names = [...new Set(overrides[list] ?? [])].filter(applies).sort();
    return [list, names.length > 0 ? names : undefined];
  });
  const ordinal = ordinalLevels(overrides).filter(([name]) => applies(name));
  const signs = <S extends string>(given: S | Readonly<Record<string, S>> | undefined) => {
    if (typeof given !== 'object') return given;
    const some = Object.entries(given).filter(([name]) => applies(name));
    return some.length > 0 ? Object.fromEntries(some) : undefined;
  };
  return {
    ...overrides,
    ...Object.fromEntries(lists),
    decimal: signs(overrides.decimal),
    thousands: signs(overrides.thousands),
    ordinal: ordinal.length > 0 ? Object.fromEntries(ordinal) : undefined,
  };
}

function rolesOf(
  applies: (name: string) => boolean,
  { group, time, weight, id = [], stratify }: SavedRoles = {},
): SavedRoles {
  const applied = (name: string | undefined) => (name !== undefined && applies(name) ? name : undefined);
  const ids = [...new Set(id)].filter(applies).sort();
  return {
    group: applied(group),
    time: applied(time),
    weight: applied(weight),
    id: ids.length > 0 ? ids : undefined,
    stratify: stratify === false ? false : undefined,
  };
}

/** The options that have a value; undefined if none has. */
function given<T extends object>(options: T | undefined): T | undefined {
  const entries = Object.entries(options ?? {}).filter(([, value]) => value !== undefined);
  return entries.length === 0 ? undefined : (Object.fromEntries(entries) as T);
}

/** Throws `InputError` for a table that the runs would refuse. */
function checkTrainable(
  table: Table,
  { target: name, overrides: ofColumns, roles: ofRoles = {}, mergeLabels, manyClasses }: TableSettings,
  { memoryLimitBytes, onNotice }: LoadOwnTablesOptions,
): void {
  const { classes, indices, notices: ofTarget } = extractTarget(table, name, { mergeLabels, manyClasses });
  const rows = new Int32Array(classes.length);
  for (const index of indices) rows[index]++;
  const small = classes.filter((_, index) => rows[index] < LEAST_ROWS_PER_CLASS);
  if (small.length > 0) {
    throw new InputError(
      `${table.source}: target column ${quote(name)} has a single row of ${listNames(small)}, and every class needs ` +
        `${LEAST_ROWS_PER_CLASS}, to train on and to test on: merge classes or remove these rows`,
    );
  }
  const roles = columnRoles(table, name, ofRoles, ofColumns);
  const overrides = withoutRoleColumns(roles, ofColumns);
  const { train, notices } = trainingParts(table, name, {
    ...{ mergeLabels, manyClasses, roles },
    seed: DEFAULT_SEED,
  });
  checkProbabilitySize(table.source, { rows: table.rows, classes: classes.length }, memoryLimitBytes);
  const preparation = Preparation.fit(table, train.rows, name, { ...overrides, memoryLimitBytes });
  const ofTable = [...(table.notices ?? []), ...ofTarget, ...roleNotices(table, roles, overrides)];
  const all = new Set([...ofTable, ...notices, ...preparation.notices]);
  for (const notice of all) onNotice?.(`${table.source}: ${notice}`);
}
