/** The tables of `--table`, each with its target. */
import { basename } from 'node:path';
import { InputError } from '../../errors.js';
import type { OwnTableRequest } from '../../paper/node/experiments/load-own-tables.js';
import { quote } from '../../text/name-list.js';

export interface TableRequestOptions {
  readonly table?: readonly string[];
  readonly target?: readonly string[];
}

/**
 * A target is `FILE=COLUMN`, for the table with this path or name of a file, or else the column of all tables without a
 * target of their own.
 *
 * @throws InputError for a table without a target, and two targets for the same.
 */
export function tableRequests({
  table: paths = [],
  target: targets = [],
}: TableRequestOptions): OwnTableRequest[] {
  const own = new Map<string, string>();
  let shared: string | undefined;
  for (const text of targets) {
    const path = paths.find((each) => prefixOf(each, text) !== undefined);
    if (path === undefined) {
      if (shared !== undefined) throw twoTargets(shared, text, 'all tables');
      shared = text;
      continue;
    }
    const column = text.slice(prefixOf(path, text)!.length);
    const other = own.get(path);
    if (other !== undefined) throw twoTargets(other, column, path);
    own.set(path, column);
  }
  return paths.map((path) => {
    const target = own.get(path) ?? shared;
    if (target !== undefined) return { path, target };
    throw new InputError(
      `--table ${path} has no target: name the column to predict with --target ${basename(path)}=COLUMN`,
    );
  });
}

function prefixOf(path: string, text: string): string | undefined {
  return [path, basename(path)].map((name) => `${name}=`).find((prefix) => text.startsWith(prefix));
}

function twoTargets(one: string, other: string, of: string): InputError {
  return new InputError(
    `--target names ${quote(one)} and ${quote(other)} for ${of}: give one target for all tables, or FILE=COLUMN for each`,
  );
}
