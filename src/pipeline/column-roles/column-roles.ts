/** Columns that are no features: how rows are split and counted, and what identifies them. */
import * as z from 'zod';
import type { ClassifierEntry } from '../../classifiers/contract/classifier-entry.js';
import { classifiers } from '../../classifiers/registry.js';
import { InputError } from '../../errors.js';
import { type ColumnOverrides, numberSigns } from '../../tables/preparation/column-overrides.js';
import { columnsByName, unknownColumn } from '../../tables/preparation/columns-by-name.js';
import type { DateOptions } from '../../tables/preparation/dates/date-format.js';
import type { NumberSigns } from '../../tables/preparation/numbers/find-number-format.js';
import { NumberFormatSchema } from '../../tables/preparation/numbers/number-format.js';
import {
  TimeFormatSchema,
  timeFormat,
  timeNotices,
  weightFormat,
} from '../../tables/split/column-formats.js';
import type { Column, Table } from '../../tables/table.js';
import { inWords, listNames, quote } from '../../text/name-list.js';
import { namesOption } from '../../text/shell-word.js';

export interface RoleOptions {
  /**
   * Column of groups: rows of one group are never in two parts, neither of test split and folds nor of any part that a fit
   * holds out. It is a feature only if `overrides` names a kind for it.
   */
  readonly group?: string;
  /**
   * Column of times, numbers or dates of one format (`overrides` with `dayFirst` and `decimal` count): the latest rows are the test rows, and folds go forward in time. It stays
   * a feature if it would be one otherwise.
   */
  readonly time?: string;
  /** Column of row weights from 0, for training, calibration, decision and scores; not a feature. */
  readonly weight?: string;
  /** Columns that identify rows; not features. */
  readonly id?: string | readonly string[];
  /** Whether each class has its share in the test rows and the folds; default true. Rows in time are never stratified. */
  readonly stratify?: boolean;
}

export const ColumnRolesSchema = z.strictObject({
  group: z.string().optional(),
  time: z.string().optional(),
  /** How the times are written, unless as plain numbers. */
  timeFormat: TimeFormatSchema.optional(),
  weight: z.string().optional(),
  /** How the weights are written, unless plainly. */
  weightFormat: NumberFormatSchema.optional(),
  ids: z.array(z.string()).readonly(),
  stratify: z.boolean(),
});

/** `RoleOptions`, checked. */
export type ColumnRoles = z.infer<typeof ColumnRolesSchema>;

/**
 * The roles of the columns of `table`; undefined if no option gives one.
 *
 * @throws InputError for a name that is not a column (with the nearest ones), is the target or has two roles, and for a column that is also named in `overrides`, except the group and time columns.
 */
export function columnRoles(
  table: Table,
  target: string,
  { group, time, weight, id, stratify = true }: RoleOptions,
  overrides: ColumnOverrides = {},
): ColumnRoles | undefined {
  const ids = [...new Set(typeof id === 'string' ? [id] : (id ?? []))];
  if (typeof stratify !== 'boolean') throw new InputError('stratify must be true or false');
  const named: [string, string][] = ids.map((name) => ['id', name]);
  for (const [role, name] of Object.entries({ group, time, weight })) {
    if (name !== undefined) named.push([role, name]);
  }
  if (named.length === 0 && stratify) return undefined;
  const available = [...columnsByName(table).keys()].filter((name) => name !== target);
  for (const [role, name] of named) {
    if (typeof name !== 'string') throw new InputError(`${role} must be the name of a column`);
    if (name === target) {
      throw new InputError(`${role} names ${quote(name)}, which is the target: name another column`, {
        optionNames: [role],
      });
    }
    if (!available.includes(name)) throw unknownColumn(table.source, role, name, available);
  }
  const other =
    weight === group ? 'group' : weight === time ? 'time' : ids.includes(weight ?? '') ? 'id' : undefined;
  if (weight !== undefined && other !== undefined) {
    throw new InputError(
      `column ${quote(weight)} is named by both weight and ${other}: choose one of the two`,
      { optionNames: ['weight', other] },
    );
  }
  const ofKind = new Set([...(overrides.categorical ?? []), ...(overrides.numeric ?? [])]);
  const both = named.find(([role, name]) => ofKind.has(name) && (role === 'id' || role === 'weight'));
  if (both !== undefined) {
    throw new InputError(
      `column ${quote(both[1])} is named by ${both[0]}, so it is not a feature, and by --numeric or --categorical: choose one`,
      { optionNames: [both[0]] },
    );
  }
  const columns = columnsByName(table);
  const formatOf = <T>(
    name: string | undefined,
    find: (column: Column, options: DateOptions & NumberSigns) => T,
  ) =>
    name === undefined ? undefined : find(columns.get(name) as Column, readingOf(table, name, overrides));
  return {
    group,
    time,
    timeFormat: formatOf(time, timeFormat),
    weight,
    weightFormat: formatOf(weight, weightFormat),
    ids,
    stratify,
  };
}

/** How the options say that numbers and dates of a column are read. */
function readingOf(table: Table, name: string, overrides: ColumnOverrides): DateOptions & NumberSigns {
  return { dayFirst: overrides.dayFirst, ...numberSigns(table, overrides)(name) };
}

/** The overrides with the columns dropped that are no features. */
export function withoutRoleColumns(
  roles: ColumnRoles | undefined,
  overrides: ColumnOverrides = {},
): ColumnOverrides {
  if (roles === undefined) return overrides;
  const { group, weight, ids } = roles;
  const ofKind = new Set([...(overrides.categorical ?? []), ...(overrides.numeric ?? [])]);
  const dropped = [group, weight, ...ids].filter((name) => name !== undefined && !ofKind.has(name));
  return { ...overrides, drop: [...new Set([...(overrides.drop ?? []), ...(dropped as string[])])] };
}

/**
 * Notices about the group column if `overrides`, from `withoutRoleColumns`, drop it, and about times in which the day or
 * the month may be first.
 */
export function roleNotices(
  table: Table,
  roles: ColumnRoles | undefined,
  overrides: ColumnOverrides,
): readonly string[] {
  const { group, time } = roles ?? {};
  const ofTime =
    time === undefined
      ? []
      : timeNotices(
          columnsByName(table).get(time) as Column,
          roles?.timeFormat,
          readingOf(table, time, overrides),
        );
  if (group === undefined || !overrides.drop?.includes(group)) return ofTime;
  return [
    ...ofTime,
    `column ${quote(group)} keeps the rows of a group together and is not a feature; ${namesOption('--categorical', [group])} makes it one`,
  ];
}

/** In the order in which they are told. */
const ROLES = ['group', 'time', 'weight', 'id'] as const;

export type ColumnRole = (typeof ROLES)[number];

/** All roles of a column; none for most. */
export function rolesOfColumn(name: string, roles: ColumnRoles | undefined): readonly ColumnRole[] {
  if (roles === undefined) return [];
  return ROLES.filter((role) => (role === 'id' ? roles.ids.includes(name) : roles[role] === name));
}

/** The role for which a column is not a feature. */
export function roleOf(name: string, { group, weight, ids }: ColumnRoles): string | undefined {
  if (name === group) return 'the group column';
  if (name === weight) return 'the weight column';
  return ids.includes(name) ? 'an id column' : undefined;
}

/** The roles in one line, without a full stop; undefined for the defaults. */
export function rolesText(roles: ColumnRoles | undefined): string | undefined {
  if (roles === undefined) return undefined;
  const { group, time, weight, ids, stratify } = roles;
  const parts = [
    ...(group === undefined ? [] : [`split by the groups of ${quote(group)}`]),
    ...(time === undefined ? [] : [`split forward in time by ${quote(time)}`]),
    ...(stratify || time !== undefined ? [] : ['split without stratification']),
    ...(weight === undefined ? [] : [`rows weighted by ${quote(weight)}`]),
    ...(ids.length === 0 ? [] : [`id ${listNames(ids)}`]),
  ];
  return parts.join('; ');
}

/** @throws InputError for a classifier that takes no weights, naming those that do. */
export function checkWeightable(entry: ClassifierEntry, roles: ColumnRoles | undefined): void {
  if (roles?.weight === undefined || entry.acceptsSampleWeight) return;
  const able = classifiers.filter((each) => each.acceptsSampleWeight).map(({ name }) => name);
  throw new InputError(
    `${entry.name} does not accept weights, but weight names ${quote(roles.weight)}: choose ${inWords(able)}`,
    { optionNames: ['weight'] },
  );
}
