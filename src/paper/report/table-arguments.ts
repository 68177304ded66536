/** The arguments of `benchmark` for own tables, as they are typed in a shell. */
import { COLUMN_LISTS } from '../../tables/preparation/column-overrides.js';
import { columnOption, levelsOption, namesOption, shellWord } from '../../text/shell-word.js';
import type { TableSettings } from '../experiments/cell.js';

/** Of tables that are read and used alike. */
export function tableArguments(tables: readonly TableSettings[]): string[] {
  const targets = new Map(tables.map(({ file, target }) => [file, target]));
  const { reading = {}, overrides = {}, roles = {}, mergeLabels, manyClasses } = tables[0];
  const { header, missing, keepWords } = reading;
  return [
    ...[...targets.keys()].flatMap((file) => option('table', file)),
    ...[...targets].flatMap(([file, target]) => option('target', `${file}=${target}`)),
    ...option('format', reading.format),
    ...option('delimiter', reading.delimiter),
    ...(header === undefined ? [] : [header ? '--header' : '--no-header']),
    ...option('encoding', reading.encoding),
    ...list('missing', missing),
    ...list('keep-words', keepWords),
    ...COLUMN_LISTS.flatMap((name) => list(name, overrides[name])),
    ...Object.entries(overrides.ordinal ?? {}).map(([name, levels]) => levelsOption(name, levels)),
    ...signs('decimal', overrides.decimal),
    ...signs('thousands', overrides.thousands),
    ...(overrides.dayFirst ? ['--day-first'] : []),
    ...option('group', roles.group),
    ...option('time', roles.time),
    ...option('weight', roles.weight),
    ...list('id', roles.id),
    ...(roles.stratify === false ? ['--no-stratify'] : []),
    ...(mergeLabels ? ['--merge-labels'] : []),
    ...(manyClasses ? ['--many-classes'] : []),
  ];
}

function option(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`--${name} ${shellWord(value)}`];
}

function list(name: string, names: readonly string[] | undefined): string[] {
  return names === undefined ? [] : [namesOption(`--${name}`, names)];
}

function signs(name: string, given: string | Readonly<Record<string, string>> | undefined): string[] {
  if (typeof given !== 'object') return option(name, given);
  return Object.entries(given).map(([column, sign]) => columnOption(`--${name}`, column, sign));
}
